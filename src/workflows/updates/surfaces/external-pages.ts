import { ACTIVE_STATES } from '../../../domain/incident/incident.ts';
import type { PageComponents, PageIncident, PageUpdate } from '../../../domain/ports/status-pages.ts';
import { pageComponents } from '../../../domain/updates/page-components.ts';
import type { ToldThere } from '../../../domain/updates/page-drift.ts';
import type { PublicStage } from '../../../domain/updates/told-text.ts';
import { happened } from '../../../events/happened.ts';
import type { ExternalPageRow, IncidentRow, UpdateTextRow } from '../../../storage/index.ts';
import { type Delivers, delivered, type EffectRow, type Skipped } from '../../runtime/effect.ts';
import { watchPages } from '../pages/compare-pages.ts';
import { isGoneThere, ownIncident, pageEffect, pageOf, textOn } from '../pages/page-effect.ts';
import { sayingRefusals } from '../pages/say-refusal.ts';
import { type Surface, tellingKey } from './surface.ts';

/** Status pages that somebody else keeps: each is told by itself, so that one that fails holds up no other. */
export const externalPages: Surface = {
  isOn: ({ statusPage }) => statusPage.external.length > 0,
  row: (text, { statusPage }) => {
    const { incidentId, sequence, version } = text;
    return statusPage.external.map(({ page }) =>
      pageEffect.row({
        key: tellingKey(`external-pages/${page}`, text),
        incidentId,
        lane: 'update',
        payload: { incident: incidentId, page, sequence, version },
      }),
    );
  },
};

/** What became of a telling. A correction changes neither stage nor components. */
interface Told {
  remoteId: string;
  entry: ToldThere;
  stage?: PublicStage;
  components?: PageComponents;
}

/**
 * Kind `update.external-page`: the first text creates the incident there, each later one is an update of it, the last one closes it. An answer that was lost makes no second incident: ours is looked for first, as each vendor's file
 * says how, and an update by its words among those that we do not know.
 */
export const externalPageKind = delivered(pageEffect, (runtime): Delivers<typeof pageEffect, Told> => {
  const { storage, clock, playbook } = runtime;
  type Row = EffectRow<{ incident: number; page: string; sequence: number; version: number }>;

  /** What is to be told, with all that is known of it; undefined when there is nothing any more. */
  async function asked({ payload }: Row) {
    const found = pageOf(runtime, payload.page);
    const [incident, text, known] = await Promise.all([
      storage.incidents.find(payload.incident),
      storage.updateTexts.of(payload.incident, payload.sequence),
      storage.externalPages.find({ incidentId: payload.incident, page: payload.page }),
    ]);
    if (!found || !incident || incident.private || !text || known?.leftAt) return undefined;
    return { ...found, incident, text, known, words: textOn(playbook, found.spec, text) };
  }
  type Asked = NonNullable<Awaited<ReturnType<typeof asked>>>;

  function updateOf({ spec, incident, text, known, words }: Asked): PageUpdate {
    const { stage } = text;
    const components = pageComponents(playbook, incident, {
      stage,
      mapped: spec.components,
      ...(known && { before: known.components }),
    });
    return { stage, text: words, components, notifies: true };
  }

  const entryOf = ({ text, words }: Asked, id: string): ToldThere => ({ sequence: text.sequence, version: text.version, id, text: words });

  /** Other words for what was told there; as an update of its own where they cannot be changed, or where it was deleted. */
  async function correct(what: Asked & { known: ExternalPageRow }, before: ToldThere): Promise<Told> {
    const { page, known, text, words } = what;
    const { remoteId } = known;
    // What stood there was taken as ours.
    if (before.text === words) return { remoteId, entry: entryOf(what, before.id) };
    const edited =
      page.edit &&
      (await page.edit(remoteId, before.id, { stage: text.stage, text: words }).then(
        () => true,
        (error: unknown) => {
          if (isGoneThere(error)) return false;
          throw error;
        },
      ));
    if (edited) return { remoteId, entry: entryOf(what, before.id) };
    const { id } = await page.add(remoteId, { ...updateOf(what), stage: known.stage, components: {} });
    return { remoteId, entry: entryOf(what, id) };
  }

  async function tell(what: Asked): Promise<Told | Skipped> {
    const { page, spec, incident, known, text } = what;
    const before = known?.told.find(({ sequence }) => sequence === text.sequence);
    if (known && before) return await correct({ ...what, known }, before);
    if (isLate(incident, text, clock.now()) || (known?.told.at(-1)?.sequence ?? 0) > text.sequence) return { skipped: true };
    const own = await ownIncident(runtime, incident, spec);
    const remoteId = known?.remoteId ?? (await page.find(own))?.id;
    const update = updateOf(what);
    const { stage, components } = update;
    if (remoteId !== undefined) {
      const { id } = await page.add(remoteId, update);
      return { remoteId, entry: entryOf(what, id), stage, components };
    }
    // Whoever never heard that it began need not hear that it is over.
    if (text.kind === 'end') return { skipped: true };
    const made = await page.create(own, update);
    return { remoteId: made.id, entry: entryOf(what, made.updates.at(-1)?.id ?? ''), stage, components };
  }

  return sayingRefusals(runtime, {
    look: async (row) => {
      const what = await asked(row);
      if (!what || what.known?.told.some(({ sequence }) => sequence === what.text.sequence)) return undefined;
      const { page, spec, incident, known, words } = what;
      const there = known ? await page.read(known.remoteId) : await page.find(await ownIncident(runtime, incident, spec));
      const ours = there && unknownUpdate(there, known, words);
      const { stage, components } = updateOf(what);
      return there && ours && { remoteId: there.id, entry: entryOf(what, ours.id), stage, components };
    },
    run: async (row) => {
      const what = await asked(row);
      return what ? await tell(what) : { skipped: true };
    },
    record: async (stores, { payload: { incident, page } }, { remoteId, entry, ...made }) => {
      const which = { incidentId: incident, page };
      const known = await stores.externalPages.lock(which);
      const told = [...(known?.told ?? []).filter(({ sequence }) => sequence !== entry.sequence), entry].sort(
        (a, b) => a.sequence - b.sequence,
      );
      const stage = made.stage ?? known?.stage ?? 'investigating';
      await stores.externalPages.told(which, remoteId, { stage, told, components: made.components ?? known?.components ?? {} });
      await watchPages(runtime, stores, incident);
      const data = { page, sequence: entry.sequence, version: entry.version };
      await happened(runtime, stores, { incidentId: incident, at: clock.now(), kind: 'page.told', actor: 'bongsu', data });
    },
  });
});

/** An update with these words that we do not know of: ours, whose answer was lost. */
export function unknownUpdate(there: PageIncident, known: Pick<ExternalPageRow, 'told'> | undefined, words: string) {
  const ids = new Set(known?.told.map(({ id }) => id));
  return there.updates.findLast(({ id, text }) => !ids.has(id) && text.trim() === words.trim());
}

/** What is over is not reported as going on; what nobody approved is not told once the next one is due. A correction is never late. */
function isLate({ state }: Pick<IncidentRow, 'state'>, text: UpdateTextRow, now: Date): boolean {
  if (text.kind === 'update' && !ACTIVE_STATES.includes(state)) return true;
  return text.version === 1 && text.approvedBy === null && text.nextAt !== null && now >= text.nextAt;
}
