import { isForPerson, isSuperseded, takenBy } from '../../domain/paging/calls.ts';
import { decidePage } from '../../domain/paging/decide-page.ts';
import type { IncidentRow, PageRow, Stores } from '../../storage/index.ts';
import { messageKeys } from '../declare/steps.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { handOver } from './hand-over.ts';
import { holdPage } from './hold.ts';
import { levelsOf } from './levels.ts';
import { type Look, lookAgainSoon, lookingWhetherItLasts } from './look.ts';
import { isWanted, pageEffect } from './page-effects.ts';

const BATCH = 100;

/** Sends every page that has not left yet and is due. Nothing outside the database is asked before, so that nothing holds up a page. */
export function pagesDrain(runtime: Runtime): () => Promise<void> {
  const { storage, clock } = runtime;
  return async () => {
    for (;;) {
      const due = await storage.pages.due(clock.now(), BATCH);
      if ((await decideEach(runtime, due, () => undefined)) === 0) return;
    }
  };
}

/**
 * Decides about every page that has left before and is due again: send it again, ask the next person, stop, or hold it while everything is well. A drain of its own, because it looks at the
 * numbers first.
 */
export function pageRepeatsDrain(runtime: Runtime): () => Promise<void> {
  const { storage, clock } = runtime;
  const look = lookingWhetherItLasts(runtime);
  return async () => {
    for (;;) {
      const due = await storage.pages.dueAgain(clock.now(), BATCH);
      if (due.length === 0) return;
      const looks = new Map<number, Look>();
      await Promise.all([...new Set(due.map(({ incidentId }) => incidentId))].map(async (id) => looks.set(id, await look(id))));
      const decided = await decideEach(
        runtime,
        due.map(({ id }) => id),
        ({ incidentId }) => looks.get(incidentId),
      );
      if (decided === 0) return;
    }
  };
}

/** One transaction per page, so that one that breaks holds up no other. Returns how many were decided. */
async function decideEach(runtime: Runtime, ids: readonly number[], lookOf: (page: PageRow) => Look | undefined): Promise<number> {
  const { storage, clock, waker, log, crashPoint } = runtime;
  let decided = 0;
  for (const id of ids) {
    try {
      if (await storage.transaction((stores) => decideOne(runtime, stores, id, lookOf))) decided += 1;
    } catch (error) {
      log.error({ err: error, page: id }, 'A page could not be decided; the next sweep tries again.');
    }
  }
  if (decided > 0) {
    crashPoint('pages:decided');
    waker.wake('outbox', clock.now());
  }
  return decided;
}

async function decideOne(runtime: Runtime, stores: Stores, id: number, lookOf: (page: PageRow) => Look | undefined): Promise<boolean> {
  const now = runtime.clock.now();
  const page = await stores.pages.claim(id, now);
  if (!page) return false;
  const incident = await stores.incidents.find(page.incidentId);
  const decision = decidePage(page, { wanted: incident !== undefined && (await isStillWanted(runtime, stores, page, incident)) });
  runtime.crashPoint('pages:claimed');
  if (decision.do === 'stop' || !incident) {
    await stores.pages.tried(id, page.attempts, null);
    return true;
  }
  const look = lookOf(page);
  if (look?.lasting === 'wait' && page.askedBy === null) {
    const again = lookAgainSoon(now);
    await stores.pages.wait(id, again);
    runtime.waker.wake('page-repeats', again);
    return true;
  }
  if (look && (await holdPage(runtime, stores, incident, page, look))) return true;
  if (decision.do === 'hand-over') {
    await stores.pages.tried(id, page.attempts, null);
    await handOver(runtime, stores, incident, page, { by: 'bongsu', why: 'silent' });
    return true;
  }
  const attempt = page.attempts + 1;
  // When it is due again is decided once it has left: tries that cannot leave do not pile up.
  await stores.pages.tried(id, attempt, null);
  const payload = { pageId: id, attempt };
  await stores.outbox.add(pageEffect.row({ key: messageKeys.page(id, attempt), incidentId: incident.id, lane: 'page', payload }), now);
  return true;
}

async function isStillWanted(runtime: Runtime, stores: Stores, page: PageRow, incident: IncidentRow): Promise<boolean> {
  if (!isWanted(page, incident)) return false;
  const pages = await stores.pages.of(incident.id);
  if (takenBy(page, pages) !== undefined || isSuperseded(page, pages)) return false;
  return page.delivered === 0 || !(await answeredFromLevel(runtime, stores, page));
}

/** Somebody on call at the page's level has begun to act since it was written, without being paged: the level has answered, and nobody of it is called again. */
async function answeredFromLevel(runtime: Runtime, stores: Stores, page: PageRow): Promise<boolean> {
  if (isForPerson(page)) return false;
  const acted = (await stores.acknowledgements.of(page.incidentId)).filter(({ at }) => at >= page.createdAt);
  for (const { userId } of acted) {
    if ((await levelsOf(runtime, stores, userId)).some((level) => level === page.level)) return true;
  }
  return false;
}
