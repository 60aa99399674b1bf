import type { ChatMessage } from '../../../domain/chat/message.ts';
import { type Incident, incidentRef } from '../../../domain/incident/incident.ts';
import type { FollowUpReminderView, FollowUpsView, FollowUpView, ReviewDoneView } from '../../../views/review.ts';
import { title } from '../briefing/headline.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { actions, type Button, context, header, lineSections, message } from '../building-blocks/blocks.ts';
import { person, safe } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

const ROWS_MAX = 20;
const MARK = { open: '○', done: '✓', cancelled: '–' } as const;

/** Every follow-up of an incident, with a button for each that is open. */
export function followUps(voice: Voice, view: FollowUpsView): ChatMessage {
  const t = voice.texts.review.followUp;
  const { incident, now } = view;
  const heading = t.title(incidentRef(incident));
  const shown = view.followUps.slice(0, ROWS_MAX);
  const lines = shown.map(
    (followUp) => `${MARK[followUp.state]} *${safe(followUp.id, 20)}* ${followUpText(voice, followUp, now, voice.format.time)}`,
  );
  const plain = shown.map((followUp) => `${safe(followUp.id, 20)} ${followUpText(voice, followUp, now, voice.format.plainTime)};`);
  if (lines.length === 0) return message([`${heading}:`, t.none], lineSections([`*${heading}*`, t.none]));
  const buttons = shown.filter(({ state }) => state === 'open').map((followUp) => doneButton(voice, incident, followUp));
  const example = shown.find(({ state }) => state === 'open') ?? shown[0];
  return message(
    [`${heading}:`, ...plain],
    [
      header(heading),
      ...lineSections(lines),
      ...actions(`follow-ups.${incident.id}`, buttons),
      ...context(example ? [t.hint(voice.command, safe(example.id, 20))] : []),
    ],
  );
}

function followUpText(voice: Voice, followUp: FollowUpView, now: Date, time: (at: Date, now: Date) => string): string {
  const t = voice.texts.review.followUp;
  const { state, dueAt } = followUp;
  const late = now.getTime() - dueAt.getTime();
  const due = time(dueAt, now);
  const open = late > 0 ? t.overdue(due, voice.format.duration(late)) : t.open(due);
  const what = { open, done: t.done(followUp.doneBy ? person(followUp.doneBy) : '–'), cancelled: t.cancelled }[state];
  return `${voice.say(followUp.title, 200)} · ${owner(voice, followUp)} · ${what}`;
}

function owner(voice: Voice, followUp: FollowUpView): string {
  return followUp.owner === null ? voice.texts.review.followUp.noOwner : person(followUp.owner);
}

function doneButton(voice: Voice, incident: Incident, { id }: FollowUpView): Button | undefined {
  const t = voice.texts.review.followUp;
  const row = safe(id, 20);
  return commandButton(
    { command: 'followups done', subject: row, incident, args: { row: id.slice(0, 20) } },
    { text: t.button(row), label: t.buttonLabel(row, incidentRef(incident)) },
  );
}

/** Reminds the owner before it is due and when it is, or tells the lead that it is overdue. */
export function followUpReminder(voice: Voice, view: FollowUpReminderView): ChatMessage {
  const t = voice.texts.review.followUp;
  const { incident, followUp, kind, now } = view;
  const ref = incidentRef(incident);
  const row = safe(followUp.id, 20);
  const say = (time: (at: Date, now: Date) => string) => t.kind[kind](row, voice.say(followUp.title, 200), ref, time(followUp.dueAt, now));
  const whose = t.owner(owner(voice, followUp));
  const next = followUp.owner === null ? t.take(voice.command, ref, row) : kind === 'overdue' ? t.lead : t.later(voice.command, ref, row);
  return message(
    [say(voice.format.plainTime), whose, `${title(voice, incident)}.`],
    [
      ...lineSections([say(voice.format.time), whose]),
      ...actions(`follow-up.${incident.id}.${row}`, [doneButton(voice, incident, followUp)]),
      ...context([`${ref} ${title(voice, incident)}`, next]),
    ],
  );
}

/** Told to the channel: one is done, or has another owner. */
export function followUpChanged(voice: Voice, view: { incident: Incident; followUp: FollowUpView; by: string }): ChatMessage {
  const t = voice.texts.review.followUp;
  const { incident, followUp, by } = view;
  const parts = [safe(followUp.id, 20), voice.say(followUp.title, 200), incidentRef(incident)] as const;
  const text = followUp.state === 'done' ? t.isDone(...parts, person(by)) : t.isAssigned(...parts, owner(voice, followUp), person(by));
  return message([text], lineSections([text]));
}

/** Confirms privately what was done to a retrospective or a follow-up. */
export function reviewDone(voice: Voice, view: ReviewDoneView): ChatMessage {
  return message([doneText(voice, view, voice.format.plainTime)], lineSections([doneText(voice, view, voice.format.time)]));
}

function doneText(voice: Voice, view: ReviewDoneView, time: (at: Date, now: Date) => string): string {
  const t = voice.texts.review.done;
  const ref = incidentRef(view.incident);
  switch (view.done) {
    case 'accepted':
      return t.accepted(ref, time(view.startsAt, view.now));
    case 'proposed':
      return t.proposed(ref, time(view.proposedAt, view.now));
    case 'moved':
      return [t.moved(ref, time(view.startsAt, view.now)), ...(view.late ? [t.movedLate(safe(view.row, 20))] : [])].join(' ');
    case 'held':
      return (view.late ? t.heldLate : t.held)(ref, safe(view.row, 20));
    case 'follow-up-done':
      return t.followUpDone(safe(view.row, 20), ref);
    case 'follow-up-was-done':
      return view.before === 'reader'
        ? t.followUpWasYours(safe(view.row, 20), ref)
        : t.followUpWasDone(safe(view.row, 20), ref, person(view.before.by));
    case 'follow-up-assigned':
      return t.followUpAssigned(safe(view.row, 20), ref, person(view.owner));
  }
}
