import type { Bilingual } from '../domain/language/bilingual.ts';
import type { OncallLevel } from '../domain/oncall/levels.ts';
import type { Why } from '../domain/oncall/schedule.ts';

/** One level as it is shown. People by Slack user id. */
export interface OncallLevelView {
  level: OncallLevel;
  source: 'list' | 'schedule' | 'user-group';
  why: Why;
  /** Absent when nobody serves. */
  user?: string;
  /** Name of the schedule's layer. */
  layer?: string;
  /** Whom pages go to while nobody serves; absent when no level has anybody. */
  fallsTo?: OncallLevel;
  /** When somebody else takes over; without `user` nobody does. Absent when that is not in sight. */
  next?: { at: Date; user?: string };
  /** Who is asked after `user`, in that order. */
  others: readonly string[];
  /** Who put `user` in. */
  putInBy?: string;
}

/** One of several teams: what it looks after, and who is on call there. */
export interface OncallTeamView {
  services: readonly Bilingual[];
  levels: readonly OncallLevelView[];
}

/** Who is on call, shown privately; after an override with what was just done. */
export interface OncallView {
  levels: readonly OncallLevelView[];
  /** All teams in place of `levels`, where there are several and nobody asked for one. */
  teams?: readonly OncallTeamView[];
  done?: { done: 'put'; user: string; level: OncallLevel; until: Date } | { done: 'cleared'; ended: number };
  now: Date;
}
