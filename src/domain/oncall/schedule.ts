import type { ScheduleSpec } from '../playbook/oncall-schema.ts';

/** A schedule whose zone is known. */
export type Schedule = ScheduleSpec & { zone: string };

/** Somebody put in for a span, whatever the schedule says. `person`: see `Turn`. */
export interface Override {
  person: string;
  from: Date;
  to: Date;
}

/** Why somebody serves: it is their turn, they serve in place of somebody who is away, somebody put them in, or nobody serves. */
export type Why = 'turn' | 'stand-in' | 'override' | 'gap';

/** Who serves. `person` is a key of `team.people`, or the Slack user id of somebody the playbook does not name. */
export interface Turn {
  person?: string;
  /** The layer whose turn it is. */
  layer?: string;
  why: Why;
}

/** From when to when somebody (or nobody) serves; `to` is not part of it. */
export interface Shift extends Turn {
  from: Date;
  to: Date;
}
