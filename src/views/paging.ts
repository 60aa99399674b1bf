import type { ChatMessage } from '../domain/chat/message.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import type { OncallLevel } from '../domain/oncall/levels.ts';
import type { PageEnd, PageTrouble } from '../domain/paging/page.ts';
import type { ReadingView } from './readings.ts';

/** Pages and what is said of them, as plain data. People by Slack user id. */

/** The direct message that wants an acknowledgement. */
export interface PageView {
  incident: Incident;
  level: OncallLevel;
  channelId?: string;
  bridgeUrl?: string;
  /** The worst first; the page shows up to three that are not normal. */
  readings: readonly ReadingView[];
  /** 1 for the first page, 2 and more for a repetition. */
  attempt?: number;
  /** Which one it is, for the buttons that answer it; it has none otherwise. */
  pageId?: number;
  /** Who asked for this person, when it was not the clock. */
  askedBy?: string;
  /** The same by name, for ways that know nobody's id. */
  askedByName?: string;
  reason?: string;
  /** Who has the incident already, although this page calls for more people. */
  has?: { user: string; name: string; at: Date };
  /** Set once somebody took it: the message is then edited and loses its button. */
  acknowledged?: { by: string; at: Date };
  /** The incident ended for it: nobody has to answer any more. */
  over?: { as: PageEnd; at: Date };
  /** It is an edit: numbers that nobody reads anew would only be wrong later. */
  edited?: true;
  now: Date;
}

/** A page in plain words, for ways other than Slack. */
export interface PageText {
  /** One line: of a mail, or of an alert among others. */
  subject: string;
  /** The whole of it. */
  text: string;
  /** One sentence of at most 160 characters, for SMS and for being read aloud. */
  short: string;
}

/** What "Escalate now" does. */
export interface NextEscalation {
  /** Index of the step that it takes. */
  step: number;
  level: OncallLevel;
}

/** The next level was called; `by` when a person did it. */
export interface EscalatedView {
  incident: Incident;
  level: OncallLevel;
  users: readonly string[];
  /** People of the level who have the incident already and are not called again. */
  have?: readonly string[];
  by?: string;
  now: Date;
}

export interface AcknowledgedView {
  incident: Incident;
  level: OncallLevel;
  by: string;
  now: Date;
}

export interface HandedOverView {
  incident: Incident;
  level: OncallLevel;
  from: string;
  /** Absent when nobody is left to ask. */
  to?: string;
  /** `silent`: they have not answered. `asked`: they said that they cannot help. `refused`: they cannot be paged. `quiet`: they sleep. */
  why: 'silent' | 'asked' | 'refused' | 'quiet';
  /** Of `refused` and `quiet`. */
  trouble?: PageTrouble;
  /** They were asked for by name: nobody stands in for them. */
  forPerson?: boolean;
  now: Date;
}

/** Nobody can be reached. */
export interface UnreachedView {
  incident: Incident;
  /** Who was tried, and why in vain. */
  people: readonly { user: string; trouble?: PageTrouble }[];
  now: Date;
}

/** Somebody was reached after all. */
export interface ReachedView {
  incident: Incident;
  user: string;
  now: Date;
}

/** People who were paged could not be let into the incident's channel; `code` is Slack's word for why. */
export interface NotInvitedView {
  incident: Incident;
  people: readonly string[];
  code: string;
}

/** Escalation waits while everything is well. */
export interface HeldView {
  incident: Incident;
  /** What waits; absent when there is no further step. */
  next?: NextEscalation;
  /** Something is measured, and it is well; otherwise only the alerts have ended. */
  measured: boolean;
  /** Titles of what should tell and does not. */
  silent: readonly Bilingual[];
  now: Date;
}

export interface PagingPresenter {
  page(view: PageView): ChatMessage;
  /** The same page by other ways than Slack. */
  pageText(view: PageView): PageText;
  escalatedNotice(view: EscalatedView): ChatMessage;
  acknowledgedNotice(view: AcknowledgedView): ChatMessage;
  handedOverNotice(view: HandedOverView): ChatMessage;
  unreachedNotice(view: UnreachedView): ChatMessage;
  reachedNotice(view: ReachedView): ChatMessage;
  heldNotice(view: HeldView): ChatMessage;
  notInvitedNotice(view: NotInvitedView): ChatMessage;
}
