import type { Random } from '../../domain/ports/random.ts';

const FIRST_MS = 300;
const LONGEST_MS = 30_000;

/** How long to wait after the n-th failed attempt (from 1): doubling, at most 30 s, ±20 % so that many do not come back at once. */
export function backoffMs(attempts: number, random: Random): number {
  return slowBackoffMs(attempts, LONGEST_MS, random);
}

/** The same up to another limit, for what a person must mend. */
export function slowBackoffMs(attempts: number, longestMs: number, random: Random): number {
  const plain = Math.min(longestMs, FIRST_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.round(plain * (0.8 + 0.4 * random.fraction()));
}
