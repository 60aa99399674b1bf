import { shiftsBetween } from '../oncall-at.ts';
import type { Schedule } from '../schedule.ts';
import { DAY_MS, type WallTime, wallTimeAt } from '../wall-time.ts';
import type { LayerDraft, OverrideDraft, Remark, ScheduleDraft } from './draft.ts';
import { type Hours, hoursOf, type WeekSpan } from './week-hours.ts';

/** For how long turns that no rotation of the playbook can say are written out one by one. */
export const WRITTEN_OUT_DAYS = 26 * 7;
/** More than this nobody would read, nor mend. */
const WRITTEN_OUT_MOST = 600;

/** A turn of nobody; such names are never keys. */
export const NOBODY = '(nobody)';

/** People who take turns of one length, as most products have them. */
export interface Turns {
  name: string;
  /** In the order of their turns; `NOBODY` where a turn is empty. */
  people: readonly string[];
  rotate: { days: number; hours: number };
  /** The first turn begins then. */
  start: Date;
  /** Nobody of it serves before, though turns are counted from `start` on. */
  begins?: Date;
  end?: Date;
  /** When it serves; always when absent. */
  spans?: readonly WeekSpan[];
}

/** As the playbook writes a length: `7d` is `weekly`. */
function rotateText({ days, hours }: Turns['rotate']): string {
  if (hours > 0) return `${days * 24 + hours}h`;
  if (days === 1) return 'daily';
  return days % 7 === 0 ? (days === 7 ? 'weekly' : `${days / 7}w`) : `${days}d`;
}

/** One layer for each kind of window in which these turns serve; none where they never do. Names are free in `taken`. */
export function layersOf(turns: Turns, zone: string, taken: readonly LayerDraft[]): LayerDraft[] {
  const hours: readonly (Hours | undefined)[] = windowsOf(turns);
  const first = wallTimeAt(turns.start.getTime(), zone);
  const layers: LayerDraft[] = [];
  for (const only of hours) {
    layers.push({
      name: freeName(turns.name, [...taken, ...layers]),
      people: [...turns.people],
      rotate: rotateText(turns.rotate),
      start: dateText(first),
      handover: timeText(first),
      ...(turns.end && { end: turns.end }),
      ...(only && { only }),
    });
  }
  return layers;
}

/** The layers of several turns, the lowest first. */
export function allLayersOf(stack: readonly Turns[], zone: string): LayerDraft[] {
  const layers: LayerDraft[] = [];
  for (const turns of stack) layers.push(...layersOf(turns, zone, layers));
  return layers;
}

function windowsOf({ spans }: Turns): readonly (Hours | undefined)[] {
  const hours = spans === undefined ? 'always' : hoursOf(spans);
  return hours === 'always' ? [undefined] : hours;
}

/**
 * The same turns as overrides, one for each, from `now` on: for turns that a rotation of the playbook cannot say, such as empty ones. `until` is when they end, because
 * somebody must go on from there; undefined when the turns themselves end before.
 */
export function writtenOut(turns: Turns, zone: string, now: Date): { overrides: OverrideDraft[]; until?: Date } {
  const { shifts, until } = writtenOutOf([turns], zone, now);
  return { overrides: shifts, ...(until && { until }) };
}

/** The same of several turns that lie on each other, the lowest first: where a later one serves, those before it do not. */
export function writtenOutOf(stack: readonly Turns[], zone: string, now: Date): { shifts: OverrideDraft[]; until?: Date } {
  const last = new Date(now.getTime() + WRITTEN_OUT_DAYS * DAY_MS);
  const { shifts, until } = stacked(
    stack.map((turns) => shiftsOf(turns, zone, now, last)),
    last,
  );
  const ended = stack.every(({ end }) => end !== undefined && until !== undefined && end <= until);
  return { shifts, ...(until && !ended && { until }) };
}

/** Shifts that lie on each other, the lowest first, as one row of them, and until when it goes: `last`, or as far as there is room. */
export function stacked(stack: readonly OverrideDraft[][], last: Date): { shifts: OverrideDraft[]; until?: Date } {
  const top = stack.reduce<OverrideDraft[]>((below, above) => [...below.flatMap((shift) => without(shift, above)), ...above], []);
  const sorted = united(top.sort((a, b) => a.from.getTime() - b.from.getTime()));
  const shifts = sorted.slice(0, WRITTEN_OUT_MOST);
  const until = sorted.length > shifts.length ? shifts.at(-1)?.to : last;
  return { shifts, ...(until && { until }) };
}

function shiftsOf(turns: Turns, zone: string, now: Date, last: Date): OverrideDraft[] {
  const first = wallTimeAt(turns.start.getTime(), zone);
  const from = turns.begins && turns.begins > now ? turns.begins : now;
  const schedule: Schedule = {
    zone,
    holidays: [],
    overrides: [],
    layers: windowsOf(turns).map((only, index) => ({
      name: String(index),
      people: [...turns.people],
      rotate: turns.rotate,
      start: dateText(first),
      handover: timeText(first),
      ...(turns.end && { end: turns.end }),
      ...(only && { only }),
    })),
  };
  if (from >= last) return [];
  return shiftsBetween(schedule, from, last).flatMap(({ person, from: begins, to }) =>
    person === undefined || person === NOBODY ? [] : [{ person, from: begins, to }],
  );
}

/** What is left of a shift outside of others, which are in order. */
function without(shift: OverrideDraft, others: readonly OverrideDraft[]): OverrideDraft[] {
  let rest = shift;
  const left: OverrideDraft[] = [];
  for (const other of others) {
    if (other.to <= rest.from || other.from >= rest.to) continue;
    if (other.from > rest.from) left.push({ ...rest, to: other.from });
    if (other.to >= rest.to) return left;
    rest = { ...rest, from: other.to };
  }
  return [...left, rest];
}

/** Shifts that touch and are of the same person are one. */
export function united(shifts: readonly OverrideDraft[]): OverrideDraft[] {
  const joined: OverrideDraft[] = [];
  for (const shift of shifts) {
    const before = joined.at(-1);
    if (before && before.person === shift.person && before.to.getTime() === shift.from.getTime()) before.to = shift.to;
    else joined.push({ ...shift });
  }
  return joined;
}

/** The remark that goes with `writtenOut`. */
export function writtenOutRemark(where: Pick<Remark, 'file' | 'what'>, why: string, until: Date | undefined, zone: string): Remark {
  const end =
    until === undefined ? '' : ` They end on ${dateText(wallTimeAt(until.getTime(), zone))}: write a rotation before, or import again.`;
  return { kind: 'changed', ...where, why: `${why} Its turns are written out one by one, as overrides.${end}` };
}

/** Whether clocks in the zone change within a year of `now`. */
export function clocksChange(zone: string, now: Date): boolean {
  const offsets = Array.from({ length: 13 }, (_, month) => {
    const instant = now.getTime() + month * 30 * DAY_MS;
    return wallTimeAt(instant, zone) - instant;
  });
  return new Set(offsets).size > 1;
}

/** Whether two layers of a schedule ever serve at once in the four weeks from `now`. */
export function overlap(schedule: Pick<ScheduleDraft, 'zone'>, all: readonly Turns[], now: Date): boolean {
  const busy = all.map((turns) => {
    const { overrides } = writtenOut({ ...turns, people: ['somebody'] }, schedule.zone, now);
    return overrides;
  });
  return busy.some((one, index) =>
    busy.slice(index + 1).some((other) => one.some((a) => other.some((b) => a.from < b.to && b.from < a.to))),
  );
}

/** `2026-03-02` of a reading. */
function dateText(wall: WallTime): string {
  return new Date(wall).toISOString().slice(0, 10);
}

/** `09:00` of a reading. */
function timeText(wall: WallTime): string {
  return new Date(wall).toISOString().slice(11, 16);
}

/** Whether an instant lies on a whole minute. */
export function onMinute(at: Date): boolean {
  return at.getTime() % 60_000 === 0;
}

/** The playbook takes 40 characters, each name once. */
function freeName(name: string, taken: readonly { name: string }[]): string {
  const wanted = name.trim().slice(0, 36).trim() || 'rotation';
  if (!taken.some((other) => other.name === wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const next = `${wanted} ${number}`;
    if (!taken.some((other) => other.name === next)) return next;
  }
}
