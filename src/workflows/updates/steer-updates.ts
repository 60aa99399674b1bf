import { UserError } from '../../domain/errors.ts';
import { writtenAs } from '../../domain/incident/actor.ts';
import { pick } from '../../domain/language/pick.ts';
import { STATE_WORDS } from '../../domain/language/state-words.ts';
import { nextUpdateAt, offerUpdateAt } from '../../domain/updates/next-update-at.ts';
import type { ToldTexts } from '../../domain/updates/told-text.ts';
import { happened } from '../../events/happened.ts';
import { worded } from '../../languages/worded.ts';
import type { UpdateRow, UpdateTextRow } from '../../storage/index.ts';
import { type Change, type Changing, changeIncident } from '../incident/change-incident.ts';
import { saying, whoWasFirst } from '../incident/who-was-first.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { updateLanguages } from './draft-update.ts';
import { nameOfHeld, nameOfNext } from './name-of-next.ts';
import { closeOffer } from './offer-draft.ts';
import { queueUpdate } from './send-updates.ts';
import { surfacesOf, tellings } from './write-update.ts';

/** Which update the person saw as the next one. */
interface Seen {
  seen?: string | undefined;
}

/** Posts an update now, besides the regular ones: their clock goes on as it was. */
export async function postUpdateNow(runtime: Runtime, change: Change & Seen): Promise<{ sequence: number }> {
  return await steer(runtime, change, async (changing) => {
    const row = await running(changing);
    await mustBeSeen(changing, row, change);
    // What was approved says so already.
    if (row.approved === null)
      await closeOffer(runtime, changing.stores, changing.incident, row, { how: 'posted', by: writtenAs(change.actor) });
    return await postNow(runtime, changing, row, change);
  });
}

async function postNow(
  runtime: Runtime,
  { stores, incident, now }: Changing,
  row: UpdateRow & { nextAt: Date },
  change: Change,
): Promise<{ sequence: number }> {
  const sequence = row.sequence + 1;
  await stores.updates.count(incident.id, sequence);
  await queueUpdate(runtime, stores, incident, { sequence, nextAt: row.nextAt, row });
  await happened(runtime, stores, {
    incidentId: incident.id,
    at: now,
    kind: 'update.asked',
    actor: writtenAs(change.actor),
    data: { sequence },
  });
  return { sequence };
}

export interface Approved {
  /** When it goes out; absent for one that waited, and goes out now. */
  nextAt?: Date;
  isNow: boolean;
}

/**
 * Approves the next update, in these words or as it was drafted, or one that waits on some surface. Throws UserError `no_draft` where there is nothing to approve yet, `update_moved` when it
 * is another one than the person saw.
 */
export async function approveUpdate(
  runtime: Runtime,
  change: Change & Seen & { texts?: ToldTexts | undefined; now?: boolean | undefined },
): Promise<Approved> {
  return await steer(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const last = await stores.updateTexts.last(incident.id);
    const waits = last !== undefined && last.held.length > 0;
    if (waits && (change.seen === nameOfHeld(last) || (change.seen === undefined && change.texts === undefined)))
      return await release(runtime, changing, last, change);
    const row = await running(changing);
    await mustBeSeen(changing, row, change);
    const texts = complete(runtime, change.texts ?? row.draft?.texts);
    if (!texts)
      throw new UserError(
        'no_draft',
        worded(({ incidents }) => incidents.draftOfTheNextUpdateOfIsNotThereYet(incident.id)),
      );
    const by = writtenAs(change.actor);
    const text = texts[runtime.playbook.team.language] ?? Object.values(texts)[0] ?? '';
    await stores.updates.approve(incident.id, { texts, text, by });
    await happened(runtime, stores, {
      incidentId: incident.id,
      at: now,
      kind: 'update.edited',
      actor: by,
      data: { text, texts: { ...texts } },
    });
    await closeOffer(runtime, stores, incident, { ...row, approved: texts }, { how: 'approved', by });
    if (change.now !== true) return { nextAt: row.nextAt, isNow: false };
    await postNow(runtime, changing, { ...row, approved: texts, editedText: text, editedBy: by }, change);
    return { isNow: true };
  });
}

/** The same words for every language that was left out: nobody is told less. */
function complete({ playbook }: Runtime, texts: ToldTexts | undefined): ToldTexts | undefined {
  const written = Object.entries(texts ?? {}).flatMap(([language, text]) => (text.trim() === '' ? [] : [[language, text.trim()] as const]));
  const [first] = written;
  if (!first) return undefined;
  const known = new Map<string, string>(written);
  const own = known.get(playbook.team.language) ?? first[1];
  return {
    ...Object.fromEntries(updateLanguages(playbook).map((language) => [language, known.get(language) ?? own])),
    ...Object.fromEntries(known),
  };
}

async function release(runtime: Runtime, { stores, incident, now }: Changing, text: UpdateTextRow, change: Change): Promise<Approved> {
  const by = writtenAs(change.actor);
  if (!(await stores.updateTexts.approve(text.id, { by, at: now }))) return { isNow: true };
  const held = surfacesOf(runtime).filter((surface) => text.held.includes(surface));
  await stores.outbox.addMany(tellings(runtime, text, held), now);
  const data = { sequence: text.sequence };
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'update.approved', actor: by, data });
  runtime.waker.wake('outbox', now);
  return { isNow: true };
}

/** Puts other words in place of those that were told, on every surface. Throws UserError `corrected_meanwhile` when somebody else did since the person looked. */
export async function correctUpdate(
  runtime: Runtime,
  change: Change & { texts: ToldTexts; sequence: number; version: number },
): Promise<{ sequence: number }> {
  return await changeIncident(runtime, change, (changing) => correctIn(runtime, changing, { ...change, by: writtenAs(change.actor) }));
}

/** The same inside of a change. */
export async function correctIn(
  runtime: Runtime,
  { stores, incident, now }: Changing,
  { sequence, version, by, ...asked }: { texts: ToldTexts; sequence: number; version: number; by: string },
): Promise<{ sequence: number }> {
  const row = await stores.updateTexts.of(incident.id, sequence);
  const texts = complete(runtime, asked.texts);
  if (!row || !texts)
    throw new UserError(
      'no_update',
      worded(({ incidents }) => incidents.hasNoUpdateThatCouldBeCorrected(incident.id, sequence)),
    );
  const next = await stores.updateTexts.correct(row.id, version, { texts, by, at: now });
  if (next === undefined)
    throw new UserError(
      'corrected_meanwhile',
      worded(({ incidents }) => incidents.somebodyCorrectedUpdateOfSinceYou(sequence, incident.id)),
    );
  const corrected = { ...row, texts, version: next };
  await stores.outbox.addMany(
    tellings(
      runtime,
      corrected,
      surfacesOf(runtime).filter((surface) => !row.held.includes(surface)),
    ),
    now,
  );
  const data = { sequence, version: next, texts: { ...texts } };
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'update.corrected', actor: by, data });
  runtime.waker.wake('outbox', now);
  return { sequence };
}

/** Leaves out the next one; the one after it keeps its time. Each skip stands in the timeline with its actor. */
export async function skipUpdate(runtime: Runtime, change: Change & Seen): Promise<{ nextAt: string }> {
  return await steer(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const row = await running(changing);
    await mustBeSeen(changing, row, change);
    const { every, draftBefore } = runtime.playbook.updates;
    const nextAt = nextUpdateAt(incident.detectedAt, every[incident.severity], row.nextAt);
    const offerAt = offerUpdateAt(nextAt, draftBefore, now);
    await stores.updates.advance(incident.id, row.sequence, nextAt, offerAt);
    runtime.waker.wake('updates', offerAt ?? nextAt);
    await closeOffer(runtime, stores, incident, row, { how: 'skipped', by: writtenAs(change.actor) });
    const data = { skipped: row.nextAt.toISOString(), nextAt: nextAt.toISOString() };
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'update.skipped', actor: writtenAs(change.actor), data });
    return { nextAt: nextAt.toISOString() };
  });
}

/** The first wins: throws UserError when the next update is another one than the person saw, because somebody posted or skipped it. */
async function mustBeSeen({ stores, incident }: Changing, row: UpdateRow, { seen, actor }: Change & Seen): Promise<void> {
  if (seen === undefined || seen === nameOfNext(row)) return;
  const first = await whoWasFirst(stores, { incidentId: incident.id, kinds: ['update.skipped', 'update.asked'], asks: writtenAs(actor) });
  throw saying(
    first,
    new UserError(
      'update_moved',
      worded(({ incidents }) => incidents.thatUpdateOfWasPostedOrSkippedAlready(incident.id)),
    ),
  );
}

/** One that came due while its row was held was passed over: it is looked at right after. */
async function steer<T>(runtime: Runtime, change: Change, work: (changing: Changing) => Promise<T>): Promise<T> {
  try {
    return await changeIncident(runtime, change, work);
  } finally {
    runtime.waker.wake('updates', runtime.clock.now());
  }
}

/** The clock of the updates, held: one that comes due meanwhile waits for what is decided here. */
async function running({ stores, incident }: Changing): Promise<UpdateRow & { nextAt: Date }> {
  const row = await stores.updates.lock(incident.id);
  if (row?.nextAt) return { ...row, nextAt: row.nextAt };
  const why = incident.private ? worded(({ incidents }) => incidents.private) : STATE_WORDS[incident.state];
  throw new UserError(
    'no_updates',
    worded(({ incidents }, language) => incidents.incidentHasNoUpdatesToComeBecauseItIs(incident.id, pick(why, language))),
  );
}
