import { type Alert, DEDUP_PREFIX, groupKeyOf, type IncomingAlert } from '../../domain/alerts/alert.ts';
import { foldAlert, isChange } from '../../domain/alerts/fold-alert.ts';
import { judgeAlert } from '../../domain/alerts/judge-alert.ts';
import { errorText } from '../../domain/errors.ts';
import type { AlertRow, NewAlertChange, Stores, WaitingEvent } from '../../storage/index.ts';
import type { Rarely } from '../runtime/log-rarely.ts';
import type { WholeRuntime } from '../runtime/runtime.ts';
import { sayUnknownWords } from './say-doors.ts';

/** Events that are taken together: few enough that nothing else in this process waits for them. */
const BATCH = 250;
/** An event that broke so often is set aside. */
const TRIES = 3;

/** Takes one batch of the inbox at each call. */
export interface Taker {
  /**
   * How many events were worked off, and whether there may be more. What is known of each alert after its events is written in one transaction with the
   * removal of these. A batch that breaks is taken one by one; what breaks alone is tried again with the next drain, then set aside, and never holds up
   * what comes after it.
   */
  batch(): Promise<{ taken: number; more: boolean }>;
}

/**
 * Works off the inbox, the oldest first. While there is more than a batch of it, every second one goes to what is urgent, wherever it stands: first what
 * has an incident, then the worst. The events of one alert keep their order.
 */
export function takerOf(runtime: WholeRuntime, rarely: Rarely, asked: Set<string>): Taker {
  const { storage, log } = runtime;
  const broken = new Set<string>();
  let urgently = false;
  return {
    async batch() {
      const choice = urgently ? ('urgent' as const) : ('oldest' as const);
      try {
        const events = await storage.transaction((stores) =>
          takeBatch(runtime, stores, asked, (limit) => chosen(stores, choice, limit, broken)),
        );
        const more = events.length >= BATCH;
        urgently = more && !urgently;
        return { taken: events.length, more };
      } catch (error) {
        if (storage.isUnreachable(error)) throw error;
        log.error({ err: error }, 'A batch of alerts broke; its events are taken one by one.');
        return { taken: await takeOneByOne(runtime, asked, await chosen(storage, choice, BATCH, broken), broken, rarely), more: true };
      }
    },
  };
}

async function chosen(stores: Stores, choice: 'oldest' | 'urgent', limit: number, but: ReadonlySet<string>): Promise<WaitingEvent[]> {
  return choice === 'oldest'
    ? await stores.alertEvents.next(limit, { but: [...but] })
    : await stores.alertEvents.urgent(limit, { but: [...but], prefix: DEDUP_PREFIX });
}

async function takeOneByOne(
  runtime: WholeRuntime,
  asked: Set<string>,
  events: readonly WaitingEvent[],
  broken: Set<string>,
  rarely: Rarely,
): Promise<number> {
  const { storage, log, clock } = runtime;
  for (const event of events) {
    try {
      await storage.transaction((stores) => takeBatch(runtime, stores, asked, () => stores.alertEvents.still(event.id)));
    } catch (error) {
      if (storage.isUnreachable(error)) throw error;
      broken.add(event.id);
      const last = event.attempts + 1 >= TRIES;
      await storage.alertEvents.failed(event.id, errorText(error), last ? clock.now() : null);
      const what = last ? 'An alert was set aside.' : 'An alert broke; it is tried again.';
      rarely((unsaid) => log.error({ err: error, event: event.id, source: event.source, unsaid }, what));
    }
  }
  return events.length;
}

async function takeBatch(
  runtime: WholeRuntime,
  stores: Stores,
  asked: Set<string>,
  choose: (limit: number) => Promise<WaitingEvent[]>,
): Promise<WaitingEvent[]> {
  await stores.alertEvents.takeTurn();
  const events = await choose(BATCH);
  if (events.length === 0) return events;
  const incoming = events.map((event) => ({ event, alert: event.payload as IncomingAlert }));
  const key = (source: string, fingerprint: string) => `${source}\n${fingerprint}`;
  const pairs = new Map(
    incoming.map(({ event: { source }, alert: { fingerprint } }) => [key(source, fingerprint), { source, fingerprint }]),
  );
  const rows = new Map<string, AlertRow>(
    (await stores.alerts.known([...pairs.values()])).map((row) => [key(row.source, row.fingerprint), row]),
  );
  const known = new Map<string, Alert>(rows);
  const changed = new Map<string, Alert>();
  const history: NewAlertChange[] = [];
  const unknown: { word: string; source: string }[] = [];
  for (const { event, alert } of incoming) {
    const id = key(event.source, alert.fingerprint);
    const { playbook, scope } = runtime.services.ofAlert(alert.labels);
    const groupKey = groupKeyOf(playbook, alert.labels, scope);
    const { weight, ignored, unknownWord } = judgeAlert(playbook, alert);
    if (unknownWord !== undefined) unknown.push({ word: unknownWord, source: event.source });
    const from = { source: event.source, service: playbook.service.key };
    const folded = foldAlert(known.get(id), { ...alert, ...from, groupKey, weight }, event.receivedAt);
    if (!folded) continue;
    if (isChange(known.get(id), folded)) history.push({ ...folded, receivedAt: event.receivedAt });
    known.set(id, folded);
    // Nobody waits for the end of what belongs to no incident.
    const untold = folded.status === 'resolved' && (rows.get(id)?.incidentId ?? null) === null;
    changed.set(id, ignored || untold ? { ...folded, news: null } : folded);
  }
  await stores.alerts.remember([...changed.values()], runtime.clock.now());
  await stores.alertChanges.add(history);
  if (unknown.length > 0) await sayUnknownWords(runtime.services.home, stores, asked, unknown);
  await stores.alertEvents.done(events.map(({ id }) => id));
  runtime.crashPoint('alerts:taken');
  return events;
}
