import { DateTime, Interval } from 'luxon';
import type { Playbook } from '../playbook/schema.ts';

export type WorkingHours = Playbook['team']['workingHours'];

export interface RetroQuestion {
  resolvedAt: Date;
  /** IANA zone of the working hours. */
  zone: string;
  workingHours: WorkingHours;
  /** The meeting should have ended this long after `resolvedAt` (T1). */
  withinMs: number;
  durationMs: number;
  /** People are given this long between the invitation and the meeting, where there is room for it. */
  noticeMs: number;
}

/** When the retrospective is. */
export interface RetroPlan {
  startsAt: Date;
  endsAt: Date;
  /** Whether it ends inside `withinMs`. */
  withinDeadline: boolean;
  /** Why it does not: there was no room in anybody's working day. */
  reason?: 'no-working-hour';
}

/** Holidays are not known here, so within two weeks there is always a working day. */
const LOOK_AHEAD_DAYS = 15;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/**
 * Finds the slot of the retrospective (T1): the first one in working hours that leaves people their notice and lies inside `withinMs`; if
 * none does, the latest one inside `withinMs`; if no working time there is long enough, the first slot after it. Slots start on round times
 * counted from the beginning of the working day (every half duration). A working day that is shorter than the meeting shortens the meeting.
 */
export function planRetro(question: RetroQuestion): RetroPlan {
  const { resolvedAt, withinMs, noticeMs } = question;
  const days = workingDays(question);
  const durationMs = Math.min(question.durationMs, Math.max(...days.map((day) => day.toDuration().toMillis())));
  const stepMs = Math.max(1, durationMs / 2);
  const from = resolvedAt.getTime();
  const deadline = from + withinMs;
  const plan = (startMs: number, withinDeadline: boolean): RetroPlan => ({
    startsAt: new Date(startMs),
    endsAt: new Date(startMs + durationMs),
    withinDeadline,
    ...(!withinDeadline && { reason: 'no-working-hour' as const }),
  });
  /** The first round start of a day at or after `earliest` that ends by `latest`. */
  const slot = (day: Interval, earliest: number, latest: number): number | undefined => {
    const [opens, closes] = bounds(day);
    const start = opens + Math.ceil(Math.max(0, earliest - opens) / stepMs) * stepMs;
    return start + durationMs <= Math.min(closes, latest) ? start : undefined;
  };

  for (const day of days) {
    const start = slot(day, from + noticeMs, deadline);
    if (start !== undefined) return plan(start, true);
  }
  for (const day of [...days].reverse()) {
    const start = latestStart(day, { from, deadline, durationMs, stepMs });
    if (start !== undefined) return plan(start, true);
  }
  for (const day of days) {
    const start = slot(day, from + noticeMs, Number.POSITIVE_INFINITY);
    if (start !== undefined) return plan(start, false);
  }
  throw new RangeError(`No working time within ${LOOK_AHEAD_DAYS} days after ${resolvedAt.toISOString()}.`);
}

/** The latest start inside both the day and the deadline: on a round time if one fits, else as late as it can be. */
function latestStart(day: Interval, input: { from: number; deadline: number; durationMs: number; stepMs: number }): number | undefined {
  const { from, deadline, durationMs, stepMs } = input;
  const [opens, closes] = bounds(day);
  const earliest = Math.max(opens, from);
  const latest = Math.min(closes, deadline) - durationMs;
  if (latest < earliest) return undefined;
  const round = opens + Math.floor((latest - opens) / stepMs) * stepMs;
  return round >= earliest ? round : latest;
}

/** The working time of each day from the day of recovery on, as instants: a day with a change of the clocks has its real length. */
function workingDays({ resolvedAt, zone, workingHours }: RetroQuestion): Interval[] {
  const first = DateTime.fromJSDate(resolvedAt, { zone }).startOf('day');
  const at = (day: DateTime, time: string): DateTime => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return day.set({ hour, minute });
  };
  return Array.from({ length: LOOK_AHEAD_DAYS }, (_, index) => first.plus({ days: index }))
    .filter((day) => workingHours.days.includes(WEEKDAYS[day.weekday - 1] ?? 'mon'))
    .map((day) => Interval.fromDateTimes(at(day, workingHours.from), at(day, workingHours.to)))
    .filter((day) => day.isValid && !day.isEmpty());
}

function bounds(day: Interval): [opens: number, closes: number] {
  return [day.start?.toMillis() ?? 0, day.end?.toMillis() ?? 0];
}
