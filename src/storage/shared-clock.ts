import { aheadAt, type ClockReading } from '../domain/time/anchored-clock.ts';

/** What a statement with READ_CLOCK gives: the database's clock, and what all processes have agreed on about it (table `shared_clock`). */
export interface SharedClock {
  nowMs: number;
  version: number;
  aheadMs: number;
  sinceMs: number;
}

/** Columns of a SharedClock, from `shared_clock c`. */
export const READ_CLOCK = `
  (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs", c.version, c.ahead_ms as "aheadMs",
  (extract(epoch from c.since) * 1000)::float8 as "sinceMs"`;

/** Agrees anew, unless somebody else just did. */
export const SETTLE_CLOCK = `
  update shared_clock set ahead_ms = $2, since = clock_timestamp(), version = version + 1 where version = $1`;

export function readingOf(clock: SharedClock, around: Pick<ClockReading, 'sentAtMs' | 'receivedAtMs' | 'othersElapsedMs'>): ClockReading {
  return { ...around, databaseMs: clock.nowMs, version: clock.version, aheadMs: aheadAt(clock, clock.nowMs) };
}
