import { errorText, PermanentError } from '../../domain/errors.ts';
import { isLeaseLost } from '../../domain/process/lease.ts';
import { own } from '../../domain/text/own.ts';
import type { TimerRow } from '../../storage/index.ts';
import { backoffMs } from './backoff.ts';
import type { WholeRuntime } from './runtime.ts';
import { openersFor } from './services.ts';
import type { TimerJob } from './timer.ts';
import type { Drain } from './wake.ts';

const BATCH = 100;
/** Somebody else decides about the incident at this moment: it is looked at again after so long. */
const BUSY_AGAIN_MS = 1_000;

/**
 * Does what timers are due for: one transaction each, so that one that breaks holds up no other. It is tried again with growing pauses; one that cannot be read stays, and is
 * shown. Kinds that this release does not know are left to another one.
 */
export function timersDrain(whole: WholeRuntime, jobs: Readonly<Record<string, TimerJob>>): Drain {
  const { storage, clock, services, waker, log } = whole;
  const happeningsOf = openersFor(jobs);
  const kinds = Object.keys(jobs);
  let areSet = false;

  async function setAlways(): Promise<void> {
    for (const { always } of Object.values(jobs)) if (always) await storage.timers.begin(always(clock.now()));
    areSet = true;
  }

  async function one({ id, kind, incidentId }: DueRow): Promise<'done' | 'busy' | 'not-due'> {
    return await storage.transaction(async (stores) => {
      // The incident before the timer, as everybody locks them who sets one.
      const incident = incidentId === null ? undefined : await stores.incidents.lockFree(incidentId);
      if (incidentId !== null && !incident) return 'busy';
      const row = await stores.timers.claim(id, clock.now());
      const happen = own(happeningsOf(incident ? services.of(incident) : services.home), kind);
      if (!row || !happen) return 'not-due';
      whole.crashPoint(`timers.${kind}:claimed`);
      const nextAt = await happen(stores, row, incident);
      if (nextAt === undefined) await stores.timers.over(id);
      else await stores.timers.again(id, nextAt);
      if (nextAt) waker.wake('timers', nextAt);
      return 'done';
    });
  }

  async function broke(row: DueRow, error: unknown): Promise<void> {
    if (isLeaseLost(error)) throw error;
    const now = clock.now();
    const retryAt = error instanceof PermanentError ? null : new Date(now.getTime() + backoffMs(row.attempts + 1, whole.random));
    log.error({ err: error, timer: row.kind, key: row.key, retryAt }, 'What was to happen by itself did not.');
    await storage.timers.failed(row, now, retryAt, errorText(error));
    if (retryAt) waker.wake('timers', retryAt);
  }

  return async () => {
    if (!areSet) await setAlways();
    for (;;) {
      const due = await storage.timers.due(clock.now(), kinds, BATCH);
      let moved = 0;
      for (const row of due) {
        try {
          const outcome = await one(row);
          if (outcome === 'done') moved += 1;
          if (outcome === 'busy') waker.wake('timers', new Date(clock.now().getTime() + BUSY_AGAIN_MS));
        } catch (error) {
          await broke(row, error);
        }
      }
      if (moved === 0 || due.length < BATCH) return;
    }
  };
}

type DueRow = Pick<TimerRow, 'id' | 'kind' | 'key' | 'incidentId' | 'attempts'>;
