import { scaleLinear } from 'd3-scale';
import { DateTime } from 'luxon';

export interface TimeAxis {
  /** The horizontal place of a moment. */
  x: (at: Date) => number;
  /** Round moments of the zone, with what to write at them. */
  ticks: { at: Date; label: string }[];
}

/** Steps that people read as round, in minutes. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080] as const;

/** Where clocks are put forward or back, moments of a day lie elsewhere by not more than this. Working out where costs more than the rest of a picture. */
const MOVED_MS = 3 * 3_600_000;

/** A time axis of this many units, with at most `most` ticks, each at a round time of the zone (also where that is not on a whole hour of UTC). */
export function timeAxis(input: { from: Date; to: Date; zone: string; range: [number, number]; most: number }): TimeAxis {
  const { from, to, zone, range, most } = input;
  const scale = scaleLinear([from.getTime(), Math.max(to.getTime(), from.getTime() + 1_000)], range);
  const minutes = Math.max(1, (to.getTime() - from.getTime()) / 60_000);
  const step = STEPS.find((candidate) => minutes / candidate <= most) ?? Math.ceil(minutes / most / 10_080) * 10_080;
  const days = step >= 1_440;
  const start = DateTime.fromJSDate(from, { zone }).startOf('day');
  const ticks: TimeAxis['ticks'] = [];
  const lastDay = DateTime.fromJSDate(to, { zone });
  for (let day = start; day <= lastDay && ticks.length < 100; day = day.plus({ days: Math.max(1, step / 1_440) })) {
    for (let minute = 0; minute < (days ? 1 : 1_440); minute += step) {
      const about = day.toMillis() + minute * 60_000;
      if (about < from.getTime() - MOVED_MS || about > to.getTime() + MOVED_MS) continue;
      const moment = day.plus({ minutes: minute });
      const at = moment.toJSDate();
      if (at >= from && at <= to) ticks.push({ at, label: moment.toFormat(days ? 'M/d' : 'HH:mm') });
    }
  }
  return { x: (at) => scale(at.getTime()), ticks };
}
