import type { ChatMessage } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import type { PageTrouble } from '../../../domain/paging/page.ts';
import type { HandedOverView, HeldView, NotInvitedView, ReachedView, UnreachedView } from '../../../views/paging.ts';
import { actions, lineSections, message } from '../building-blocks/blocks.ts';
import { person } from '../building-blocks/escape.ts';
import { escalateButton, moveButton } from '../building-blocks/incident-buttons.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { problemLine } from '../incident/problems.ts';
import { said } from './present-escalation.ts';

/** More people than this are counted, not named. */
const PEOPLE_MAX = 20;

/** More values that do not tell anything are counted, not named. */
const SILENT_MAX = 8;

/** Somebody did not answer, could not help, cannot be paged or sleeps, and who is asked next. */
export function handedOverNotice(voice: Voice, { incident, level, from, to, why, trouble, forPerson, now }: HandedOverView): ChatMessage {
  const t = voice.texts.response;
  const own = voice.texts.paging;
  const ref = incidentRef(incident);
  if (why === 'silent' || why === 'asked') {
    if (to === undefined) return said(t.nobodyLeft(ref, voice.t.level[level]));
    return said((why === 'asked' ? t.passedOn : t.handedOver)(ref, person(from), person(to)));
  }
  const words = troubleText(voice, trouble ?? { why: 'elsewhere' }, now);
  if (forPerson) return said(own.personTrouble(ref, person(from), words));
  if (to === undefined) return said((why === 'refused' ? own.refusedNobody : own.quietNobody)(ref, person(from), words));
  return said((why === 'refused' ? own.refusedTo : own.quietTo)(ref, person(from), words, person(to)));
}

/** Nobody can be reached: who was tried, why in vain, and what people can do themselves. */
export function unreachedNotice(voice: Voice, { incident, people, now }: UnreachedView): ChatMessage {
  const t = voice.texts.paging;
  const ref = incidentRef(incident);
  const tried = people.flatMap(({ user, trouble }) => (trouble ? [`• ${person(user)} ${troubleText(voice, trouble, now)}`] : []));
  const more = tried.length > PEOPLE_MAX ? [`• +${tried.length - PEOPLE_MAX}`] : [];
  const head = people.length === 0 ? t.unreachedNobody(ref) : t.unreached(ref);
  const lines = [head, ...tried.slice(0, PEOPLE_MAX), ...more, t.unreachedAdvice(voice.command)];
  return message([head.replaceAll('*', '')], lineSections(lines));
}

export function reachedNotice(voice: Voice, { incident, user }: ReachedView): ChatMessage {
  return said(voice.texts.paging.reached(incidentRef(incident), person(user)));
}

/** Escalation waits while everything is well: what waits for what, and the buttons that end it. */
export function heldNotice(voice: Voice, { incident, next, measured, silent }: HeldView): ChatMessage {
  const t = voice.texts.paging;
  const named = silent.slice(0, SILENT_MAX).map((title) => voice.say(title, 60));
  const more = silent.length > SILENT_MAX ? [`+${silent.length - SILENT_MAX}`] : [];
  const lines = [
    (measured ? t.held : t.heldByAlerts)(incidentRef(incident)),
    ...(next ? [t.heldNext(voice.t.level[next.level])] : []),
    ...(named.length > 0 ? [t.heldSilent([...named, ...more].join(', '))] : []),
    t.heldAsk,
  ];
  const buttons = [moveButton(voice, incident, 'mitigated'), ...(next ? [escalateButton(voice, incident, next)] : [])];
  return message(lines.slice(0, 2), [...lineSections(lines), ...actions(`held.${incident.id}`, buttons)]);
}

export function notInvitedNotice(voice: Voice, { people, code }: NotInvitedView): ChatMessage {
  return said(problemLine(voice, { part: 'invite', code, text: '', retrying: false, people }));
}

/** Why somebody could not be paged, to stand after their name. */
function troubleText(voice: Voice, { why, until, said: words, code }: PageTrouble, now: Date): string {
  const t = voice.texts.paging;
  if (why === 'quiet') return until === undefined ? t.quiet : t.quietUntil(voice.format.time(new Date(until), now));
  if (why === 'failing') return t.failing(words === undefined ? (code ?? '?') : voice.say(words, 200).replace(/[.。]$/, ''));
  return t.trouble[why];
}
