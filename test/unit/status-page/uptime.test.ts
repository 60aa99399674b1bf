import fc from 'fast-check';
import { DateTime } from 'luxon';
import { INCIDENT_EFFECTS } from '../../../src/domain/status-page/states.ts';
import { type DayState, historyOf, lastDays, type Recorded } from '../../../src/domain/status-page/uptime.ts';
import { testSeed } from '../../support/examples/seed.ts';

fc.configureGlobal({ seed: testSeed() });

const HOUR_MS = 3_600_000;
/** Its clocks change on 8 March 2026. */
const ZONES = ['Asia/Seoul', 'America/New_York', 'Asia/Kathmandu', 'UTC'];
const START = Date.parse('2026-03-01T00:00:00Z');

/** Looks at every quarter of an hour by itself: neither unions nor cuts. */
function lookedAt(
  { incidents, maintenance, unstated = [], since }: Recorded,
  { now, zone, days }: { now: number; zone: string; days: number },
) {
  const QUARTER_MS = HOUR_MS / 4;
  const found = new Map<string, { down: number; degraded: number; worked: number; known: number; unstated: number; worst: number }>();
  const today = DateTime.fromMillis(now, { zone }).startOf('day');
  for (let back = days - 1; back >= 0; back -= 1)
    found.set(today.minus({ days: back }).toISODate() ?? '', { down: 0, degraded: 0, worked: 0, known: 0, unstated: 0, worst: 0 });
  const holds = (spans: readonly { from: number; to: number }[], at: number) => spans.some(({ from, to }) => from <= at && at < to);
  for (let at = today.minus({ days: days - 1 }).toMillis(); at < now; at += QUARTER_MS) {
    const day = found.get(DateTime.fromMillis(at, { zone }).toISODate() ?? '');
    if (!day) throw new Error('a moment of no day');
    const isWorked = holds(maintenance, at);
    if (isWorked) day.worked += QUARTER_MS;
    if (holds(unstated, at)) day.unstated += QUARTER_MS;
    if (isWorked || holds(unstated, at) || since === undefined || at < since) continue;
    day.known += QUARTER_MS;
    const worst = Math.max(0, ...incidents.filter((one) => holds([one], at)).map(({ effect }) => INCIDENT_EFFECTS.indexOf(effect)));
    day.worst = Math.max(day.worst, worst);
    if (worst >= 2) day.down += QUARTER_MS;
    if (worst === 1) day.degraded += QUARTER_MS;
  }
  const all = [...found];
  const sum = (what: 'down' | 'known') => all.reduce((total, [, day]) => total + day[what], 0);
  return {
    days: all.map(([date, day]) => {
      const without: DayState =
        day.unstated > 0 ? 'no-data' : day.worked > 0 ? 'under-maintenance' : day.known > 0 ? 'operational' : 'no-data';
      const state = day.worst > 0 ? (INCIDENT_EFFECTS[day.worst] as DayState) : without;
      return { date, state, downMs: day.down, degradedMs: day.degraded, maintenanceMs: day.worked };
    }),
    uptime: sum('known') === 0 ? undefined : 1 - sum('down') / sum('known'),
  };
}

const moment = fc.integer({ min: 0, max: 24 * 4 * 20 }).map((quarters) => START + (quarters * HOUR_MS) / 4);
const span = fc.tuple(moment, moment).map(([one, other]) => ({ from: Math.min(one, other), to: Math.max(one, other) }));

it('says of every day and of all together what looking at each quarter of an hour says', () => {
  const incidents = fc.array(
    fc.tuple(span, fc.constantFrom(...INCIDENT_EFFECTS)).map(([one, effect]) => ({ ...one, effect })),
    { maxLength: 6 },
  );
  const rest = {
    maintenance: fc.array(span, { maxLength: 4 }),
    unstated: fc.array(span, { maxLength: 2 }),
    since: fc.option(moment, { nil: undefined }),
  };
  const asked = fc.record({ now: moment, zone: fc.constantFrom(...ZONES), days: fc.integer({ min: 1, max: 20 }) });
  fc.assert(
    fc.property(fc.record({ incidents, ...rest }), asked, (drawn, when) => {
      // Nothing that is recorded lies ahead.
      const past = <One extends { to: number }>(spans: readonly One[]) => spans.map((one) => ({ ...one, to: Math.min(one.to, when.now) }));
      const recorded = { ...drawn, incidents: past(drawn.incidents), maintenance: past(drawn.maintenance), unstated: past(drawn.unstated) };
      const { uptime, days } = historyOf(recorded, lastDays({ ...when, count: when.days }));
      const expected = lookedAt(recorded, when);
      expect(days).toEqual(expected.days);
      if (expected.uptime === undefined) expect(uptime).toBeUndefined();
      else expect(uptime).toBeCloseTo(expected.uptime, 10);
    }),
  );
});

it('calls nothing uptime before the first record, and counts what overlaps once', () => {
  const now = Date.parse('2026-03-03T12:00:00Z');
  const at = (text: string) => Date.parse(`2026-03-${text}:00Z`);
  const incidents = [
    { from: at('02T10:00'), to: at('02T12:00'), effect: 'major-outage' as const },
    { from: at('02T11:00'), to: at('02T13:00'), effect: 'partial-outage' as const },
    { from: at('02T09:00'), to: at('02T18:00'), effect: 'degraded' as const },
  ];
  const { days, uptime } = historyOf({ incidents, maintenance: [], since: at('02T00:00') }, lastDays({ now, zone: 'UTC', count: 4 }));
  expect(days.map(({ state }) => state)).toEqual(['no-data', 'no-data', 'major-outage', 'operational']);
  expect(days[2]).toEqual({ date: '2026-03-02', state: 'major-outage', downMs: 3 * HOUR_MS, degradedMs: 6 * HOUR_MS, maintenanceMs: 0 });
  expect(uptime).toBeCloseTo(1 - 3 / 36, 12);
  expect(historyOf({ incidents, maintenance: [], since: undefined }, lastDays({ now, zone: 'UTC' })).uptime).toBeUndefined();
});
