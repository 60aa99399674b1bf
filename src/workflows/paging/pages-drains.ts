import { isForPerson, isSuperseded, takenBy } from '../../domain/paging/calls.ts';
import { decidePage } from '../../domain/paging/decide-page.ts';
import type { IncidentRow, PageRow, Stores } from '../../storage/index.ts';
import { messageKeys } from '../incident/declare/steps.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';
import { handOver } from './hand-over.ts';
import { holdPage } from './hold.ts';
import { levelsOf } from './levels.ts';
import { type Look, lookAgainSoon, lookingWhetherItLasts } from './look.ts';
import { isWanted, pageEffect } from './page-effects.ts';

const BATCH = 100;

interface Due {
  id: number;
  incidentId: number;
}
type Decided = 'decided' | 'busy' | 'not-due';

/** Sends every page that has not left yet and is due. Nothing outside the database is asked before, so that nothing holds up a page. */
export function pagesDrain(whole: WholeRuntime): () => Promise<void> {
  const { storage, clock } = whole;
  return async () => {
    for (;;) {
      const due = await storage.pages.due(clock.now(), BATCH);
      if ((await decideEach(whole, due, () => undefined)) === 0) return;
    }
  };
}

/**
 * Decides about every page that has left before and is due again: send it again, ask the next person, stop, or hold it while everything is well. A drain of its own, because it looks at the
 * numbers first.
 */
export function pageRepeatsDrain(whole: WholeRuntime): () => Promise<void> {
  const { storage, clock } = whole;
  const look = lookingWhetherItLasts(whole);
  return async () => {
    for (;;) {
      const due = await storage.pages.dueAgain(clock.now(), BATCH);
      if (due.length === 0) return;
      const looks = new Map<number, Look>();
      await Promise.all([...new Set(due.map(({ incidentId }) => incidentId))].map(async (id) => looks.set(id, await look(id))));
      if ((await decideEach(whole, due, ({ incidentId }) => looks.get(incidentId))) === 0) return;
    }
  };
}

/**
 * One transaction per page, so that one that breaks holds up no other. Pages of an incident that somebody is changing at this moment come last, for the same reason; then they
 * are waited for. Returns how many were decided.
 */
async function decideEach(whole: WholeRuntime, due: readonly Due[], lookOf: (page: PageRow) => Look | undefined): Promise<number> {
  const { storage, clock, waker, log, crashPoint } = whole;
  let decided = 0;
  const busy: Due[] = [];
  const decide = async (page: Due, { wait }: { wait: boolean }) => {
    try {
      const outcome = await storage.transaction((stores) => decideOne(whole, stores, page, { lookOf, wait }));
      if (outcome === 'decided') decided += 1;
      if (outcome === 'busy') busy.push(page);
    } catch (error) {
      log.error({ err: error, page: page.id }, 'A page could not be decided; the next sweep tries again.');
    }
  };
  for (const page of due) await decide(page, { wait: false });
  for (const page of busy.splice(0)) await decide(page, { wait: true });
  if (decided > 0) {
    crashPoint('pages:decided');
    waker.wake('outbox', clock.now());
  }
  return decided;
}

/** The incident's lock comes first, as everywhere: passing a page on changes more of the incident than the page. */
async function decideOne(
  whole: WholeRuntime,
  stores: Stores,
  { id, incidentId }: Due,
  { lookOf, wait }: { lookOf: (page: PageRow) => Look | undefined; wait: boolean },
): Promise<Decided> {
  const incident = await (wait ? stores.incidents.lock(incidentId) : stores.incidents.lockFree(incidentId));
  if (!incident) return 'busy';
  const runtime = whole.services.of(incident);
  const now = runtime.clock.now();
  const page = await stores.pages.claim(id, now);
  if (!page) return 'not-due';
  const decision = decidePage(page, { wanted: await isStillWanted(runtime, stores, page, incident) });
  runtime.crashPoint('pages:claimed');
  if (decision.do === 'stop') {
    await stores.pages.tried(id, page.attempts, null);
    return 'decided';
  }
  const look = lookOf(page);
  if (look?.lasting === 'wait' && page.askedBy === null) {
    const again = lookAgainSoon(now);
    await stores.pages.wait(id, again);
    runtime.waker.wake('page-repeats', again);
    return 'decided';
  }
  if (look && (await holdPage(runtime, stores, incident, page, look))) return 'decided';
  if (decision.do === 'hand-over') {
    await stores.pages.tried(id, page.attempts, null);
    await handOver(runtime, stores, incident, page, { by: 'bongsu', why: 'silent' });
    return 'decided';
  }
  const attempt = page.attempts + 1;
  // When it is due again is decided once it has left: tries that cannot leave do not pile up.
  await stores.pages.tried(id, attempt, null);
  const payload = { pageId: id, attempt };
  await stores.outbox.add(pageEffect.row({ key: messageKeys.page(id, attempt), incidentId: incident.id, lane: 'page', payload }), now);
  return 'decided';
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
