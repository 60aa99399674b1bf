import { type Doubt, type Doubtful, doubtsOf } from '../../domain/signals/doubts.ts';

/** So many lines of a log are looked at; older ones are left out, and the counts are a lower bound. */
export const LINES_MAX = 20_000;

/** What a log held between two moments, oldest first. `doubts`: there was more than could be read. */
export interface LogLines extends Doubtful {
  lines: string[];
}

/** The newest of these lines, as many as are looked at. */
export function newestOf(lines: readonly string[], doubts: readonly Doubt[]): LogLines {
  const cut: Doubt[] = lines.length > LINES_MAX ? [{ code: 'cut', of: 'lines', most: LINES_MAX }] : [];
  return { lines: lines.slice(-LINES_MAX), ...doubtsOf({ doubts: [...doubts, ...cut] }) };
}

/** Reads lines from `from` (inclusive) to `to` (exclusive). */
export type ReadLines = (input: { from: Date; to: Date; timeoutMs: number }) => Promise<LogLines>;
