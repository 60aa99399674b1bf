/** Where time comes from; nothing in domain or workflows calls Date.now(). */
export interface Clock {
  now(): Date;
  /** Clocks that differ from this one, or jumped a while ago; absent where there is nothing to compare. */
  departures?(): ClockDeparture[];
}

/** A clock that is not where it should be. */
export interface ClockDeparture {
  whose: 'host' | 'database';
  /** Below zero: behind. */
  aheadMs: number;
  /** How far it jumped within the last minutes, when it did. */
  jumpedByMs?: number;
}

/** The machine's own clock, for programs that ask no database. */
export const systemClock: Clock = { now: () => new Date() };
