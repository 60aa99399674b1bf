import type { LayerSpec } from '../playbook/oncall-schema.ts';
import { WEEKDAYS } from '../playbook/schema-parts.ts';
import { DAY_MS, dayOf, HOUR_MS, instantOf, timeOfDayMs, wallTimeAt, wallTimeOf } from './wall-time.ts';

type Hours = NonNullable<LayerSpec['only']>;

/** Days to look ahead for a window: a week holds every weekday, and a window may be empty on the day of a clock change. */
const DAYS_AHEAD = 15;

/** Whose turn it is in the rotation at an instant, then those whose turn comes next; nobody before the first turn. */
export function rotationAt(layer: LayerSpec, zone: string, instant: number): string[] {
  const turn = turnAt(layer, zone, instant);
  if (turn < 0 || isOver(layer, instant)) return [];
  const { people } = layer;
  return [...new Set(people.map((_, index) => people[(turn + index) % people.length] as string))];
}

/** Whether the layer serves at this time of the week. */
export function servesAt(layer: LayerSpec, zone: string, instant: number): boolean {
  if (layer.only === undefined) return true;
  for (const [from, to] of windowsAround(layer.only, zone, instant)) {
    if (from > instant) return false;
    if (instant < to) return true;
  }
  return false;
}

/** The next instant after `instant` at which the layer's answer may change; Infinity when it never will. */
export function nextEdge(layer: LayerSpec, zone: string, instant: number): number {
  if (isOver(layer, instant)) return Infinity;
  const turn = turnAt(layer, zone, instant);
  // A rotation of one person changes once, when it begins.
  const changes = turn < 0 || new Set(layer.people).size > 1;
  return Math.min(
    layer.end?.getTime() ?? Infinity,
    changes ? turnBegins(layer, zone, turn + 1, instant) : Infinity,
    layer.only ? windowEdge(layer.only, zone, instant) : Infinity,
  );
}

function isOver({ end }: LayerSpec, instant: number): boolean {
  return end !== undefined && end.getTime() <= instant;
}

/** Number of the turn under way, from 0; -1 before the first. */
function turnAt(layer: LayerSpec, zone: string, instant: number): number {
  const start = startOf(layer);
  let turn = Math.max(-1, Math.floor((wallTimeAt(instant, zone) - start) / lengthMs(layer)));
  // Clocks that were set back show a reading from before a handover that has already been.
  while (instantOf(start + (turn + 1) * lengthMs(layer), zone) <= instant) turn += 1;
  return turn;
}

/** When the turn begins; short turns may be skipped whole by a clock change, so the first later one counts. */
function turnBegins(layer: LayerSpec, zone: string, turn: number, after: number): number {
  for (let next = turn; ; next += 1) {
    const begins = instantOf(startOf(layer) + next * lengthMs(layer), zone);
    if (begins > after) return begins;
  }
}

function startOf(layer: LayerSpec): number {
  return wallTimeOf(layer.start, layer.handover);
}

function lengthMs({ rotate }: LayerSpec): number {
  return rotate.days * DAY_MS + rotate.hours * HOUR_MS;
}

function windowEdge(only: Hours, zone: string, instant: number): number {
  for (const [from, to] of windowsAround(only, zone, instant)) {
    if (from > instant) return from;
    if (to > instant) return to;
  }
  return Infinity;
}

/** The windows from the day before the one that clocks show, as instants, in order; none overlaps the next. */
function* windowsAround(only: Hours, zone: string, instant: number): Generator<[from: number, to: number]> {
  const today = dayOf(wallTimeAt(instant, zone));
  const { days = WEEKDAYS } = only;
  const begins = timeOfDayMs(only.from ?? '00:00');
  const ends = timeOfDayMs(only.to ?? '00:00');
  for (let day = today - DAY_MS; day <= today + DAYS_AHEAD * DAY_MS; day += DAY_MS) {
    // Day 0, 1970-01-01, was a Thursday.
    const weekday = WEEKDAYS[(((day / DAY_MS + 3) % 7) + 7) % 7];
    if (weekday === undefined || !days.includes(weekday)) continue;
    yield [instantOf(day + begins, zone), instantOf(day + ends + (ends <= begins ? DAY_MS : 0), zone)];
  }
}
