import type { WholeRuntime } from './runtime.ts';

/** Something that keeps this process, or the whole bot, from doing its work; for operators, in English. */
export interface Concern {
  /** Stable, for whoever reads it with a program. */
  code: string;
  /** What is wrong and what to do. */
  text: string;
  /** True: `/readyz` answers 503. False: it is only told there. */
  unready: boolean;
}

/** Looks for concerns of one kind. Quick: it reads memory or one row. A check that rejects is a concern itself. */
export type ReadinessCheck = (whole: WholeRuntime) => () => Promise<Concern[]>;
