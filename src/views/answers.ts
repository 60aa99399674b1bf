import type { Incident } from '../domain/incident/incident.ts';
import type { Role } from '../domain/incident/states.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import type { OncallLevel } from '../domain/oncall/levels.ts';
import type { EarlierAnswer } from './changes.ts';

export interface CommandHelp {
  /** As typed after the slash command: `open [sev1|sev2|sev3] [title]`. */
  usage: string;
  summary: string;
}

/** What was just done, for the private confirmation; the incident is as it is now. */
export type DoneView =
  | { done: 'noted' | 'moved' | 'severity' | 'language'; incident: Incident }
  | { done: 'assigned'; incident: Incident; role: Role; user: string }
  | { done: 'named'; incident: Incident; title: Bilingual }
  | { done: 'kept'; incident: Incident; row: string; late: boolean }
  | { done: 'paged'; incident: Incident; users: readonly string[] }
  | { done: 'escalated'; incident: Incident; level: OncallLevel }
  | { done: 'passed-on'; incident: Incident; to?: string }
  | { done: 'update-posted'; incident: Incident }
  | { done: 'update-skipped' | 'update-approved'; incident: Incident; nextAt: Date; now: Date }
  | { done: 'update-corrected'; incident: Incident; sequence: number }
  /** `page`: as people call it. */
  | { done: 'drift-settled'; incident: Incident; page: string; how: 'ours' | 'theirs' }
  | { done: 'social-agreed' | 'social-approved' | 'social-declined' | 'social-changed' | 'social-withdrawn'; incident: Incident }
  /** How many things are tried again. */
  | { done: 'retried'; incident: Incident; pieces: number }
  | { done: 'acknowledged'; incident: Incident; before?: EarlierAnswer };
