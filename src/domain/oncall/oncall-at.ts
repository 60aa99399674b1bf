import type { HolidaySpec } from '../playbook/oncall-schema.ts';
import { nextEdge, rotationAt, servesAt } from './layer.ts';
import type { Override, Schedule, Shift, Turn } from './schedule.ts';
import { DAY_MS, instantOf, wallTimeOf } from './wall-time.ts';

/** Who changes less often than this is not waited for. */
const LOOK_AHEAD_MS = 400 * DAY_MS;
const MOST_STEPS = 500;

/** Who is on call, and until when it stays so; `until` is absent when nobody else takes over in sight. */
export type OncallAt = Turn & { until?: Date };

export interface Handover {
  at: Date;
  /** Nobody, where it was or becomes a gap. */
  from?: string;
  to?: string;
}

/** Who is on call at a moment. Of overrides that overlap the last in the list counts. */
export function oncallAt(schedule: Schedule, at: Date, overrides: readonly Override[] = []): OncallAt {
  const turn = turnAt(schedule, at.getTime(), overrides);
  const handover = nextHandover(schedule, at, overrides);
  return { ...turn, ...(handover && { until: handover.at }) };
}

/** When somebody else (or nobody, or somebody again) takes over; undefined when that is not in sight. */
export function nextHandover(schedule: Schedule, at: Date, overrides: readonly Override[] = []): Handover | undefined {
  const from = turnAt(schedule, at.getTime(), overrides).person;
  const end = at.getTime() + LOOK_AHEAD_MS;
  let instant = at.getTime();
  for (let step = 0; step < MOST_STEPS; step += 1) {
    instant = edgeAfter(schedule, instant, overrides);
    if (instant > end) return undefined;
    const to = turnAt(schedule, instant, overrides).person;
    if (to !== from) return { at: new Date(instant), ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  }
  return undefined;
}

/** Who serves from `from` to `to`, gaps included, without a hole: each shift begins where the one before it ends. */
export function shiftsBetween(schedule: Schedule, from: Date, to: Date, overrides: readonly Override[] = []): Shift[] {
  const shifts: Shift[] = [];
  const end = to.getTime();
  for (let instant = from.getTime(); instant < end; ) {
    const next = Math.min(end, edgeAfter(schedule, instant, overrides));
    const turn = turnAt(schedule, instant, overrides);
    const last = shifts.at(-1);
    if (last && last.person === turn.person && last.layer === turn.layer && last.why === turn.why) last.to = new Date(next);
    else shifts.push({ ...turn, from: new Date(instant), to: new Date(next) });
    instant = next;
  }
  return shifts;
}

/** When nobody serves. */
export function gapsBetween(schedule: Schedule, from: Date, to: Date, overrides: readonly Override[] = []): { from: Date; to: Date }[] {
  return shiftsBetween(schedule, from, to, overrides).flatMap((shift) =>
    shift.person === undefined ? [{ from: shift.from, to: shift.to }] : [],
  );
}

/** Everybody who serves at a moment, in the order in which they are asked: whose turn it is, who follows, then the layers below. */
export function servingAt(schedule: Schedule, at: Date, overrides: readonly Override[] = []): string[] {
  const instant = at.getTime();
  const put = overrideAt(allOf(schedule, overrides), instant)?.person;
  const people = candidates(schedule, instant).map(({ person }) => person);
  return [...new Set([...(put === undefined ? [] : [put]), ...people])];
}

/** The override that counts at an instant. */
export function overrideAt(overrides: readonly Override[], instant: number): Override | undefined {
  return overrides.findLast(({ from, to }) => from.getTime() <= instant && instant < to.getTime());
}

function turnAt(schedule: Schedule, instant: number, overrides: readonly Override[]): Turn {
  const override = overrideAt(allOf(schedule, overrides), instant);
  if (override) return { person: override.person, why: 'override' };
  const [first] = candidates(schedule, instant);
  return first ?? { why: 'gap' };
}

/** Those of the playbook that are not for some layers only, then those that people made, which go before. */
function allOf({ overrides: planned }: Schedule, overrides: readonly Override[]): readonly Override[] {
  const whole = planned.filter(({ layers }) => layers === undefined);
  return whole.length === 0 ? overrides : [...whole, ...overrides];
}

/** Those who could serve, layer by layer, the last layer first. */
function candidates(schedule: Schedule, instant: number): (Turn & { person: string })[] {
  const { zone, layers } = schedule;
  const holidays = schedule.holidays.filter((holiday) => covers(holiday, zone, instant));
  const closed = holidays.flatMap((holiday) => holiday.layers ?? []);
  const away = holidays.flatMap((holiday) => holiday.people ?? []);
  return [...layers].reverse().flatMap((layer) => {
    if (closed.includes(layer.name) || !servesAt(layer, zone, instant)) return [];
    const put = overrideAt(
      schedule.overrides.filter(({ layers: of }) => of?.includes(layer.name)),
      instant,
    );
    const rotation = rotationAt(layer, zone, instant);
    const turns = rotation.flatMap((person, index) =>
      away.includes(person) ? [] : [{ person, layer: layer.name, why: index === 0 ? ('turn' as const) : ('stand-in' as const) }],
    );
    return put && rotation.length > 0 ? [{ person: put.person, layer: layer.name, why: 'override' as const }, ...turns] : turns;
  });
}

/** The next instant at which the answer may change; Infinity when it never will. */
function edgeAfter({ zone, layers, holidays, overrides: planned }: Schedule, instant: number, overrides: readonly Override[]): number {
  const edges = [
    ...holidays.flatMap((holiday) => spanOf(holiday, zone)),
    ...[...planned, ...overrides].flatMap(({ from, to }) => [from.getTime(), to.getTime()]),
    ...layers.map((layer) => nextEdge(layer, zone, instant)),
  ];
  return Math.min(...edges.filter((edge) => edge > instant));
}

function covers(holiday: HolidaySpec, zone: string, instant: number): boolean {
  const [from, to] = spanOf(holiday, zone);
  return from <= instant && instant < to;
}

/** From the midnight before its first day to the midnight after its last. */
function spanOf({ from, to = from }: HolidaySpec, zone: string): [number, number] {
  return [instantOf(wallTimeOf(from), zone), instantOf(wallTimeOf(to) + DAY_MS, zone)];
}
