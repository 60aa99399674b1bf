import { z } from 'zod';
import { errorText } from '../../../domain/errors.ts';
import { ACTIVE_STATES } from '../../../domain/incident/incident.ts';
import { type Drift, driftOf } from '../../../domain/updates/page-drift.ts';
import type { ExternalPageRow, Stores } from '../../../storage/index.ts';
import { type Delivers, delivered } from '../../runtime/effect.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { happens, timer } from '../../runtime/timer.ts';
import { closeDrift, noteDrift } from './note-drift.ts';
import { compareEffect, isUnderWay, pageOf } from './page-effect.ts';

const comparing = timer('pages.compare', z.object({}));

/** Has the pages of an incident be looked at from now on, while it is under way. */
export async function watchPages({ clock, playbook, waker }: Runtime, stores: Stores, incidentId: number): Promise<void> {
  const { compareEvery } = playbook.statusPage;
  if (compareEvery === 0) return;
  const dueAt = new Date(clock.now().getTime() + compareEvery);
  await stores.timers.begin(comparing.row({ key: String(incidentId), incidentId, data: {}, dueAt }));
  waker.wake('timers', dueAt);
}

const isOpen = ({ stage, leftAt }: ExternalPageRow) => stage !== 'resolved' && leftAt === null;

/** Timer `pages.compare`: every page on which an incident of ours is open is looked at for what somebody changed there by hand; over when there is none, or nothing is under way any more. */
export const comparePages = happens(comparing, (runtime) => async (stores, { incident, dueAt }) => {
  const { clock, playbook, waker } = runtime;
  const { compareEvery } = playbook.statusPage;
  if (!incident || !ACTIVE_STATES.includes(incident.state) || compareEvery === 0) return undefined;
  const open = (await stores.externalPages.of(incident.id)).filter(isOpen);
  if (open.length === 0) return undefined;
  const now = clock.now();
  const rows = open.map(({ page }) =>
    compareEffect.row({
      key: `page-compare:${incident.id}:${page}:${dueAt.getTime()}`,
      incidentId: incident.id,
      lane: 'cosmetics',
      payload: { incident: incident.id, page },
    }),
  );
  await stores.outbox.addMany(rows, now);
  waker.wake('outbox', now);
  return new Date(now.getTime() + compareEvery);
});

interface Compared {
  /** Of our row when we began to look. */
  revision: number;
  drift: Drift | null;
}

/** Kind `page.compare`: reads one page. One that does not answer is looked at again the next time, and says nothing. */
export const compareKind = delivered(compareEffect, (runtime): Delivers<typeof compareEffect, Compared> => {
  const { storage, log } = runtime;
  return {
    run: async ({ payload }) => {
      const which = { incidentId: payload.incident, page: payload.page };
      const [row, rows] = await Promise.all([storage.externalPages.find(which), storage.outbox.of(payload.incident)]);
      const page = pageOf(runtime, payload.page)?.page;
      if (!row || !page || !isOpen(row) || isUnderWay(rows, payload.page)) return { skipped: true };
      try {
        const [theirs, states] = [await page.read(row.remoteId), await page.states(Object.keys(row.components))];
        return { revision: row.revision, drift: driftOf(row, theirs, states) ?? null };
      } catch (error) {
        log.info({ page: payload.page, incident: payload.incident, reason: errorText(error) }, 'An external page could not be compared.');
        return { skipped: true };
      }
    },
    record: async (stores, { payload: { incident: id, page } }, { revision, drift }) => {
      const incident = await stores.incidents.find(id);
      const row = await stores.externalPages.lock({ incidentId: id, page });
      // We told something meanwhile: what was read is of before.
      if (!incident || !row || row.revision !== revision) return;
      if (drift) await noteDrift(runtime, stores, incident, page, drift);
      else if (row.drift) {
        await closeDrift(runtime, stores, incident, row, {});
        await stores.externalPages.mended({ incidentId: id, page });
      }
    },
  };
});
