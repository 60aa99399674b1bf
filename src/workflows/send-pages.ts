import { ACTIVE_STATES, ESCALATING_STATES } from '../domain/incident.ts';
import { decidePage, handedOverCause, isForPerson, takenBy } from '../domain/paging.ts';
import type { OncallLevel } from '../domain/views.ts';
import type { IncidentRow, PageRow, Stores } from '../storage/index.ts';
import { messageKeys } from './declare/steps.ts';
import { send } from './deliver-outbox.ts';
import { nextPerson } from './open-pages.ts';
import { presentInIncident } from './present-for.ts';
import type { Runtime } from './runtime/runtime.ts';

const BATCH = 100;

/** Decides about every page that is due: send it again, ask the next person, or stop. One transaction per page. */
export function pagesDrain(runtime: Runtime): () => Promise<void> {
  const { storage, clock, waker, log, crashPoint } = runtime;
  return async () => {
    for (;;) {
      const due = await storage.pages.due(clock.now(), BATCH);
      let decided = 0;
      for (const id of due) {
        try {
          if (await storage.transaction((stores) => decideOne(runtime, stores, id))) decided += 1;
        } catch (error) {
          log.error({ err: error, page: id }, 'A page could not be decided; the next sweep tries again.');
        }
      }
      if (decided > 0) {
        crashPoint('pages:decided');
        waker.wake('outbox', clock.now());
      }
      if (decided === 0) return;
    }
  };
}

async function decideOne(runtime: Runtime, stores: Stores, id: number): Promise<boolean> {
  const now = runtime.clock.now();
  const page = await stores.pages.claim(id, now);
  if (!page) return false;
  const incident = await stores.incidents.find(page.incidentId);
  const wanted = incident !== undefined && isWanted(page, incident) && !takenBy(page, await stores.pages.of(incident.id));
  const decision = decidePage(page, { escalating: wanted, now });
  runtime.crashPoint('pages:claimed');
  if (decision.do === 'stop' || !incident) {
    await stores.pages.tried(id, page.attempts, null);
    return true;
  }
  if (decision.do === 'hand-over') {
    await stores.pages.tried(id, page.attempts, null);
    await handOver(runtime, stores, incident, page, 'bongsu');
    return true;
  }
  await stores.pages.tried(id, decision.attempt, decision.nextAt);
  await stores.outbox.add(
    {
      key: messageKeys.page(id, decision.attempt),
      incidentId: incident.id,
      kind: 'page.notify',
      lane: 'page',
      payload: { pageId: id, attempt: decision.attempt },
    },
    now,
  );
  if (decision.nextAt) runtime.waker.wake('pages', decision.nextAt);
  return true;
}

/** Pages of the clock stop when the incident is mitigated; those that a person asked for, when it is over. */
export function isWanted(page: PageRow, incident: IncidentRow): boolean {
  return (page.askedBy === null ? ESCALATING_STATES : ACTIVE_STATES).includes(incident.state);
}

/** Asks the next person of the level instead of this one; when there is none left, the channel is told. */
export async function handOver(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  page: PageRow,
  by: string,
): Promise<string | undefined> {
  const now = runtime.clock.now();
  const level = page.level as OncallLevel;
  const next = await nextPerson(runtime, stores, incident, level);
  if (next !== undefined) {
    await stores.pages.add({ ...page, userId: next, cause: handedOverCause(page), createdAt: now, nextAt: now });
    runtime.waker.wake('pages', new Date(now.getTime() + 1));
  }
  const data = { level, from: page.userId, to: next ?? null };
  await stores.timeline.append({ incidentId: incident.id, at: now, kind: 'page.handed-over', actor: by, data });
  await send(runtime, stores, {
    // Everybody of a level runs out at about the same time; that nobody is left is said once.
    key: next === undefined ? `nobody-left:${incident.id}:${level}:${incident.clockStartedAt.getTime()}` : `handed-over:${page.id}`,
    incidentId: incident.id,
    lane: 'update',
    destination: { to: 'home' },
    message: presentInIncident(runtime, incident).handedOverNotice({
      incident,
      level,
      from: page.userId,
      ...(next !== undefined && { to: next }),
      asked: by === page.userId,
      now,
    }),
  });
  return next;
}

/** A page that left keeps the rows of its level (A1, A2, A3). */
export async function keepPageRows(runtime: Pick<Runtime, 'playbook'>, stores: Stores, page: PageRow, at: Date): Promise<void> {
  // Who was asked for by name does not stand for whoever is on call.
  if (isForPerson(page)) return;
  for (const step of runtime.playbook.escalation) {
    if (step.level === page.level) await stores.deadlines.settle(page.incidentId, step.id, 'kept', at, null);
  }
}
