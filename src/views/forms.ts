import type { ChatMessage } from '../domain/chat/message.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Severity } from '../domain/incident/states.ts';
import type { RolesView } from './roles.ts';

/** What somebody has already filled into the form that declares an incident. */
export interface OpenDraft {
  title?: string;
  severity?: Severity;
  private?: boolean;
}

export type OpenModalView =
  /** Goes out at once, before anything is looked up. */
  | { state: 'loading' }
  | { state: 'form'; draft?: OpenDraft; metadata?: string }
  /** Something to say instead of a form, such as why it cannot be declared, or that it has been. */
  /** How a form ended, in its place. */
  | { state: 'notice'; message: ChatMessage };

export interface AssignModalView {
  incident: Incident;
  roles: RolesView;
}
