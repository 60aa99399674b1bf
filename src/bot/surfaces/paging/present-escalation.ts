import type { ChatMessage } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import type { AcknowledgedView, EscalatedView } from '../../../views/paging.ts';
import { title } from '../briefing/headline.ts';
import { lineSections, message } from '../building-blocks/blocks.ts';
import { person } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

const PEOPLE_MAX = 20;

/** Who was called, in the incident's channel. */
export function escalatedNotice(voice: Voice, view: EscalatedView): ChatMessage {
  const t = voice.texts.response;
  const ref = incidentRef(view.incident);
  const toLevel = voice.t.toLevel[view.level];
  const people = view.users.slice(0, PEOPLE_MAX).map(person).join(', ');
  const own = voice.texts.paging;
  const have = (view.have ?? []).slice(0, PEOPLE_MAX).map(person).join(', ');
  if (view.users.length === 0) return said(have === '' ? t.escalatedNobody(ref, toLevel) : own.escalatedHave(ref, toLevel, have));
  const called = view.by === undefined ? t.escalated(ref, toLevel, people) : t.escalatedBy(ref, toLevel, people, person(view.by));
  return said(have === '' ? called : `${called}\n${own.haveAlready(have)}`);
}

export function acknowledgedNotice(voice: Voice, view: AcknowledgedView): ChatMessage {
  return said(voice.texts.response.acknowledged(incidentRef(view.incident), voice.t.level[view.level], person(view.by)));
}

/** Texts whose only markup is mentions made by `person` and our own code marks. */
export function said(text: string): ChatMessage {
  return message([text], lineSections([text]));
}

/** The same with the incident's title for the notification. */
export function saidOf(voice: Voice, incident: EscalatedView['incident'], lines: readonly string[]): ChatMessage {
  return message([...lines, `${title(voice, incident)}.`], lineSections(lines));
}
