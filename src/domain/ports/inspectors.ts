import type { Doubtful } from '../signals/doubts.ts';

/** What somebody analysing an incident reads: numbers, and a few lines of evidence, secrets masked. `doubts`: what it could not look at. */
export interface Inspection extends Doubtful {
  facts: { name: string; value: string }[];
  /** The most telling first. */
  lines: string[];
}

/**
 * Looks closely at one part of the watched system, for the analysis (G1–G3, M1–M3): more than a number can say, and too dear to be asked
 * every minute. Rejects with TransientError when it does not answer, PermanentError when it refuses or nobody set it up.
 */
export interface Inspector {
  readonly name: string;
  /** From when on it looks where it looks back, such as in logs. */
  inspect(input: { since: Date; at: Date; timeoutMs: number }): Promise<Inspection>;
  close?(): Promise<void>;
}

/** Every inspector by the name that playbooks call it. */
export interface Inspectors {
  /** One that nobody set up, or that nobody knows, rejects with what to do. */
  inspector(name: string): Inspector;
  close(): Promise<void>;
}
