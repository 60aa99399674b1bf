import type { Incident, Move } from '../domain/incident/incident.ts';
import type { Role, Severity } from '../domain/incident/states.ts';
import type { PublicNoticeKind } from '../domain/updates/public-status.ts';

/** What people are told when somebody changes an incident. */

/** Whose answer counts where this one came second: somebody else's, or the reader's own. */
export type EarlierAnswer = { by: string } | 'reader';

/** The incident changed its state. */
export interface MovedView {
  incident: Incident;
  move: Move;
  /** Slack user id, or the name of what did it. */
  by: string;
  note?: string;
  /** Where its people read: they are asked what it did to users. */
  asksForImpact?: true;
  /** What this took off the public status page. */
  withdrawn?: readonly PublicNoticeKind[];
  now: Date;
}

export interface SeverityView {
  incident: Incident;
  from: Severity;
  by: string;
  /** Why, such as the threshold that was crossed. */
  reason?: string;
  now: Date;
}

export interface AssignedView {
  incident: Incident;
  role: Role;
  user: string;
  by: string;
  now: Date;
}

export interface NoteView {
  incident: Incident;
  by: string;
  text: string;
  at: Date;
}

export interface LanguageView {
  incident: Incident;
  by: string;
  now: Date;
}
