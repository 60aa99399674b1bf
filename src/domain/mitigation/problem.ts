import type { Said } from '../language/said.ts';
import type { Refusal } from './guard.ts';

/** What went wrong that its code alone says: the target is not what the plan saw, nobody approved, the diagnosis speaks for it no more, a person ended it. */
export type OwnProblem = 'changed' | 'lapsed' | 'mind-changed' | 'stopped' | 'frozen';

/** Why a run did not go as planned, as it is kept with it; words of ours are made when it is shown. */
export type MitigationRunProblem = {
  /** What a person types to put it right. */
  byHand?: string[];
  /** Slack user id of whoever stopped it, or froze everything. */
  by?: string;
} & (
  | { code: OwnProblem }
  /** What the guard said. */
  | { code: Refusal['code']; refusal: Refusal }
  /** In the target's words, with its own code, such as `forbidden` or `timeout`; or in those of an earlier release. */
  | { code: string; text: Said }
);
