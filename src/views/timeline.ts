import type { Incident } from '../domain/incident/incident.ts';
import type { Told } from '../domain/language/words.ts';
import type { EntryGroup } from '../domain/timeline/read-record.ts';

/** So many entries stand on one page. */
export const TIMELINE_PAGE_SIZE = 15;

/** One entry, worded. */
export interface EntryView {
  id: string;
  at: Date;
  actor: Told;
  says: Told;
  /** Where the message that was added stands. */
  permalink?: string;
  /** Files of the message, by name and where they are. */
  files: readonly { name: string; permalink?: string }[];
  editedBy?: string;
  removed?: { by: string; at: Date; reason: string };
  /** Only its readers see it. */
  isPrivate: boolean;
}

/** The timeline of an incident, one page of it, oldest first. */
export interface TimelineView {
  incident: Incident;
  entries: readonly EntryView[];
  total: number;
  /** From 1. */
  page: number;
  pages: number;
  group?: EntryGroup;
  person?: string;
  now: Date;
}

/** The form that puts an entry into other words. */
export interface TimelineEditView {
  incident: Incident;
  entry: string;
  /** As it stands now. */
  text: string;
  /** What it said before, oldest first. */
  earlier: readonly string[];
}

/** The form that asks what an incident did to users, with what is known already. */
export interface ImpactView {
  incident: Incident;
  cause?: string;
  who?: string;
  howMany?: number;
  lastedMs: number;
  money?: string;
  fixedBy?: string;
}
