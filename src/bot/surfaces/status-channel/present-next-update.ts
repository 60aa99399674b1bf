import type { ChatMessage } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import type { NextUpdateView, SurfaceView, ToldUpdateView } from '../../../views/updates.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { actions, lineSections, message } from '../building-blocks/blocks.ts';
import { person, safe, safeLines } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** When the next regular update goes out, what it will say, the buttons to send or skip it; and what the last one told, with its state on every surface. */
export function nextUpdate(voice: Voice, view: NextUpdateView): ChatMessage {
  const t = voice.texts.response;
  const u = voice.texts.updates;
  const { incident, nextAt, edited } = view;
  const ref = incidentRef(incident);
  const told = view.told ? toldLines(voice, view.told) : [];
  const correct = view.told
    ? commandButton(
        { command: 'update correct', subject: `${view.told.sequence}`, incident, args: { sequence: view.told.sequence } },
        { text: u.correct, label: u.correctLabel(ref, view.told.sequence) },
      )
    : undefined;
  if (nextAt === undefined)
    return message(
      [t.updateStopped(ref), ...told],
      [...lineSections([t.updateStopped(ref)]), ...lineSections(told), ...actions(`update.${incident.id}`, [correct])],
    );
  const when = (time: typeof voice.format.time) => t.updateNext(ref, time(nextAt, view.now));
  const text = edited ? [t.updateEdited(person(edited.by)), quoted(edited.text)] : [];
  const asked = { incident, args: { seen: view.seen } };
  const write = commandButton({ command: 'update', incident, args: {} }, { text: u.edit, label: u.editLabel(ref) });
  const post = commandButton({ command: 'update now', ...asked }, { text: t.postNow, label: t.postNowLabel(ref), style: 'primary' });
  const skip = commandButton({ command: 'update skip', ...asked }, { text: t.skipOnce, label: t.skipOnceLabel(ref) });
  return message(
    [when(voice.format.plainTime), ...text, ...told],
    [
      ...lineSections([when(voice.format.time), ...text]),
      ...lineSections(told),
      ...actions(`update.${incident.id}`, [post, write, skip, correct]),
    ],
  );
}

/** What was told, who stands for it, and where it is. */
function toldLines(voice: Voice, { sequence, text, approvedBy, correctedBy, deliveries }: ToldUpdateView): string[] {
  const u = voice.texts.updates;
  const by = approvedBy === undefined ? u.asDrafted : u.approvedBy(person(approvedBy));
  const corrected = correctedBy === undefined ? [] : [u.correctedBy(person(correctedBy))];
  return [`*${u.toldHead(sequence)}*`, quoted(text), [by, ...corrected].join(' '), ...deliveries.map((one) => deliveryLine(voice, one))];
}

/** `✓ status page: told` */
function deliveryLine({ texts: { updates: u } }: Voice, { surface, place, state, error }: SurfaceView): string {
  const why = error === undefined ? '' : ` (${safe(error, 200)})`;
  const where = place === undefined ? u.surface[surface] : safe(place, 80);
  return `${MARKS[state]} ${where}: ${surface === 'social' && state === 'held' ? u.waitsForSecond : u.delivery[state]}${why}`;
}

/** Shapes that differ without colour; the word stands beside them. */
const MARKS: Record<SurfaceView['state'], string> = {
  sent: '✓',
  waiting: '…',
  failed: '✕',
  held: '‖',
  skipped: '–',
  declined: '–',
  missed: '✕',
  withdrawn: '–',
};

function quoted(text: string): string {
  return `>${safeLines(text, 2_000).replaceAll('\n', '\n>')}`;
}
