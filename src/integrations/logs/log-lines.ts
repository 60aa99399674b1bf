/** So many lines of a log are looked at; older ones are left out, and the counts are a lower bound. */
export const LINES_MAX = 20_000;

/** What a log held between two moments, oldest first. */
export interface LogLines {
  lines: string[];
  /** There was more than could be read. */
  partial: boolean;
}

/** Reads lines from `from` (inclusive) to `to` (exclusive). */
export type ReadLines = (input: { from: Date; to: Date; timeoutMs: number }) => Promise<LogLines>;
