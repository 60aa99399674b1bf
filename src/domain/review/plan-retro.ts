import { DateTime, Interval } from 'luxon';
import type { Playbook } from '../playbook/schema.ts';

export type WorkingHours = Playbook['team']['workingHours'];

/** From the one instant up to the other, which is outside. */
export interface Span {
  from: Date;
  to: Date;
}

/** Somebody who is to come, and when they could. */
export interface Attendee {
  /** Slack user id. */
  user: string;
  /** IANA zone of their working hours. */
  zone: string;
  workingHours: WorkingHours;
  /** They were woken in the night and rest until then. */
  restsUntil?: Date;
  /** What their calendar holds. */
  busy?: readonly Span[];
}

export type CannotBecause = 'hours' | 'rest' | 'busy';

/** Somebody for whom the meeting's time is no good. */
export interface Absence {
  /** Slack user id. */
  user: string;
  because: CannotBecause;
}

export interface RetroQuestion {
  resolvedAt: Date;
  /** IANA zone of the team's working hours, which count where nobody is known to come. */
  zone: string;
  workingHours: WorkingHours;
  attendees?: readonly Attendee[];
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
  /** Why it does not: there was no room in people's working day. */
  reason?: 'no-working-hour';
  /** Who cannot come then, where there is no time at which everybody can. */
  absent: Absence[];
}

/** Holidays are not known here, so within two weeks there is always a working day. */
const LOOK_AHEAD_DAYS = 15;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A time at which the meeting could begin, in milliseconds. */
interface Start {
  at: number;
  /** The beginning of the working day from which it is counted. */
  day: number;
  /** Whether it is a round time of that day. */
  round: boolean;
}

/**
 * Finds the slot of the retrospective (T1). Of the times at which everybody can: the first one that leaves people their notice and lies inside `withinMs`; else the latest one
 * inside `withinMs`. If there is none, the time inside it at which most people can, if that is at least half of them; else the first time after it. Slots start on round times counted
 * from the beginning of somebody's working day (every half duration). A working day that is shorter than the meeting shortens the meeting.
 */
export function planRetro(question: RetroQuestion): RetroPlan {
  const { resolvedAt, withinMs, noticeMs, zone, workingHours } = question;
  const attendees = question.attendees?.length ? question.attendees : [{ user: '', zone, workingHours }];
  const days = new Map(attendees.map((attendee) => [attendee, workingDays(resolvedAt, attendee)]));
  const durationMs = Math.min(
    question.durationMs,
    ...[...days.values()].map((own) => Math.max(...own.map(([opens, closes]) => closes - opens))),
  );
  const from = resolvedAt.getTime();
  const deadline = from + withinMs;
  const absentAt = (start: Start): Absence[] =>
    attendees.flatMap((attendee) => cannot(attendee, days.get(attendee) ?? [], start.at, start.at + durationMs));
  const plan = (start: Start): RetroPlan => {
    const withinDeadline = start.at + durationMs <= deadline;
    const [startsAt, endsAt] = [new Date(start.at), new Date(start.at + durationMs)];
    return { startsAt, endsAt, withinDeadline, ...(!withinDeadline && { reason: 'no-working-hour' as const }), absent: absentAt(start) };
  };

  const inTime = possibleStarts([...days.values()], { from, until: deadline, durationMs });
  const noticed = (start: Start) => start.at >= from + noticeMs;
  const suitsAll = inTime.filter((start) => absentAt(start).length === 0);
  const first = suitsAll.find((start) => start.round && noticed(start));
  if (first) return plan(first);
  const [latest] = suitsAll.sort((a, b) => b.day - a.day || Number(b.round) - Number(a.round) || b.at - a.at);
  if (latest) return plan(latest);

  const rank = (start: Start) => [absentAt(start).length, noticed(start) ? 0 : 1, start.round ? 0 : 1, start.at];
  const best = least(inTime, rank);
  if (best && absentAt(best).length <= attendees.length / 2) return plan(best);
  const later = Math.max(from + noticeMs, deadline - durationMs + 1);
  const after = possibleStarts([...days.values()], { from: later, until: Number.POSITIVE_INFINITY, durationMs });
  const late = after.find((start) => absentAt(start).length === 0) ?? least(after, rank) ?? best;
  if (late) return plan(late);
  throw new RangeError(`No working time within ${LOOK_AHEAD_DAYS} days after ${resolvedAt.toISOString()}.`);
}

/** Who cannot come to a meeting at a time that somebody chose. */
export function absencesAt(attendees: readonly Attendee[], { from, to }: Span): Absence[] {
  return attendees.flatMap((attendee) => cannot(attendee, workingDays(from, attendee), from.getTime(), to.getTime()));
}

function cannot({ user, restsUntil, busy = [] }: Attendee, days: readonly Day[], from: number, to: number): Absence[] {
  if (!days.some(([opens, closes]) => opens <= from && to <= closes)) return [{ user, because: 'hours' }];
  if (restsUntil && restsUntil.getTime() > from) return [{ user, because: 'rest' }];
  if (busy.some((span) => span.from.getTime() < to && from < span.to.getTime())) return [{ user, because: 'busy' }];
  return [];
}

/** Every time worth looking at between two instants, the earliest first: the round ones of anybody's days, and the last one before `until`. */
function possibleStarts(
  everyone: readonly (readonly Day[])[],
  { from, until, durationMs }: { from: number; until: number; durationMs: number },
): Start[] {
  const stepMs = Math.max(1, durationMs / 2);
  const found = new Map<number, Start>();
  for (const [opens, closes] of everyone.flat()) {
    for (
      let at = opens + Math.ceil(Math.max(0, from - opens) / stepMs) * stepMs;
      at + durationMs <= Math.min(closes, until);
      at += stepMs
    ) {
      if (!found.get(at)?.round) found.set(at, { at, day: opens, round: true });
    }
    const last = Math.min(closes, until) - durationMs;
    if (until !== Number.POSITIVE_INFINITY && last >= Math.max(opens, from) && !found.has(last))
      found.set(last, { at: last, day: opens, round: false });
  }
  return [...found.values()].sort((a, b) => a.at - b.at);
}

/** The first of those that are ranked lowest. */
function least(starts: readonly Start[], rank: (start: Start) => number[]): Start | undefined {
  let best: { start: Start; rank: number[] } | undefined;
  for (const start of starts) {
    const own = rank(start);
    const than = best?.rank ?? [];
    const differs = own.findIndex((value, index) => value !== than[index]);
    if (!best || (differs >= 0 && (own[differs] ?? 0) < (than[differs] ?? 0))) best = { start, rank: own };
  }
  return best?.start;
}

type Day = readonly [opens: number, closes: number];

/** The working time of each day from the day of recovery on, as instants: a day with a change of the clocks has its real length. */
function workingDays(since: Date, { zone, workingHours }: Pick<Attendee, 'zone' | 'workingHours'>): Day[] {
  const first = DateTime.fromJSDate(since, { zone }).startOf('day');
  const at = (day: DateTime, time: string): DateTime => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return day.set({ hour, minute });
  };
  return Array.from({ length: LOOK_AHEAD_DAYS }, (_, index) => first.plus({ days: index }))
    .filter((day) => workingHours.days.includes(WEEKDAYS[day.weekday - 1] ?? 'mon'))
    .map((day) => Interval.fromDateTimes(at(day, workingHours.from), at(day, workingHours.to)))
    .filter((day) => day.isValid && !day.isEmpty())
    .map((day) => [day.start?.toMillis() ?? 0, day.end?.toMillis() ?? 0]);
}
