import { IANAZone } from 'luxon';

/** What a wall clock shows, as the milliseconds that `Date.UTC` gives for that reading. Instants are milliseconds since 1970. */
export type WallTime = number;

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Offsets from UTC lie between -12 and +14 hours; looking this far to both sides of a reading finds every offset it can have. */
const WIDEST_OFFSET_MS = 15 * HOUR_MS;

/** What clocks in `zone` show at an instant. */
export function wallTimeAt(instant: number, zone: string): WallTime {
  return instant + offsetMs(instant, zone);
}

/**
 * The first instant at which clocks in `zone` show `wall` or later. Where a clock change skips that reading it is the change itself; where
 * the reading comes twice it is the first time. So whoever hands over at 02:30 does it once, on every day of the year, and never late.
 */
export function instantOf(wall: WallTime, zone: string): number {
  const before = offsetMs(wall - WIDEST_OFFSET_MS, zone);
  const after = offsetMs(wall + WIDEST_OFFSET_MS, zone);
  if (before === after) return wall - before;
  // The offset before the change gives the earlier of two readings, so it is asked first.
  for (const offset of [before, after]) {
    if (offsetMs(wall - offset, zone) === offset) return wall - offset;
  }
  return changeBetween(wall - after, wall - before, zone);
}

/** The wall time of a date (`2026-03-08`) and a time of day (`09:00`). */
export function wallTimeOf(date: string, time = '00:00'): WallTime {
  return Date.parse(`${date}T${time}:00Z`);
}

/** Midnight of the day that a wall clock shows. */
export function dayOf(wall: WallTime): WallTime {
  return Math.floor(wall / DAY_MS) * DAY_MS;
}

/** `09:30` → milliseconds after midnight. */
export function timeOfDayMs(time: string): number {
  return wallTimeOf('1970-01-01', time);
}

function offsetMs(instant: number, zone: string): number {
  return IANAZone.create(zone).offset(instant) * 60_000;
}

/** The instant of the only clock change between two instants. */
function changeBetween(from: number, to: number, zone: string): number {
  const old = offsetMs(from, zone);
  let [unchanged, changed] = [from, to];
  while (changed - unchanged > 1) {
    const middle = Math.floor((unchanged + changed) / 2);
    if (offsetMs(middle, zone) === old) unchanged = middle;
    else changed = middle;
  }
  return changed;
}
