import type { ReasonView } from '../domain/deadlines/reason.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import type { DeadlineSpec } from '../domain/playbook/schema.ts';
import type { RolesView } from './roles.ts';

export interface DeadlineView {
  /** Row of the playbook, such as I1. */
  id: string;
  title: Bilingual;
  /** Absent for a row that runs all the time. */
  dueAt?: Date;
  /** `pending` when absent. */
  state?: 'pending' | 'kept' | 'missed' | 'waived';
  /** Who can act on it. */
  who?: DeadlineSpec['who'];
  /** Why it was waived or missed, or what kept it. */
  reason?: ReasonView;
}

export interface DeadlinesView {
  incident: Incident;
  deadlines: readonly DeadlineView[];
  now: Date;
}

export interface MissedView extends DeadlinesView {
  roles: RolesView;
}
