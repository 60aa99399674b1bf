import { DateTime } from 'luxon';
import { lengthOf, type Span, union, within, without } from './intervals.ts';
import { INCIDENT_EFFECTS, type IncidentEffect, isDown } from './states.ts';

export const HISTORY_DAYS = 90;

/** `no-data`: nobody knows, because nothing was recorded yet, or because nothing may be said. */
export type DayState = IncidentEffect | 'under-maintenance' | 'no-data';

export interface Day {
  /** By the calendar of the zone: `2026-03-03`. */
  date: string;
  /** The worst of it. */
  state: DayState;
  /** How long it could not be used, each moment once, planned maintenance left out. */
  downMs: number;
  /** How long it was worse than usual and could be used. */
  degradedMs: number;
  maintenanceMs: number;
}

export interface History {
  /** The oldest first, today last. */
  days: Day[];
  /** Share of the time that is known and was not planned maintenance, from 0 to 1; undefined where none is. */
  uptime: number | undefined;
}

export interface Recorded {
  /** What incidents made of it. */
  incidents: readonly (Span & { effect: IncidentEffect })[];
  maintenance: readonly Span[];
  /** Of which nothing may be said. */
  unstated?: readonly Span[];
  /** From when on incidents are recorded; undefined: from no time yet. */
  since: number | undefined;
}

/** A day of the calendar, in milliseconds; today ends now. */
export interface CalendarDay extends Span {
  date: string;
}

/** The last days by the calendar of a zone, today last. */
export function lastDays({ now, zone, count = HISTORY_DAYS }: { now: number; zone: string; count?: number }): CalendarDay[] {
  const today = DateTime.fromMillis(now, { zone }).startOf('day');
  const starts = Array.from({ length: count }, (_, index) => today.minus({ days: count - 1 - index }));
  return starts.map((start, index) => ({
    date: start.toFormat('yyyy-MM-dd'),
    from: start.toMillis(),
    to: starts[index + 1]?.toMillis() ?? now,
  }));
}

/** How a component was over the last days. What was not recorded is not called uptime; planned maintenance counts on neither side. */
export function historyOf({ incidents, maintenance, unstated = [], since }: Recorded, calendar: readonly CalendarDay[]): History {
  const whole = { from: calendar[0]?.from ?? 0, to: calendar.at(-1)?.to ?? 0 };
  const planned = union(maintenance);
  const unsaid = union(unstated);
  const known = since === undefined || since >= whole.to ? [] : without([{ from: since, to: whole.to }], union([...planned, ...unsaid]));
  const effects = INCIDENT_EFFECTS.map((effect) => ({ effect, spans: during(incidents, (one) => one === effect, known) }));
  const down = during(incidents, isDown, known);
  const degraded = without(
    during(incidents, (one) => one === 'degraded', known),
    down,
  );
  const days = calendar.map((day): Day => {
    const inDay = (spans: readonly Span[]) => lengthOf(within(spans, day));
    const maintenanceMs = inDay(planned);
    const worst = effects.findLast(({ effect, spans }) => effect !== 'operational' && within(spans, day).length > 0)?.effect;
    return {
      date: day.date,
      state: worst ?? stateWithout({ maintenanceMs, knownMs: inDay(known), unstatedMs: inDay(unsaid) }),
      downMs: inDay(down),
      degradedMs: inDay(degraded),
      maintenanceMs,
    };
  });
  const knownMs = lengthOf(within(known, whole));
  return { days, uptime: knownMs === 0 ? undefined : 1 - lengthOf(within(down, whole)) / knownMs };
}

/** When incidents with such an effect went on, as far as it counts. */
function during(incidents: Recorded['incidents'], fits: (effect: IncidentEffect) => boolean, known: readonly Span[]): Span[] {
  const all = union(incidents.filter(({ effect }) => fits(effect)));
  return known.flatMap((span) => within(all, span));
}

/** Of a day on which no incident is told. */
function stateWithout({ maintenanceMs, knownMs, unstatedMs }: { maintenanceMs: number; knownMs: number; unstatedMs: number }): DayState {
  if (unstatedMs > 0) return 'no-data';
  if (maintenanceMs > 0) return 'under-maintenance';
  return knownMs > 0 ? 'operational' : 'no-data';
}
