import type { ChatMessage, ChatView } from '../../../domain/chat/message.ts';
import { type Incident, incidentRef, isRole } from '../../../domain/incident/incident.ts';
import type {
  AnalysisDoneView,
  AnalysisNoteModalView,
  BoardRowView,
  BoardView,
  CheckView,
  RowReminderView,
} from '../../../views/analysis.ts';
import type { RolesView } from '../../../views/roles.ts';
import { NOTE_CALLBACK, NOTE_FIELDS, type NoteKept } from '../../actions/forms/analysis-note.ts';
import { textsIn } from '../../texts-in.ts';
import { title } from '../briefing/headline.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { actions, type Button, context, header, LIMITS, lineSections, message, plainText } from '../building-blocks/blocks.ts';
import { person, safe, safePlain } from '../building-blocks/escape.ts';
import { FIELD_ACTION } from '../building-blocks/ids.ts';
import { reasonText } from '../building-blocks/reasons.ts';
import type { Voice } from '../building-blocks/voice.ts';

const ROWS_MAX = 20;
const CHECKS_MAX = 20;
const MARK = { pending: '○', kept: '✓', missed: '✕', waived: '–' } as const;

/** A note longer than this belongs into a document. */
const NOTE_MAX = 2_000;

/** The rows of the analysis with their owners and what is left, and buttons for what is open. */
export function analysisBoard(voice: Voice, view: BoardView): ChatMessage {
  const t = voice.texts.analysis;
  const { incident } = view;
  const heading = t.title(incidentRef(incident));
  const rows = view.rows.slice(0, ROWS_MAX);
  if (rows.length === 0) return message([`${heading}:`, t.none], [header(heading), ...lineSections([t.none])]);
  const lines = rows.flatMap((row) => [
    rowLine(voice, row, view, voice.format.time),
    ...row.checks.slice(0, CHECKS_MAX).map((check) => checkLine(voice, check)),
  ]);
  const plain = rows.map((row) => `${rowLine(voice, row, view, voice.format.plainTime)};`);
  const open = rows.filter(isOpen);
  const untaken = open.filter(({ owner, who }) => owner === null && who !== 'bongsu');
  const checks = open.flatMap((row) => row.checks.slice(0, CHECKS_MAX)).filter(({ doneBy }) => doneBy === undefined);
  const make = (what: 'take' | 'tick' | 'run') => (item: { id: string }) => itemButton(voice, incident, what, item.id);
  const block = (name: string, buttons: (Button | undefined)[]) => actions(`analysis.${incident.id}.${name}`, buttons);
  return message(
    [`${heading}:`, ...plain],
    [
      header(heading),
      ...lineSections(lines),
      ...block('take', untaken.map(make('take'))),
      ...block('tick', open.filter((row) => row.checks.length === 0).map(make('tick'))),
      ...block('checks', checks.map(make('tick'))),
      ...block('run', open.filter(mayRun).map(make('run'))),
      ...context([hintOf(voice, rows)]),
    ],
  );
}

/** With rows that this team has: one that people go through, and one that is collected. */
function hintOf({ language, command }: Voice, rows: readonly BoardRowView[]): string {
  const t = textsIn(language).analysis;
  const theirs = rows.findLast(({ collectable }) => !collectable) ?? rows.at(-1);
  const ours = rows.find(({ collectable }) => collectable);
  return [...(theirs ? [t.hint(command, safe(theirs.id, 20))] : []), ...(ours ? [`\`analysis run ${safe(ours.id, 20)}\``] : [])].join(
    ' · ',
  );
}

function isOpen({ state }: BoardRowView): boolean {
  return state === undefined || state === 'pending' || state === 'missed';
}

function mayRun({ collectable, collection }: BoardRowView): boolean {
  return collectable && collection?.state !== 'collecting';
}

/**
 * `○ *G1* Kafka consumer logs · <@U0SORA> · due 14:20 · collected by itself 14:15`. The message stands for long between two edits: a time stays
 * true in it, what is left would not.
 */
function rowLine(voice: Voice, row: BoardRowView, { now, roles }: BoardView, time: (at: Date, now: Date) => string): string {
  const t = voice.texts.analysis;
  const state = row.state ?? 'pending';
  const due = row.dueAt ? voice.t.due(time(row.dueAt, now)) : voice.texts.response.allTheTime;
  const what = { pending: due, kept: t.kept, missed: t.missed, waived: t.waived }[state];
  const done = row.checks.filter(({ doneBy }) => doneBy !== undefined).length;
  const parts = [
    // Nobody has to be found any more for what is done or not needed.
    state === 'kept' || state === 'waived' ? row.owner && person(row.owner) : ownerText(voice, row, roles),
    what,
    ...(row.checks.length > 0 ? [t.checks(done, row.checks.length)] : []),
    ...(row.reason ? [reasonText(voice, row.reason)] : []),
    ...(isOpen(row) ? [collectionText(voice, row, (at) => time(at, now))] : []),
  ];
  return `${MARK[state]} *${safe(row.id, 20)}* ${voice.say(row.title, 150)} · ${parts.filter(Boolean).join(' · ')}`;
}

function collectionText(voice: Voice, { collection }: BoardRowView, time: (at: Date) => string): string {
  const t = voice.texts.analysis.collection;
  if (!collection) return '';
  if (collection.state === 'waiting') return collection.at ? t.waiting(time(collection.at)) : '';
  return t[collection.state];
}

function checkLine(voice: Voice, { id, title, owner, doneBy, note }: CheckView): string {
  const t = voice.texts.analysis;
  const who = doneBy === undefined ? (owner === null ? t.noOwner : person(owner)) : t.ticked(person(doneBy));
  const seen = note ? `: ${safe(note, 200)}` : '';
  return `        ${doneBy === undefined ? '○' : '✓'} *${safe(id, 60)}* ${voice.say(title, 150)} · ${who}${seen}`;
}

/** Whoever took it; else who can act by the playbook, by name when a role has a holder. */
function ownerText(voice: Voice, row: BoardRowView, roles: RolesView): string {
  const t = voice.texts.analysis;
  if (row.owner !== null) return person(row.owner);
  if (row.who === 'bongsu') return t.bongsu;
  const holder = row.who !== undefined && isRole(row.who) ? roles[row.who] : undefined;
  return holder === undefined ? t.noOwner : `${t.noOwner} (${person(holder)})`;
}

function itemButton(voice: Voice, incident: Incident, what: 'take' | 'tick' | 'run', id: string): Button | undefined {
  const t = voice.texts.analysis;
  const shown = safePlain(id, 40);
  const item = id.slice(0, 60);
  const label = { take: t.takeLabel, tick: t.tickLabel, run: t.runLabel }[what](shown, incidentRef(incident));
  const look = { text: t[what](shown), label };
  const of = { incident, subject: shown };
  // By its button a row is taken only while nobody has it.
  if (what === 'take') return commandButton({ ...of, command: 'analysis take', args: { item, seen: 'nobody' } }, look);
  if (what === 'tick') return commandButton({ ...of, command: 'analysis done', args: { item, ask: true } }, look);
  return commandButton({ ...of, command: 'analysis run', args: { item } }, look);
}

/** Whoever has something of a row is reminded of it, with a button for each; in the channel, that nobody has it. */
export function rowReminder(voice: Voice, { incident, row, checks, nobody, dueAt, now }: RowReminderView): ChatMessage {
  const t = voice.texts.analysis.reminder;
  const ref = incidentRef(incident);
  const id = safe(row.id, 20);
  const left = voice.format.duration(Math.max(0, dueAt.getTime() - now.getTime()));
  const say = (time: typeof voice.format.time) => (nobody ? t.nobody : t.yours)(id, voice.say(row.title, 150), ref, time(dueAt, now), left);
  const shown = checks.slice(0, CHECKS_MAX);
  const items = shown.map(({ id: check, title }) => `• *${safe(check, 60)}* ${voice.say(title, 150)}`);
  const buttons = (shown.length > 0 ? shown : [row]).map((item) => itemButton(voice, incident, nobody ? 'take' : 'tick', item.id));
  return message(
    [say(voice.format.plainTime), ...items],
    [
      ...lineSections([say(voice.format.time), ...items]),
      ...actions(`reminder.${incident.id}.${id}`, buttons),
      ...context([`${ref} ${title(voice, incident)}`, (nobody ? t.take : t.done)(voice.command, ref, safe(shown[0]?.id ?? row.id, 60))]),
    ],
  );
}

/** Confirms privately what was done on the board. */
export function analysisDone(voice: Voice, view: AnalysisDoneView): ChatMessage {
  const text = doneText(voice, view);
  return message([text], lineSections([text]));
}

function doneText(voice: Voice, view: AnalysisDoneView): string {
  const t = voice.texts.analysis.done;
  const ref = incidentRef(view.incident);
  const item = safe(view.item, 60);
  if (view.done === 'taken') return t.taken(item, ref, person(view.owner));
  if (view.done === 'asked') return t.asked(item, ref);
  if (view.done === 'accepted') return (view.late ? t.tickedLate : t.accepted)(item, ref);
  return [(view.late ? t.tickedLate : t.ticked)(item, ref), ...(view.left > 0 ? [t.left(view.left)] : [])].join(' ');
}

/** The form that ticks something with a note. */
export function analysisNoteModal(voice: Voice, { incident, item, title }: AnalysisNoteModalView): ChatView {
  const t = voice.texts.analysis.form;
  return {
    type: 'modal',
    callback_id: NOTE_CALLBACK,
    title: plainText(t.title, LIMITS.viewTitle),
    submit: plainText(t.submit, LIMITS.viewTitle),
    close: plainText(voice.t.modal.close, LIMITS.viewTitle),
    private_metadata: JSON.stringify({ incident: incident.id, item: item.slice(0, 60) } satisfies NoteKept),
    blocks: [
      ...lineSections([`*${safe(item, 60)}* ${voice.say(title, 150)}`]),
      {
        type: 'input',
        block_id: NOTE_FIELDS.note,
        label: plainText(t.label, LIMITS.label),
        hint: plainText(t.hint, LIMITS.label),
        element: { type: 'plain_text_input', action_id: FIELD_ACTION, multiline: true, max_length: NOTE_MAX, focus_on_load: true },
        optional: true,
      },
    ],
  };
}
