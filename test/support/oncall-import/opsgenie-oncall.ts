import { DateTime } from 'luxon';

/**
 * Who is on call by a schedule of Opsgenie at an instant, worked out by its own words and by other means than the product: turns are stepped through one by one on the
 * calendar of luxon, and a time restriction is asked of the wall clock. All rotations count at once.
 */

interface Hours {
  startHour: number;
  startMin: number;
  endHour: number;
  endMin: number;
}
export interface RotationData {
  id: string;
  name: string;
  startDate: string;
  endDate?: string;
  type: 'hourly' | 'daily' | 'weekly';
  length: number;
  participants: { type: string; id?: string }[];
  timeRestriction?:
    | { type: 'time-of-day'; restriction: Hours }
    | { type: 'weekday-and-time-of-day'; restrictions: (Hours & { startDay: string; endDay: string })[] };
}
export interface OverrideData {
  user: { type: string; id: string };
  startDate: string;
  endDate: string;
  rotations: { id: string }[];
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** Ids of users, each once; nobody where all rotations have a gap. */
export function opsgenieOncall(
  schedule: { timezone: string; rotations: RotationData[] },
  overrides: readonly OverrideData[],
  at: Date,
): string[] {
  const counting = overrides
    .filter(({ startDate, endDate }) => Date.parse(startDate) <= at.getTime() && at.getTime() < Date.parse(endDate))
    .sort((a, b) => Date.parse(a.startDate) - Date.parse(b.startDate));
  const whole = counting.filter(({ rotations }) => rotations.length === 0).at(-1);
  if (whole) return [whole.user.id];
  const all = schedule.rotations.flatMap((rotation) => {
    if (!serves(rotation, schedule.timezone, at)) return [];
    const instead = counting.filter(({ rotations }) => rotations.some(({ id }) => id === rotation.id)).at(-1);
    if (instead) return [instead.user.id];
    const { type, id } = rotation.participants[turnAt(rotation, schedule.timezone, at) % rotation.participants.length] ?? { type: 'none' };
    return type === 'user' && id !== undefined ? [id] : [];
  });
  return [...new Set(all)];
}

function serves(rotation: RotationData, zone: string, at: Date): boolean {
  if (at.getTime() < Date.parse(rotation.startDate) || (rotation.endDate !== undefined && at.getTime() >= Date.parse(rotation.endDate)))
    return false;
  const local = DateTime.fromJSDate(at, { zone });
  const minute = local.hour * 60 + local.minute;
  const { timeRestriction } = rotation;
  if (timeRestriction === undefined) return true;
  if (timeRestriction.type === 'time-of-day') {
    const { startHour, startMin, endHour, endMin } = timeRestriction.restriction;
    const [from, to] = [startHour * 60 + startMin, endHour * 60 + endMin];
    return from < to ? from <= minute && minute < to : from === to || minute >= from || minute < to;
  }
  const week = (local.weekday - 1) * 1_440 + minute;
  return timeRestriction.restrictions.some(({ startDay, startHour, startMin, endDay, endHour, endMin }) => {
    const from = DAYS.indexOf(startDay) * 1_440 + startHour * 60 + startMin;
    const to = DAYS.indexOf(endDay) * 1_440 + endHour * 60 + endMin;
    return from < to ? from <= week && week < to : from === to || week >= from || week < to;
  });
}

function turnAt(rotation: RotationData, zone: string, at: Date): number {
  const start = DateTime.fromISO(rotation.startDate, { zone });
  // The first turns are passed over, because each step costs: a day more than any change of clocks takes.
  const lengthMs = rotation.length * { hourly: 1, daily: 24, weekly: 168 }[rotation.type] * 3_600_000;
  const far = Math.max(0, Math.floor((at.getTime() - start.toMillis() - 86_400_000) / lengthMs) - 1);
  for (let turn = far; ; turn += 1) {
    const passed = (turn + 1) * rotation.length;
    // Hours are hours of the wall clock: 12-hour turns hand over at the same two times all year.
    const ends =
      rotation.type === 'hourly'
        ? DateTime.fromISO(start.setZone('utc', { keepLocalTime: true }).plus({ hours: passed }).toISO({ includeOffset: false }) ?? '', {
            zone,
          })
        : start.plus(rotation.type === 'daily' ? { days: passed } : { weeks: passed });
    if (at.getTime() < ends.toMillis()) return turn;
  }
}
