import type { Said } from '../language/said.ts';
import type { Doubtful } from './doubts.ts';

/** What a signal said at one moment. */

export type Level = 'warning' | 'critical';

/**
 * `no-data`: the source answered and had nothing. `unreachable`: the source did not answer. Neither is ever shown as zero.
 * `unsure`: there is a value, but not the whole one, and nobody can tell by it whether a limit is kept.
 */
export type ReadingState = 'normal' | Level | 'unsure' | 'no-data' | 'unreachable';

/** A reading whose `doubts` are there is less than the whole: its value is the least that it can be, or an old one. */
export interface Reading extends Doubtful {
  /** Key of the signal in the playbook. */
  signal: string;
  state: ReadingState;
  /** In the signal's unit; undefined exactly when the state is `no-data` or `unreachable`. */
  value?: number;
  /** When the source took the value. */
  at?: Date;
  /** Values over the playbook's trend window, oldest first; null where the source had none. */
  trend: (number | null)[];
  /** Why there is no value, in a few words, for `unreachable` and where the source tells it for `no-data`. */
  problem?: Said;
  /** The source's word for it, such as `not_configured`. */
  code?: string;
}
