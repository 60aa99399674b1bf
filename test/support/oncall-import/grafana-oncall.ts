import { DateTime } from 'luxon';

/**
 * Who is on call by a schedule of Grafana OnCall at an instant, worked out by other means than the product: by RFC 5545's own words, one event after another on the calendar of luxon.
 * Users of the highest level that has an event then; overrides before all.
 */

export interface ShiftData {
  id: string;
  type: 'rolling_users' | 'recurrent_event' | 'single_event' | 'override';
  level: number;
  start: string;
  duration: number;
  frequency?: 'hourly' | 'daily' | 'weekly';
  interval?: number;
  until?: string;
  week_start?: string;
  by_day?: string[] | null;
  users?: string[];
  rolling_users?: string[][];
  start_rotation_from_user_index?: number;
}

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

export function grafanaOncall(zone: string, shifts: readonly ShiftData[], at: Date): string[] {
  const serving = shifts.flatMap((shift) => {
    const users = usersAt(shift, zone, at);
    return users.length > 0 ? [{ rank: shift.type === 'override' ? Infinity : shift.level, users }] : [];
  });
  const top = Math.max(...serving.map(({ rank }) => rank));
  return [...new Set(serving.filter(({ rank }) => rank === top).flatMap(({ users }) => users))];
}

function usersAt(shift: ShiftData, zone: string, at: Date): string[] {
  const rolled = shift.rolling_users ?? [];
  const first = shift.start_rotation_from_user_index ?? 0;
  const groups =
    shift.type === 'rolling_users' ? rolled.map((_, index) => rolled[(index + first) % rolled.length] ?? []) : [shift.users ?? []];
  return groups.flatMap((users, index) =>
    starts(shift, index, groups.length, at, zone).some((start) => covers(start, shift, at, zone)) ? users : [],
  );
}

function covers(start: DateTime, { duration }: ShiftData, at: Date, zone: string): boolean {
  const local = (time: DateTime) => DateTime.fromISO(time.toISO({ includeOffset: false }) ?? '', { zone }).toMillis();
  return local(start) <= at.getTime() && at.getTime() < local(start.plus({ seconds: duration }));
}

/** When events of a group begin that may still go on, as readings of the clock that are kept in UTC. */
function starts(shift: ShiftData, group: number, groups: number, at: Date, zone: string): DateTime[] {
  const { frequency, interval = 1, by_day, until, week_start = 'SU', duration } = shift;
  const start = DateTime.fromISO(shift.start, { zone: 'utc' });
  if (frequency === undefined) return [start];
  const now = DateTime.fromJSDate(at, { zone }).setZone('utc', { keepLocalTime: true });
  const unit = { hourly: 'hours', daily: 'days', weekly: 'weeks' }[frequency] as 'hours' | 'days' | 'weeks';
  const anchor = by_day ? weekOf(moved(start, by_day, week_start), week_start).set({ hour: start.hour, minute: start.minute }) : start;
  const found: DateTime[] = [];
  const far = Math.max(0, Math.floor((now.diff(anchor, unit).get(unit) - duration / 3_600 - 24) / (interval * groups)) - 2);
  for (let round = far; ; round += 1) {
    const begins = anchor.plus({ [unit]: (round * groups + group) * interval });
    if (begins > now) return found;
    const events = by_day
      ? [0, 1, 2, 3, 4, 5, 6].map((days) => begins.plus({ days })).filter((day) => by_day.includes(DAYS[day.weekday - 1] ?? ''))
      : [begins];
    found.push(...events.filter((event) => event >= start && (until === undefined || event <= DateTime.fromISO(until, { zone: 'utc' }))));
  }
}

/** A first event on a day that is not selected waits for the first selected one of the week. */
function moved(start: DateTime, days: readonly string[], weekStart: string): DateTime {
  if (days.includes(DAYS[start.weekday - 1] ?? '')) return start;
  const order = DAYS.map((_, index) => DAYS[(DAYS.indexOf(weekStart) + index) % 7] ?? '');
  const wanted = order.find((day) => days.includes(day)) ?? '';
  let next = start;
  while (DAYS[next.weekday - 1] !== wanted) next = next.plus({ days: 1 });
  return next;
}

function weekOf(day: DateTime, weekStart: string): DateTime {
  let first = day.startOf('day');
  while (DAYS[first.weekday - 1] !== weekStart) first = first.minus({ days: 1 });
  return first;
}
