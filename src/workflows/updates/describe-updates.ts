import { UserError } from '../../domain/errors.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { Language } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import type { UpdateSurface } from '../../domain/updates/surfaces.ts';
import type { ToldTexts } from '../../domain/updates/told-text.ts';
import { worded } from '../../languages/worded.ts';
import type { OutboxRow, SocialNoticeRow, UpdateTextRow } from '../../storage/index.ts';
import type { NextUpdateView, SurfaceView, ToldUpdateView, UpdateFormView } from '../../views/updates.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { socialStates } from '../social/describe-notice.ts';
import { draftUpdate, updateLanguages } from './draft-update.ts';
import { nameOfNext } from './name-of-next.ts';
import { promisedAfter } from './offer-draft.ts';
import { titleOf } from './pages/page-effect.ts';
import { audienceTitle } from './surfaces/audiences.ts';
import { SURFACES } from './surfaces/index.ts';
import { tellingOf } from './surfaces/surface.ts';
import { surfacesOf } from './write-update.ts';

/** When the next regular update is due, what it will say, and what was told last on which surface. */
export async function nextUpdateOf(runtime: Runtime, incident: Incident, language: Language): Promise<NextUpdateView> {
  const { storage, clock, playbook } = runtime;
  const [row, last] = await Promise.all([storage.updates.of(incident.id), storage.updateTexts.last(incident.id)]);
  const told =
    last &&
    toldView(runtime, last, {
      rows: await storage.outbox.of(incident.id),
      notices: surfacesOf(runtime).includes('social') ? await storage.socialNotices.of(incident.id) : [],
      language,
    });
  const texts = row?.approved ?? (row?.editedText == null ? undefined : { [playbook.team.language]: row.editedText });
  return {
    incident,
    ...(row?.nextAt && { nextAt: row.nextAt, seen: nameOfNext(row) }),
    ...(texts && row?.editedBy && { edited: { text: pick(texts, language, playbook.team.language), by: row.editedBy } }),
    ...(told && { told }),
    now: clock.now(),
  };
}

function toldView(
  runtime: Runtime,
  text: UpdateTextRow,
  { rows, notices, language }: { rows: readonly OutboxRow[]; notices: readonly SocialNoticeRow[]; language: Language },
): ToldUpdateView {
  return {
    sequence: text.sequence,
    version: text.version,
    text: pick(text.texts, language, runtime.playbook.team.language),
    ...(text.approvedBy !== null && { approvedBy: text.approvedBy }),
    ...(text.correctedBy !== null && { correctedBy: text.correctedBy }),
    deliveries: surfacesOf(runtime).flatMap((surface) => surfaceViews(runtime, surface, text, { rows, notices })),
  };
}

/** What became of a text on a surface: of its newest version there; on each place by itself where it has several. */
function surfaceViews(
  runtime: Runtime,
  surface: UpdateSurface,
  text: UpdateTextRow,
  { rows, notices }: { rows: readonly OutboxRow[]; notices: readonly SocialNoticeRow[] },
): SurfaceView[] {
  if (text.held.includes(surface)) return [{ surface, state: 'held' }];
  const onNetworks = surface === 'social' ? socialStates(runtime, notices, text, rows) : undefined;
  if (onNetworks) return onNetworks.map((one) => ({ surface, ...one }));
  if (!SURFACES[surface].row) return [{ surface, state: 'sent' }];
  const own = rows.flatMap((row) => {
    const telling = tellingOf(row);
    return telling?.surface === surface && telling.sequence === text.sequence ? [{ ...row, place: telling.place }] : [];
  });
  if (own.length === 0) return [{ surface, state: 'skipped' }];
  const newest = new Map(own.map((row) => [row.place, row]));
  return [...newest].map(([place, row]) => ({
    surface,
    ...(place !== undefined && { place: placeTitle(runtime, surface, place) }),
    ...becameOf(row),
  }));
}

function placeTitle(runtime: Runtime, surface: UpdateSurface, place: string): string {
  if (surface === 'audiences') return audienceTitle(runtime.playbook, place);
  return surface === 'help-desk' ? (runtime.helpDesks.find(({ name }) => name === place)?.title ?? place) : titleOf(runtime, place);
}

function becameOf({ status, error, outcome }: OutboxRow): Pick<SurfaceView, 'state' | 'error'> {
  const skipped = status === 'sent' && (outcome as { skipped?: true } | null)?.skipped === true;
  const state = skipped ? 'skipped' : status === 'pending' ? 'waiting' : status;
  return { state, ...(error !== null && state !== 'sent' && { error }) };
}

/** The form in which the next update is written, while its text is still being drafted. Throws UserError `no_updates` when none is due. */
export async function updateFormSkeleton(runtime: Runtime, incident: Incident): Promise<UpdateFormView> {
  const row = await runtime.storage.updates.of(incident.id);
  if (!row?.nextAt)
    throw new UserError(
      'no_updates',
      worded(({ incidents }) => incidents.incidentHasNoUpdatesToCome(incident.id)),
    );
  return { incident, nextAt: row.nextAt, seen: nameOfNext(row), now: runtime.clock.now() };
}

/** The same with a field for each language: what was approved, or drafted, or a draft of this moment. */
export async function updateFormWhole(runtime: Runtime, incident: Incident): Promise<UpdateFormView> {
  const skeleton = await updateFormSkeleton(runtime, incident);
  const row = await runtime.storage.updates.of(incident.id);
  const nextAt = promisedAfter(runtime, incident, skeleton.nextAt ?? runtime.clock.now());
  const texts = row?.approved ?? row?.draft?.texts ?? (await draftUpdate(runtime, incident, { kind: 'update', nextAt })).texts;
  return { ...skeleton, fields: fieldsOf(runtime, texts) };
}

/** The form that corrects what an update told; the last one unless `sequence` says which. Throws UserError `no_update`. */
export async function correctionForm(runtime: Runtime, incident: Incident, sequence?: number): Promise<UpdateFormView> {
  const { storage, clock } = runtime;
  const text = await (sequence === undefined ? storage.updateTexts.last(incident.id) : storage.updateTexts.of(incident.id, sequence));
  if (!text)
    throw new UserError(
      'no_update',
      worded(({ incidents }) => incidents.nothingWasToldAboutYetThatCouldBe(incident.id)),
    );
  const corrects = { sequence: text.sequence, version: text.version };
  return { incident, fields: fieldsOf(runtime, text.texts), corrects, now: clock.now() };
}

function fieldsOf({ playbook }: Runtime, texts: ToldTexts): { language: Language; text: string }[] {
  return updateLanguages(playbook).map((language) => ({ language, text: pick(texts, language, playbook.team.language) }));
}
