import type { PageIncident, StatusPage } from '../../../domain/ports/status-pages.ts';
import { type Drift, driftOf, type OnPage, type ToldThere } from '../../../domain/updates/page-drift.ts';
import type { ExternalPageRow } from '../../../storage/index.ts';
import { type Delivers, delivered } from '../../runtime/effect.ts';
import { unknownUpdate } from '../surfaces/external-pages.ts';
import { EXTERNAL_PAGE, ownIncident, pageOf, putBackEffect } from './page-effect.ts';
import { sayingRefusals } from './say-refusal.ts';

interface PutBack extends OnPage {
  remoteId: string;
}

/**
 * Kind `page.put-back`: what differs at that moment is made as we had told it; nothing, when somebody did that by hand meanwhile. Run twice it finds what the first run did. Subscribers of the page
 * are not told again.
 */
export const putBackKind = delivered(putBackEffect, (runtime): Delivers<typeof putBackEffect, PutBack> => {
  const { storage } = runtime;

  async function anew(page: StatusPage, row: ExternalPageRow, last: ToldThere, own: Parameters<StatusPage['create']>[0]): Promise<PutBack> {
    const { stage, components } = row;
    const update = { stage, text: last.text, components, notifies: false };
    const made = (await page.find(own)) ?? (await page.create(own, update));
    return { remoteId: made.id, stage, components, told: [{ ...last, id: made.updates.at(-1)?.id ?? '' }] };
  }

  /** The words of each update that is still there. */
  async function texts(page: StatusPage, { incidentId, remoteId, told }: ExternalPageRow, drift: Drift): Promise<void> {
    for (const { sequence, theirs } of drift.texts) {
      const entry = told.find((one) => one.sequence === sequence);
      const text = await storage.updateTexts.of(incidentId, sequence);
      if (theirs !== undefined && entry && text) await page.edit?.(remoteId, entry.id, { stage: text.stage, text: entry.text });
    }
  }

  async function mend(page: StatusPage, row: ExternalPageRow, { drift, there }: { drift: Drift; there: PageIncident }): Promise<PutBack> {
    const { remoteId, stage, components } = row;
    const deleted = new Set(drift.texts.flatMap(({ sequence, theirs }) => (theirs === undefined ? [sequence] : [])));
    const last = row.told.at(-1);
    const kept = row.told.filter(({ sequence }) => !deleted.has(sequence));
    await texts(page, row, drift);
    // An earlier one that was deleted has no place any more: the page shows updates by the time at which they were told.
    if (last && (drift.stage || deleted.has(last.sequence))) {
      const before = deleted.has(last.sequence) ? unknownUpdate(there, row, last.text) : undefined;
      const { id } = before ?? (await page.add(remoteId, { stage, text: last.text, components, notifies: false }));
      return { remoteId, stage, components, told: [...kept.filter(({ sequence }) => sequence !== last.sequence), { ...last, id }] };
    }
    if (drift.components.length > 0) await page.setStates(Object.fromEntries(drift.components.map(({ id, ours }) => [id, ours])));
    return { remoteId, stage, components, told: kept };
  }

  return sayingRefusals<{ incident: number; page: string; drift: number }, PutBack>(runtime, {
    run: async ({ payload }) => {
      const found = pageOf(runtime, payload.page);
      const [incident, row] = await Promise.all([
        storage.incidents.find(payload.incident),
        storage.externalPages.find({ incidentId: payload.incident, page: payload.page }),
      ]);
      if (!found || !incident || incident.private || !row || row.leftAt) return { skipped: true };
      const { page, spec } = found;
      const there = await page.read(row.remoteId);
      const drift = driftOf(row, there, await page.states(Object.keys(row.components)));
      const last = row.told.at(-1);
      if (!drift || !last) return { skipped: true };
      if (!there) return await anew(page, row, last, await ownIncident(runtime, incident, spec));
      return await mend(page, row, { drift, there });
    },
    record: async (stores, { payload: { incident, page } }, { remoteId, ...onPage }) => {
      await stores.externalPages.told({ incidentId: incident, page }, remoteId, onPage);
      // What was written while our incident was gone could not be told.
      await stores.outbox.retryFailed(incident, [EXTERNAL_PAGE], runtime.clock.now());
      runtime.waker.wake('outbox', runtime.clock.now());
    },
  });
});
