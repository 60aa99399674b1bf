import { DateTime } from 'luxon';

/** The night in which nobody is woken without being given rest: wall time of whoever is woken. */
const NIGHT = { from: 22, to: 7 };

/**
 * Until when somebody rests who was woken: `restMs` after the end of their work in the last of those nights, which is recovery, or the morning when that came first. `wokenAt`: when they were
 * paged or took a page. Undefined when none of it was at night in their zone.
 */
export function restAfterNight(input: { wokenAt: readonly Date[]; zone: string; recoveredAt: Date; restMs: number }): Date | undefined {
  const { wokenAt, zone, recoveredAt, restMs } = input;
  const ends = wokenAt.flatMap((at) => {
    const morning = endOfNight(DateTime.fromJSDate(at, { zone }));
    return morning === undefined ? [] : [Math.min(morning, Math.max(at.getTime(), recoveredAt.getTime()))];
  });
  return ends.length === 0 ? undefined : new Date(Math.max(...ends) + restMs);
}

/** When the night ends in which this is; undefined by day. Milliseconds since the epoch. */
function endOfNight(at: DateTime): number | undefined {
  if (at.hour >= NIGHT.to && at.hour < NIGHT.from) return undefined;
  const day = at.hour >= NIGHT.from ? at.plus({ days: 1 }) : at;
  return day.startOf('day').set({ hour: NIGHT.to }).toMillis();
}
