import fc from 'fast-check';
import { DateTime } from 'luxon';
import { instantOf, wallTimeAt, wallTimeOf } from '../../../src/domain/oncall/wall-time.ts';
import { testSeed } from '../../support/examples/seed.ts';

fc.configureGlobal({ seed: testSeed() });

const ZONES = ['America/New_York', 'Europe/Berlin', 'Asia/Seoul', 'Australia/Lord_Howe', 'America/St_Johns', 'Africa/Cairo', 'UTC'];
const iso = (zone: string, date: string, time: string) => new Date(instantOf(wallTimeOf(date, time), zone)).toISOString();

/** A minute of some year, often in the night of a clock change. */
const wallAndZone = fc.constantFrom(...ZONES).chain((zone) =>
  fc.record({
    zone: fc.constant(zone),
    wall: fc.oneof(
      fc.integer({ min: Date.UTC(2000, 0) / 60_000, max: Date.UTC(2037, 11) / 60_000 }).map((minute) => minute * 60_000),
      fc
        .tuple(fc.integer({ min: 2000, max: 2037 }), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 4 * 60 }))
        .map(([year, nth, minute]) => nightsOfChange(zone, year)[nth % 2] ?? Date.UTC(year, 5) + minute * 60_000)
        .chain((night) => fc.integer({ min: -60, max: 4 * 60 }).map((minute) => night + minute * 60_000)),
    ),
  }),
);

const nights = new Map<string, number[]>();
/** Midnights before the days on which the zone's offset changes, in its wall time. */
function nightsOfChange(zone: string, year: number): number[] {
  const key = `${zone} ${year}`;
  const known = nights.get(key);
  if (known) return known;
  const found: number[] = [];
  for (let day = DateTime.utc(year); day.year === year; day = day.plus({ days: 1 })) {
    const here = DateTime.fromObject({ year, month: day.month, day: day.day, hour: 12 }, { zone });
    if (here.offset !== here.minus({ days: 1 }).offset) found.push(Date.UTC(year, day.month - 1, day.day));
  }
  nights.set(key, found);
  return found;
}

/** What luxon reads off a wall clock at that instant. */
function luxonReading(instant: number, zone: string): number {
  const { year, month, day, hour, minute, second, millisecond } = DateTime.fromMillis(instant, { zone });
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

describe('a wall time becomes an instant', () => {
  it('reads back as itself, the earlier of two, or is the clock change that skips it (luxon as the oracle)', () => {
    fc.assert(
      fc.property(wallAndZone, ({ wall, zone }) => {
        const instant = instantOf(wall, zone);
        const at = new Date(wall);
        const fields = { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
        const local = DateTime.fromObject({ ...fields, hour: at.getUTCHours(), minute: at.getUTCMinutes() }, { zone });
        const readings = local.getPossibleOffsets().map((one) => one.toMillis());
        const real = readings.filter((millis) => luxonReading(millis, zone) === wall);
        if (real.length > 0) expect(instant).toBe(Math.min(...real));
        else {
          expect(luxonReading(instant, zone)).toBeGreaterThan(wall);
          expect(luxonReading(instant - 1, zone)).toBeLessThan(wall);
          expect(DateTime.fromMillis(instant, { zone }).offset).not.toBe(DateTime.fromMillis(instant - 1, { zone }).offset);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('never goes back: a later reading is not an earlier instant', () => {
    fc.assert(
      fc.property(wallAndZone, fc.integer({ min: 0, max: 3 * 3_600_000 }), ({ wall, zone }, later) => {
        expect(instantOf(wall + later, zone)).toBeGreaterThanOrEqual(instantOf(wall, zone));
      }),
      { numRuns: 400 },
    );
  });

  it('is what clocks show there', () => {
    fc.assert(
      fc.property(wallAndZone, ({ wall, zone }) => {
        expect(wallTimeAt(wall, zone)).toBe(luxonReading(wall, zone));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:00:00.000Z', 'skipped: 02:00 EST is 03:00 EDT'],
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00.000Z', 'doubled: the first, in EDT'],
    ['America/New_York', '2026-11-01', '09:00', '2026-11-01T14:00:00.000Z', 'the day of 25 hours'],
    ['Europe/Berlin', '2026-03-29', '02:00', '2026-03-29T01:00:00.000Z', 'skipped from its first minute'],
    ['Europe/Berlin', '2026-10-25', '02:00', '2026-10-25T00:00:00.000Z', 'doubled: the first, in CEST'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:30:00.000Z', 'skipped by half an hour'],
    ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45:00.000Z', 'doubled by half an hour'],
    ['Asia/Seoul', '2026-03-08', '02:30', '2026-03-07T17:30:00.000Z', 'no clock change'],
    ['America/Havana', '2026-03-08', '00:00', '2026-03-08T05:00:00.000Z', 'a midnight that is skipped'],
    ['Pacific/Apia', '2011-12-30', '09:00', '2011-12-30T10:00:00.000Z', 'a whole day that is skipped'],
  ])('%s %s %s → %s (%s)', (zone, date, time, expected) => {
    expect(iso(zone, date, time)).toBe(expected);
  });
});
