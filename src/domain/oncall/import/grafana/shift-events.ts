import { DAY_MS, dayOf, HOUR_MS, instantOf, type WallTime } from '../../wall-time.ts';
import type { Turns } from '../layers.ts';
import { DAY_MINUTES, type WeekSpan } from '../week-hours.ts';

/** A shift of Grafana OnCall, its people by key. */
export interface ShiftRule {
  name: string;
  /** A higher one goes before a lower one. */
  level: number;
  zone: string;
  start: WallTime;
  durationMs: number;
  /** Of one event when absent. */
  frequency?: 'hourly' | 'daily' | 'weekly';
  interval: number;
  until?: WallTime;
  /** 0 is Monday. */
  weekStart: number;
  byDay?: readonly number[];
  /** Who takes turns; those of a group are called at once. A recurrent event has one group. */
  groups: readonly (readonly string[])[];
}

const WEEK_MS = 7 * DAY_MS;
/** As when something recurs for ever that began long ago. */
const MOST_EVENTS = 20_000;

/** Every event of a shift that lies in a stretch of time, at least in part, in order. */
export function eventsOf(rule: ShiftRule, from: Date, to: Date): { people: readonly string[]; from: Date; to: Date }[] {
  const events: { people: readonly string[]; from: Date; to: Date }[] = [];
  for (const { start, turn } of startsOf(rule, from, to)) {
    const begins = new Date(instantOf(start, rule.zone));
    const ends = new Date(instantOf(start + rule.durationMs, rule.zone));
    const people = rule.groups[turn % rule.groups.length] ?? [];
    if (ends > from && begins < to && begins < ends && people.length > 0) events.push({ people, from: begins, to: ends });
  }
  return events;
}

function* startsOf(rule: ShiftRule, from: Date, to: Date): Generator<{ start: WallTime; turn: number }> {
  const { start, frequency, interval, byDay, until } = rule;
  if (frequency === undefined) {
    yield { start, turn: 0 };
    return;
  }
  const unit = { hourly: HOUR_MS, daily: DAY_MS, weekly: WEEK_MS }[frequency] * interval;
  // Two days spare for the widest offset from UTC, and all events that may reach into the stretch.
  const first = Math.max(0, Math.floor((from.getTime() - 2 * DAY_MS - rule.durationMs - start) / unit) - 1);
  const anchor = byDay ? weekOf(firstDay(rule), rule.weekStart) : start;
  for (let turn = first; turn < first + MOST_EVENTS; turn += 1) {
    const at = anchor + turn * unit;
    if (at > to.getTime() + 2 * DAY_MS) return;
    for (const one of byDay ? daysIn(rule, at) : [at]) {
      if (until !== undefined && one > until) return;
      if (one >= start) yield { start: one, turn };
    }
  }
}

/** The selected days of a week, in its order. */
function daysIn({ byDay = [], weekStart, start }: ShiftRule, week: WallTime): WallTime[] {
  const timeOfDay = start - dayOf(start);
  return [0, 1, 2, 3, 4, 5, 6]
    .filter((offset) => byDay.includes((weekStart + offset) % 7))
    .map((offset) => week + offset * DAY_MS + timeOfDay);
}

/** A start on a day that is not selected waits for the first selected one of the week's order. */
function firstDay({ start, byDay = [], weekStart }: ShiftRule): WallTime {
  const weekday = weekdayOf(start);
  if (byDay.length === 0 || byDay.includes(weekday)) return start;
  const wanted = [0, 1, 2, 3, 4, 5, 6].map((offset) => (weekStart + offset) % 7).find((one) => byDay.includes(one)) ?? weekday;
  return start + ((wanted - weekday + 7) % 7) * DAY_MS;
}

function weekOf(wall: WallTime, weekStart: number): WallTime {
  return dayOf(wall) - ((weekdayOf(wall) - weekStart + 7) % 7) * DAY_MS;
}

/** Day 0, 1970-01-01, was a Thursday. */
function weekdayOf(wall: WallTime): number {
  return (((dayOf(wall) / DAY_MS + 3) % 7) + 7) % 7;
}

/** The shift as turns of one length, when a rotation of the playbook can say it from `now` on; undefined when its events must be written out. */
export function turnsOf(rule: ShiftRule, now: Date): Turns | undefined {
  const { frequency, interval, durationMs, byDay, until, start, groups, zone, name } = rule;
  const begins = instantOf(start, zone);
  if (frequency === undefined || until !== undefined || begins > now.getTime() || start % 60_000 !== 0 || durationMs % 60_000 !== 0)
    return undefined;
  // Of a group the first one stands for all; whoever reads it is told.
  const people = groups.map(([first]) => first ?? '');
  if (people.includes('')) return undefined;
  const unit = { hourly: HOUR_MS, daily: DAY_MS, weekly: WEEK_MS }[frequency] * interval;
  const shared = { name, people };
  const minutes = durationMs / 60_000;
  if (byDay === undefined) {
    if (durationMs > unit || unit > 999 * DAY_MS) return undefined;
    const rotate = frequency === 'hourly' ? { days: 0, hours: interval } : { days: unit / DAY_MS, hours: 0 };
    const turns = { ...shared, rotate, start: new Date(begins) };
    if (durationMs === unit) return turns;
    const at = (start - dayOf(start)) / 60_000;
    if (frequency === 'daily' && interval === 1) return { ...turns, spans: everyDay([0, 1, 2, 3, 4, 5, 6], at, minutes) };
    if (frequency === 'weekly' && interval === 1) return { ...turns, spans: everyDay([weekdayOf(start)], at, minutes) };
    return undefined;
  }
  // Days that are not selected for a while, or events that reach into the next one, are no windows of a week.
  if (frequency !== 'weekly' || interval !== 1 || durationMs > DAY_MS) return undefined;
  const week = weekOf(firstDay(rule), rule.weekStart) + (start - dayOf(start));
  // Turns change at the time of day at which events begin: what begins on the last day of a week belongs to that week.
  return {
    ...shared,
    rotate: { days: 7, hours: 0 },
    start: new Date(instantOf(week, zone)),
    spans: everyDay(byDay, (start - dayOf(start)) / 60_000, minutes),
  };
}

function everyDay(days: readonly number[], at: number, minutes: number): WeekSpan[] {
  return days.map((day) => ({ from: day * DAY_MINUTES + at, to: day * DAY_MINUTES + at + minutes }));
}
