import type { Said } from './said.ts';
/** What a signal said at one moment. */

export type Level = 'warning' | 'critical';

/** `no-data`: the source answered and had nothing. `unreachable`: the source did not answer. Neither is ever shown as zero. */
export type ReadingState = 'normal' | Level | 'no-data' | 'unreachable';

export interface Reading {
  /** Key of the signal in the playbook. */
  signal: string;
  state: ReadingState;
  /** In the signal's unit; undefined exactly when the state is `no-data` or `unreachable`. */
  value?: number;
  /** When the source took the value. */
  at?: Date;
  /** Values over the playbook's trend window, oldest first; null where the source had none. */
  trend: (number | null)[];
  /** Why there is no value, in a few words, for `unreachable`. */
  problem?: Said;
}
