import type { OncallLevel } from '../levels.ts';
import type { Hours } from './week-hours.ts';

/** What is read out of another product's export, before any YAML: no word of a vendor is left in it. People go by their keys of `team.people`. */

export const VENDORS = ['opsgenie', 'pagerduty', 'grafana-oncall'] as const;
export type Vendor = (typeof VENDORS)[number];

/** A file of the export; `path` is below the folder, with `/`. */
export interface ExportFile {
  path: string;
  text: string;
}

/**
 * Something that a person must know. `lost`: it is not in the YAML. `changed`: it is there by other means, or nearly so. `wrong`: the export could not be
 * read there, or contradicts itself.
 */
export interface Remark {
  kind: 'lost' | 'changed' | 'wrong';
  /** File of the export. */
  file: string;
  /** What it is about, as the vendor calls it: `rotation "nights" of schedule "ops"`. */
  what: string;
  /** A sentence. */
  why: string;
}

export interface PersonDraft {
  key: string;
  name: string;
  email?: string;
  phone?: string;
  slack?: string;
}

export interface LayerDraft {
  name: string;
  people: string[];
  /** As the playbook takes it: `weekly`, `12h`. */
  rotate: string;
  /** Date of the first turn in the schedule's zone, and the wall time at which turns end. */
  start: string;
  handover: string;
  end?: Date;
  only?: Hours;
}

export interface OverrideDraft {
  person: string;
  from: Date;
  to: Date;
  /** Names of layers; all of the schedule when absent. */
  layers?: string[];
}

export interface ScheduleDraft {
  /** As the vendor calls it. */
  name: string;
  zone: string;
  /** The lowest first. */
  layers: LayerDraft[];
  overrides: OverrideDraft[];
  /** Turns that are written out one by one end then. */
  until?: Date;
  /** Who is on call, as the export itself says it, where it does. */
  said?: Said;
}

/** The export's own account of a stretch of time. */
export interface Said {
  from: Date;
  to: Date;
  shifts: SaidShift[];
}

/** Who is on call by the export's own account; several where the vendor calls them all at once. */
export interface SaidShift {
  people: string[];
  from: Date;
  to: Date;
}

export type LevelDraft = { people: string[] } | { schedule: ScheduleDraft };

export interface RouteDraft {
  match: Record<string, string>;
  severity?: 'sev1' | 'sev2' | 'sev3';
  ignore?: true;
}

export interface TeamDraft {
  key: string;
  name: string;
  file: string;
  zone: string;
  members: string[];
  leads: string[];
  /** L1 first; a level that the source does not have is absent. */
  levels: Partial<Record<OncallLevel, LevelDraft>>;
  /** Age of an incident at which each level is paged. */
  steps: { level: OncallLevel; atMinutes: number }[];
  routes: RouteDraft[];
}

export interface ImportDraft {
  people: PersonDraft[];
  teams: TeamDraft[];
  remarks: Remark[];
}
