import { incidentRef } from '../../domain/incident.ts';
import type { ChatMessage } from '../../domain/message.ts';
import type { AcknowledgedView, EscalatedView, HandedOverView, PageTextView } from '../../domain/views.ts';
import { RESPONSE_TEXTS } from '../texts/response.ts';
import { lineSections, message } from './blocks.ts';
import { cut, oneLine, person, webAddress } from './escape.ts';
import { title } from './headline.ts';
import type { Voice } from './voice.ts';

const PEOPLE_MAX = 20;
/** Texts for SMS and voice are short by what an SMS holds. */
const SHORT_MAX = 160;

/** Who was called, in the incident's channel. */
export function escalatedNotice(voice: Voice, view: EscalatedView): ChatMessage {
  const t = RESPONSE_TEXTS[voice.language];
  const ref = incidentRef(view.incident);
  const level = voice.t.level[view.level];
  const people = view.users.slice(0, PEOPLE_MAX).map(person).join(', ');
  if (view.users.length === 0) return said(t.escalatedNobody(ref, level));
  return said(view.by === undefined ? t.escalated(ref, level, people) : t.escalatedBy(ref, level, people, person(view.by)));
}

export function acknowledgedNotice(voice: Voice, view: AcknowledgedView): ChatMessage {
  return said(RESPONSE_TEXTS[voice.language].acknowledged(incidentRef(view.incident), voice.t.level[view.level], person(view.by)));
}

/** Somebody did not answer or could not help, and who is asked next. */
export function handedOverNotice(voice: Voice, view: HandedOverView): ChatMessage {
  const t = RESPONSE_TEXTS[voice.language];
  const ref = incidentRef(view.incident);
  if (view.to === undefined) return said(t.nobodyLeft(ref, voice.t.level[view.level]));
  return said((view.asked ? t.passedOn : t.handedOver)(ref, person(view.from), person(view.to)));
}

/** A page without Slack: the whole text for mail, and one sentence for SMS and for being read aloud. */
export function pageText(voice: Voice, view: PageTextView): { text: string; short: string } {
  const t = RESPONSE_TEXTS[voice.language];
  const { incident } = view;
  const severity = voice.t.severity[incident.severity];
  const ref = incidentRef(incident);
  const plainTitle = oneLine(incident.title) || voice.t.noTitle;
  const url = webAddress(view.bridgeUrl);
  const lines = [t.pageText(severity, plainTitle, ref, voice.t.level[view.level]), ...(url ? [t.bridge(url)] : []), t.acknowledgeInSlack];
  return { text: lines.join('\n'), short: cut(t.pageShort(severity, ref, plainTitle), SHORT_MAX) };
}

/** Texts whose only markup is mentions made by `person` and our own code marks. */
export function said(text: string): ChatMessage {
  return message([text], lineSections([text]));
}

/** The same with the incident's title for the notification. */
export function saidOf(voice: Voice, incident: EscalatedView['incident'], lines: readonly string[]): ChatMessage {
  return message([...lines, `${title(voice, incident)}.`], lineSections(lines));
}
