import type { ChatMessage } from '../domain/chat/message.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Severity } from '../domain/incident/states.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import type { RolesView } from './roles.ts';

/** What somebody has already filled into the form that declares an incident. */
export interface OpenDraft {
  title?: string;
  severity?: Severity;
  private?: boolean;
  /** Key of the one that is chosen unless another is, of `services`, which are there where there are several. */
  service?: string;
  services?: readonly { key: string; name: Bilingual }[];
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
