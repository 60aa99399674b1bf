import type { ChatMessage, ChatView } from '../domain/chat/message.ts';
import type { ReasonView } from '../domain/deadlines/reason.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import type { Absence } from '../domain/review/plan-retro.ts';
import type { EarlierAnswer } from './changes.ts';

/** What follows recovery, to be shown: the retrospective's meeting and the follow-ups. */

export interface InviteeView {
  /** Slack user id. */
  user: string;
  answer: 'accepted' | 'proposed' | null;
  /** Did not respond to the incident, and may come all the same. */
  optional: boolean;
}

/** The meeting as it stands. */
export interface RetroView {
  incident: Incident;
  /** `moved`: an older invitation that a newer one replaces. */
  state: 'planned' | 'held' | 'cancelled' | 'moved';
  startsAt: Date;
  endsAt: Date;
  /** Absent when there is no bridge to be had. */
  joinUrl?: string;
  invitees: readonly InviteeView[];
  /** Who cannot come then, where there was no time at which everybody can. */
  absent: readonly Absence[];
  /** The row that the meeting keeps, such as T1. */
  row: string;
  /** Why the meeting lies after the row's time, when it was missed for that. */
  late?: ReasonView;
  /** The playbook's text for the invitation, with placeholders. */
  text?: Bilingual;
  /** Somebody changed the time: who. */
  movedBy?: string;
  now: Date;
}

/** The mail to one of those who are invited. */
export interface RetroMailView extends RetroView {
  /** Whether the reader need not come. */
  optional?: boolean;
}

/** Somebody has not answered; or nobody has accepted, which whoever leads is told. */
export interface RetroReminderView extends RetroView {
  kind: 'unanswered' | 'nobody';
}

export interface RetroProposalView {
  incident: Incident;
  /** What is planned now. */
  startsAt: Date;
  proposedAt: Date;
  by: string;
  now: Date;
}

export interface RetroCancelledView {
  incident: Incident;
  startsAt: Date;
  now: Date;
}

/** What the calendar entry and the mail around it say, as plain text. */
export interface RetroMail {
  subject: string;
  text: string;
  summary: string;
  description: string;
  location: string;
}

/** The form that proposes another time. */
export interface RetroModalView {
  incident: Incident;
  startsAt: Date;
}

export interface FollowUpView {
  /** N1 … */
  id: string;
  title: Bilingual;
  /** Slack user id. */
  owner: string | null;
  dueAt: Date;
  state: 'open' | 'done' | 'cancelled';
  doneBy?: string;
}

export interface FollowUpsView {
  incident: Incident;
  followUps: readonly FollowUpView[];
  now: Date;
}

export interface FollowUpReminderView {
  incident: Incident;
  followUp: FollowUpView;
  kind: 'soon' | 'due' | 'overdue' | 'still';
  now: Date;
}

/** What was just done, for the private confirmation. */
export type ReviewDoneView =
  | { done: 'accepted'; incident: Incident; startsAt: Date; now: Date }
  | { done: 'proposed'; incident: Incident; proposedAt: Date; now: Date }
  | {
      done: 'moved';
      incident: Incident;
      startsAt: Date /** The meeting now lies after its row's time. */;
      late: boolean;
      row: string;
      now: Date;
    }
  | { done: 'held'; incident: Incident; row: string /** Its row was missed before. */; late: boolean }
  | { done: 'follow-up-done'; incident: Incident; row: string }
  | { done: 'follow-up-was-done'; incident: Incident; row: string; before: EarlierAnswer }
  | { done: 'follow-up-assigned'; incident: Incident; row: string; owner: string };

/** The presenter's part for what follows recovery. */
export interface ReviewPresenter {
  /** The invitation in the incident's channel. */
  retroInvite(view: RetroView): ChatMessage;
  /** The same, privately, for whoever asks. */
  retroStatus(view: RetroView): ChatMessage;
  retroMail(view: RetroMailView): RetroMail;
  retroProposal(view: RetroProposalView): ChatMessage;
  retroCancelled(view: RetroCancelledView): ChatMessage;
  retroReminder(view: RetroReminderView): ChatMessage;
  retroModal(view: RetroModalView): ChatView;
  followUps(view: FollowUpsView): ChatMessage;
  followUpReminder(view: FollowUpReminderView): ChatMessage;
  /** Told to the channel: who did or took one. */
  followUpChanged(view: { incident: Incident; followUp: FollowUpView; by: string; now: Date }): ChatMessage;
  reviewDone(view: ReviewDoneView): ChatMessage;
}
