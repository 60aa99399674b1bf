import type { ChatBlock, ChatMessage, ChatView } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import { pick } from '../../../domain/language/pick.ts';
import type {
  RetroCancelledView,
  RetroMail,
  RetroMailView,
  RetroModalView,
  RetroProposalView,
  RetroReminderView,
  RetroView,
} from '../../../views/review.ts';
import { RETRO_CALLBACK, RETRO_FIELDS, type RetroKept } from '../../actions/forms/retro.ts';
import { fullTitle, title } from '../briefing/headline.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { actions, button, context, header, LIMITS, lineSections, message, plainText, section } from '../building-blocks/blocks.ts';
import { cut, link, oneLine, person, plainAddress, safe, safePlain, webAddress } from '../building-blocks/escape.ts';
import { fill } from '../building-blocks/fill.ts';
import { FIELD_ACTION, linkAction } from '../building-blocks/ids.ts';
import { reasonText } from '../building-blocks/reasons.ts';
import type { Voice } from '../building-blocks/voice.ts';

const PEOPLE_MAX = 40;
const SUBJECT_MAX = 150;

/** The invitation in the incident's channel: when, where, who, and two buttons. An older one says what became of it and has none. */
export function retroInvite(voice: Voice, view: RetroView): ChatMessage {
  const t = voice.texts.review.retro;
  const ref = incidentRef(view.incident);
  const name = `${t.title(ref)} ${title(voice, view.incident)}`;
  const over = { moved: t.replaced, held: t.held, cancelled: t.cancelled, planned: undefined }[view.state];
  if (over) return message([over(name)], [...lineSections([over(name)]), ...context([timeRange(voice, view)])]);
  const { incident } = view;
  const url = webAddress(view.joinUrl);
  const buttons = [
    commandButton({ command: 'retro accept', incident }, { text: t.accept, label: t.acceptLabel(ref), style: 'primary' }),
    commandButton({ command: 'retro propose', incident }, { text: t.propose, label: t.proposeLabel(ref) }),
    url ? button({ action: linkAction('retro'), text: t.join, label: t.joinLabel(ref), url }) : undefined,
  ];
  return message(
    [view.movedBy && t.movedBy(person(view.movedBy)), plainLead(voice, view), ...lateLines(voice, view), plainPeople(voice, view)],
    [...body(voice, view), ...actions(`retro.${view.incident.id}`, buttons), ...context([t.hint(voice.command)])],
  );
}

/** The meeting as it stands, privately. */
export function retroStatus(voice: Voice, view: RetroView): ChatMessage {
  const t = voice.texts.review.retro;
  const ref = incidentRef(view.incident);
  const state = { held: t.held(t.title(ref)), cancelled: t.cancelled(t.title(ref)), planned: undefined, moved: undefined }[view.state];
  return message(
    [state, plainLead(voice, view)],
    [...body(voice, view), ...(state ? [section(state)] : []), ...context([t.hint(voice.command)])],
  );
}

function body(voice: Voice, view: RetroView): ChatBlock[] {
  const t = voice.texts.review.retro;
  const moved = view.movedBy ? [t.movedBy(person(view.movedBy))] : [];
  const lines = [
    ...moved,
    `*${t.when}:* ${timeRange(voice, view)}`,
    `*${t.where}:* ${plainAddress(view.joinUrl) ? link(view.joinUrl, t.join) : t.nowhere}`,
    `*${t.who}:* ${people(voice, view)}`,
    ...optionalLines(voice, view),
    ...absentLines(voice, view),
    ...lateLines(voice, view),
  ];
  const lead = `🗓 ${t.title(incidentRef(view.incident))} · `;
  const heading = lead + safePlain(fullTitle(voice, view.incident), LIMITS.header - lead.length, voice.t.noTitle);
  return [header(heading), ...lineSections(lines)];
}

function timeRange(voice: Voice, { startsAt, endsAt, now }: Pick<RetroView, 'startsAt' | 'endsAt' | 'now'>): string {
  const minutes = Math.round((endsAt.getTime() - startsAt.getTime()) / 60_000);
  const length = minutes > 0 ? ` (${voice.texts.review.retro.length(minutes)})` : '';
  return `${voice.format.dayAndTime(startsAt, now)}${length}`;
}

function people(voice: Voice, { invitees }: RetroView): string {
  return answers(
    voice,
    invitees.filter(({ optional }) => !optional),
  );
}

function answers(voice: Voice, invitees: RetroView['invitees']): string {
  const t = voice.texts.review.retro;
  const mark = { accepted: ` ${t.accepted}`, proposed: ` ${t.proposed}` };
  const shown = invitees.slice(0, PEOPLE_MAX).map(({ user, answer }) => `${person(user)}${answer === null ? '' : mark[answer]}`);
  const more = invitees.length > PEOPLE_MAX ? [`+${invitees.length - PEOPLE_MAX}`] : [];
  return shown.length === 0 ? t.nobody : voice.t.list([...shown, ...more]);
}

function optionalLines(voice: Voice, { invitees }: RetroView): string[] {
  const optional = invitees.filter((invitee) => invitee.optional);
  return optional.length === 0 ? [] : [`*${voice.texts.review.retro.optional}:* ${answers(voice, optional)}`];
}

/** Who cannot come, and why. */
function absentLines(voice: Voice, { absent }: RetroView): string[] {
  const t = voice.texts.review.retro;
  const shown = absent.slice(0, PEOPLE_MAX).map(({ user, because }) => `${person(user)} (${t.because[because]})`);
  const more = absent.length > PEOPLE_MAX ? [`+${absent.length - PEOPLE_MAX}`] : [];
  return absent.length === 0 ? [] : [t.absent(voice.t.list([...shown, ...more]))];
}

/** To somebody who has not answered; or to whoever leads, when nobody has accepted. */
export function retroReminder(voice: Voice, view: RetroReminderView): ChatMessage {
  const t = voice.texts.review.retro;
  const { incident, kind, now, startsAt } = view;
  const ref = incidentRef(incident);
  const name = title(voice, incident);
  const say = (time: (at: Date, since: Date) => string) => t.reminder[kind](ref, name, time(startsAt, now), voice.command);
  const buttons =
    kind === 'unanswered'
      ? [
          commandButton({ command: 'retro accept', incident }, { text: t.accept, label: t.acceptLabel(ref), style: 'primary' }),
          commandButton({ command: 'retro propose', incident }, { text: t.propose, label: t.proposeLabel(ref) }),
        ]
      : [];
  const lines = [say(voice.format.dayAndTime), ...absentLines(voice, view)];
  return message([say(voice.format.plainTime)], [...lineSections(lines), ...actions(`retro.reminder.${incident.id}`, buttons)]);
}

/** Mentions in the fallback text too, so that a notification says that it is for you. */
function plainPeople(voice: Voice, view: RetroView): string {
  return `${voice.texts.review.retro.who}: ${people(voice, view)}`;
}

function lateLines(voice: Voice, { row, late }: RetroView): string[] {
  return late === undefined ? [] : [voice.texts.review.retro.late(safe(row, 20), reasonText(voice, late, 300))];
}

/** The playbook's own sentence, filled in. */
function plainLead(voice: Voice, view: RetroView): string {
  const ref = incidentRef(view.incident);
  const own = voice.texts.review.retro.lead(ref, title(voice, view.incident));
  const meeting = [voice.format.plainTime(view.startsAt, view.now), plainAddress(view.joinUrl)].filter(Boolean).join(' ');
  if (!view.text) return `${own} ${meeting}`;
  const values = { number: String(view.incident.id), title: title(voice, view.incident), service: voice.serviceName, meeting };
  return fill(safe(pick(view.text, voice.language), 500), values);
}

/** What the calendar entry and the mail around it say: plain text, for programs that escape by themselves. */
export function retroMail(voice: Voice, view: RetroMailView): RetroMail {
  const t = voice.texts.review.retro;
  const { incident, state, joinUrl } = view;
  const ref = incidentRef(incident);
  const name = fullTitle(voice, incident) || voice.t.noTitle;
  const summary = cut(t.mailSubject(ref, name), SUBJECT_MAX);
  const subject = state === 'cancelled' ? t.mailCancelled(summary) : view.movedBy ? t.mailMoved(summary) : summary;
  const meeting = [voice.format.plainTime(view.startsAt, view.now), webAddress(joinUrl)].filter(Boolean).join(' ');
  const values = { number: String(incident.id), title: name, service: oneLine(pick(voice.service.name, voice.language)), meeting };
  const lead = view.text ? fill(oneLine(pick(view.text, voice.language)), values) : `${t.lead(ref, name)} ${meeting}`;
  const url = webAddress(joinUrl);
  const why =
    state === 'cancelled'
      ? [t.mailCancelledWhy]
      : [view.optional ? t.mailWhyOptional : t.mailWhy, ...(url ? [t.mailMeeting(url)] : []), t.mailAnswer];
  const text = [lead, '', ...why].join('\n');
  return { subject, text, summary, description: text, location: url ?? t.nowhere };
}

/** Somebody would rather meet at another time; a lead moves the meeting there with the button. */
export function retroProposal(voice: Voice, view: RetroProposalView): ChatMessage {
  const t = voice.texts.review.retro;
  const { incident, now } = view;
  const ref = incidentRef(incident);
  const say = (time: (at: Date, now: Date) => string) =>
    t.proposal(person(view.by), ref, time(view.proposedAt, now), time(view.startsAt, now));
  const args = { at: moment(view.proposedAt), seen: moment(view.startsAt) };
  const move = commandButton({ command: 'retro move', incident, args }, { text: t.moveThere, label: t.moveThereLabel(ref) });
  return message(
    [say(voice.format.plainTime)],
    [...lineSections([say(voice.format.dayAndTime)]), ...actions(`retro.proposal.${incident.id}`, [move])],
  );
}

export function retroCancelled(voice: Voice, { incident, startsAt, now }: RetroCancelledView): ChatMessage {
  const t = voice.texts.review.retro;
  const ref = incidentRef(incident);
  return message(
    [t.cancelledNotice(ref, voice.format.plainTime(startsAt, now))],
    lineSections([t.cancelledNotice(ref, voice.format.dayAndTime(startsAt, now))]),
  );
}

/** The form that proposes another time, with the planned one filled in. */
export function retroModal(voice: Voice, { incident, startsAt }: RetroModalView): ChatView {
  const t = voice.texts.review.retro;
  const seconds = Math.round(startsAt.getTime() / 1_000);
  const initial = seconds >= 1_000_000_000 && seconds <= 9_999_999_999 ? { initial_date_time: seconds } : {};
  return {
    type: 'modal',
    callback_id: RETRO_CALLBACK,
    title: plainText(t.formTitle, LIMITS.viewTitle),
    submit: plainText(t.formSubmit, LIMITS.viewTitle),
    close: plainText(voice.t.modal.close, LIMITS.viewTitle),
    private_metadata: JSON.stringify({ incident: incident.id } satisfies RetroKept),
    blocks: [
      {
        type: 'input',
        block_id: RETRO_FIELDS.moment,
        label: plainText(t.formLabel, LIMITS.label),
        hint: plainText(t.formHint, LIMITS.label),
        element: { type: 'datetimepicker', action_id: FIELD_ACTION, ...initial },
      },
    ],
  };
}

/** As the `retro move` command reads it. */
function moment(at: Date): string {
  return Number.isFinite(at.getTime()) ? at.toISOString() : '';
}
