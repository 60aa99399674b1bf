import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  gapsBetween,
  nextHandover,
  type Override,
  oncallAt,
  type Schedule,
  servingAt,
  shiftsBetween,
} from '../../../src/domain/oncall/index.ts';
import type { LayerSpec } from '../../../src/domain/playbook/oncall-schema.ts';
import { testSeed } from '../../support/examples/seed.ts';

fc.configureGlobal({ seed: testSeed() });

const WEEKLY: LayerSpec = {
  name: 'weekly',
  people: ['ada', 'bob', 'cyd'],
  rotate: { days: 7, hours: 0 },
  start: '2026-01-05', // a Monday
  handover: '09:00',
};
const OFFICE: LayerSpec = {
  name: 'office',
  people: ['dan', 'eve'],
  rotate: { days: 1, hours: 0 },
  start: '2026-01-05',
  handover: '09:00',
  only: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' },
};
const schedule = (over: Partial<Schedule> = {}): Schedule => ({
  zone: 'Asia/Seoul',
  layers: [WEEKLY],
  holidays: [],
  overrides: [],
  ...over,
});
/** A time in Seoul. */
const seoul = (text: string) => new Date(`${text}:00+09:00`);
const put = (person: string, from: string, to: string): Override => ({ person, from: seoul(from), to: seoul(to) });

describe('a weekly rotation', () => {
  it.each([
    ['2026-01-05T09:00', 'ada', '2026-01-12T09:00'],
    ['2026-01-12T08:59', 'ada', '2026-01-12T09:00'],
    ['2026-01-12T09:00', 'bob', '2026-01-19T09:00'],
    ['2026-01-25T23:00', 'cyd', '2026-01-26T09:00'],
    ['2026-01-26T09:00', 'ada', '2026-02-02T09:00'],
  ])('at %s: %s until %s', (at, person, until) => {
    expect(oncallAt(schedule(), seoul(at))).toEqual({ person, layer: 'weekly', why: 'turn', until: seoul(until) });
  });

  it('has nobody before it starts, and says who begins', () => {
    const at = seoul('2026-01-01T00:00');
    expect(oncallAt(schedule(), at)).toEqual({ why: 'gap', until: seoul('2026-01-05T09:00') });
    expect(nextHandover(schedule(), at)).toEqual({ at: seoul('2026-01-05T09:00'), to: 'ada' });
  });

  it('of one person never hands over', () => {
    const alone = schedule({ layers: [{ ...WEEKLY, people: ['ada'] }] });
    expect(oncallAt(alone, seoul('2026-06-01T00:00'))).toEqual({ person: 'ada', layer: 'weekly', why: 'turn' });
    expect(nextHandover(alone, seoul('2026-06-01T00:00'))).toBeUndefined();
  });

  it('whose turns are longer than the next months still knows the next handover', () => {
    const slow = schedule({ layers: [{ ...WEEKLY, rotate: { days: 26 * 7, hours: 0 } }] });
    expect(nextHandover(slow, seoul('2026-01-06T00:00'))).toEqual({ at: seoul('2026-07-06T09:00'), from: 'ada', to: 'bob' });
  });

  it('asks whose turn it is first, then those whose turn follows', () => {
    expect(servingAt(schedule(), seoul('2026-01-13T00:00'))).toEqual(['bob', 'cyd', 'ada']);
    expect(servingAt(schedule({ layers: [{ ...WEEKLY, people: ['ada', 'bob', 'ada', 'cyd'] }] }), seoul('2026-01-06T00:00'))).toEqual([
      'ada',
      'bob',
      'cyd',
    ]);
  });
});

describe('layers', () => {
  const both = schedule({ layers: [WEEKLY, OFFICE] });

  it.each([
    ['2026-01-05T08:59', undefined, undefined],
    ['2026-01-05T09:00', 'dan', 'office'],
    ['2026-01-05T18:00', 'ada', 'weekly'],
    ['2026-01-06T09:00', 'eve', 'office'],
    ['2026-01-10T12:00', 'ada', 'weekly'], // Saturday
    ['2026-01-12T12:00', 'eve', 'office'], // the rotation goes on through the weekend
  ])('at %s a later one goes first where it serves: %s (%s)', (at, person, layer) => {
    const { person: found, layer: from } = oncallAt(both, seoul(at));
    expect([found, from]).toEqual([person, layer]);
  });

  it('all serve, the later one first', () => {
    expect(servingAt(both, seoul('2026-01-05T12:00'))).toEqual(['dan', 'eve', 'ada', 'bob', 'cyd']);
    expect(servingAt(both, seoul('2026-01-05T20:00'))).toEqual(['ada', 'bob', 'cyd']);
  });

  it('may serve over midnight, on the day on which the night begins', () => {
    const nights = schedule({ layers: [WEEKLY, { ...OFFICE, name: 'nights', only: { days: ['fri'], from: '22:00', to: '06:00' } }] });
    const layerAt = (at: string) => oncallAt(nights, seoul(at)).layer;
    expect(['2026-01-09T21:59', '2026-01-09T22:00', '2026-01-10T05:59', '2026-01-10T06:00', '2026-01-09T05:00'].map(layerAt)).toEqual([
      'weekly',
      'nights',
      'nights',
      'weekly',
      'weekly',
    ]);
  });

  it('leave gaps where none serves', () => {
    const office = schedule({ layers: [OFFICE] });
    const gaps = gapsBetween(office, seoul('2026-01-05T09:00'), seoul('2026-01-12T09:00'));
    expect(gaps).toEqual([
      ...['05', '06', '07', '08'].map((day, index) => ({
        from: seoul(`2026-01-${day}T18:00`),
        to: seoul(`2026-01-0${6 + index}T09:00`),
      })),
      { from: seoul('2026-01-09T18:00'), to: seoul('2026-01-12T09:00') },
    ]);
    expect(servingAt(office, seoul('2026-01-05T18:00'))).toEqual([]);
    expect(oncallAt(office, seoul('2026-01-09T20:00'))).toEqual({ why: 'gap', until: seoul('2026-01-12T09:00') });
  });
});

describe('holidays', () => {
  it('of a person give the turn to the next, who then serves their own as well', () => {
    const away = schedule({ holidays: [{ from: '2026-01-07', people: ['ada'] }] });
    expect(shiftsBetween(away, seoul('2026-01-05T09:00'), seoul('2026-01-12T09:00'))).toEqual([
      { person: 'ada', layer: 'weekly', why: 'turn', from: seoul('2026-01-05T09:00'), to: seoul('2026-01-07T00:00') },
      { person: 'bob', layer: 'weekly', why: 'stand-in', from: seoul('2026-01-07T00:00'), to: seoul('2026-01-08T00:00') },
      { person: 'ada', layer: 'weekly', why: 'turn', from: seoul('2026-01-08T00:00'), to: seoul('2026-01-12T09:00') },
    ]);
    expect(servingAt(away, seoul('2026-01-07T12:00'))).toEqual(['bob', 'cyd']);
  });

  it('of a layer give the day to the layer below', () => {
    const closed = schedule({ layers: [WEEKLY, OFFICE], holidays: [{ from: '2026-01-06', to: '2026-01-07', layers: ['office'] }] });
    const layers = ['05', '06', '07', '08'].map((day) => oncallAt(closed, seoul(`2026-01-${day}T12:00`)).layer);
    expect(layers).toEqual(['office', 'weekly', 'weekly', 'office']);
  });

  it('of everybody are a gap', () => {
    const empty = schedule({ holidays: [{ from: '2026-01-07', people: ['ada', 'bob', 'cyd'] }] });
    expect(gapsBetween(empty, seoul('2026-01-05T09:00'), seoul('2026-02-05T09:00'))).toEqual([
      { from: seoul('2026-01-07T00:00'), to: seoul('2026-01-08T00:00') },
    ]);
  });
});

describe('overrides', () => {
  it('go before the schedule for their span, end not included, and nobody is forgotten behind them', () => {
    const overrides = [put('zoe', '2026-01-06T10:00', '2026-01-06T12:00')];
    const at = (time: string) => oncallAt(schedule(), seoul(`2026-01-06T${time}`), overrides);
    expect(at('09:59')).toMatchObject({ person: 'ada', until: seoul('2026-01-06T10:00') });
    expect(at('10:00')).toEqual({ person: 'zoe', why: 'override', until: seoul('2026-01-06T12:00') });
    expect(at('12:00')).toMatchObject({ person: 'ada' });
    expect(servingAt(schedule(), seoul('2026-01-06T11:00'), overrides)).toEqual(['zoe', 'ada', 'bob', 'cyd']);
  });

  it('that overlap: the last one made counts', () => {
    const overrides = [put('zoe', '2026-01-06T10:00', '2026-01-06T12:00'), put('bob', '2026-01-06T11:00', '2026-01-06T11:30')];
    const shifts = shiftsBetween(schedule(), seoul('2026-01-06T10:00'), seoul('2026-01-06T12:00'), overrides);
    expect(shifts.map(({ person }) => person)).toEqual(['zoe', 'bob', 'zoe']);
  });

  it('fill gaps', () => {
    const before = seoul('2026-01-01T00:00');
    expect(gapsBetween(schedule(), before, seoul('2026-01-05T09:00'), [put('zoe', '2026-01-01T00:00', '2026-01-05T09:00')])).toEqual([]);
  });
});

describe('every schedule', () => {
  const zones = ['America/New_York', 'Europe/Berlin', 'Asia/Seoul', 'Australia/Lord_Howe'];
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '45'))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
  const people = ['ada', 'bob', 'cyd', 'dan'];
  const rotate = fc.oneof(
    fc.integer({ min: 1, max: 15 }).map((days) => ({ days, hours: 0 })),
    fc.integer({ min: 1, max: 50 }).map((hours) => ({ days: 0, hours })),
  );
  const day = fc.integer({ min: 0, max: 364 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  const only = fc
    .record({ days: fc.uniqueArray(fc.constantFrom('mon', 'wed', 'sat', 'sun'), { minLength: 1 }), from: time, to: time })
    .filter(({ from, to }) => from !== to) as fc.Arbitrary<NonNullable<LayerSpec['only']>>;
  const layer = (name: string, restricted: boolean): fc.Arbitrary<LayerSpec> =>
    fc.record({
      name: fc.constant(name),
      people: fc.uniqueArray(fc.constantFrom(...people), { minLength: 1 }),
      rotate,
      start: restricted ? day : fc.constant('2025-12-01'),
      handover: time,
      ...(restricted && { only, end: moments }),
    });
  const moments = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });
  const holiday: fc.Arbitrary<Schedule['holidays'][number]> = fc.oneof(
    fc.record({ from: day, people: fc.uniqueArray(fc.constantFrom(...people), { minLength: 1, maxLength: 3 }) }),
    fc.record({ from: day, layers: fc.constant<string[]>(['upper']) }),
  );
  const any: fc.Arbitrary<Schedule> = fc.record({
    zone: fc.constantFrom(...zones),
    layers: fc.tuple(layer('base', false), layer('upper', true)),
    holidays: fc.array(holiday, { maxLength: 3 }),
    overrides: fc.array(
      fc
        .record({
          person: fc.constantFrom(...people),
          from: moments,
          hours: fc.integer({ min: 1, max: 100 }),
          layers: fc.constantFrom<string[] | undefined>(undefined, ['upper'], ['base']),
        })
        .map(({ person, from, hours, layers }) => ({
          person,
          from,
          to: new Date(from.getTime() + hours * 3_600_000),
          ...(layers && { layers }),
        })),
      { maxLength: 3 },
    ),
  });
  const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });

  it('has shifts without a hole that agree with who is on call at each moment', () => {
    fc.assert(
      fc.property(any, instant, fc.array(fc.nat({ max: 10 * 86_400 - 1 }), { minLength: 5, maxLength: 5 }), (s, from, offsets) => {
        const to = new Date(from.getTime() + 10 * 86_400_000);
        const shifts = shiftsBetween(s, from, to);
        expect(shifts[0]?.from).toEqual(from);
        expect(shifts.at(-1)?.to).toEqual(to);
        for (const [index, shift] of shifts.entries()) {
          expect(shift.to.getTime()).toBeGreaterThan(shift.from.getTime());
          if (index > 0) expect(shift.from).toEqual(shifts[index - 1]?.to);
        }
        for (const seconds of offsets) {
          const at = new Date(from.getTime() + seconds * 1_000);
          const shift = shifts.find((one) => one.from <= at && at < one.to);
          const now = oncallAt(s, at);
          expect(now.person).toBe(shift?.person);
          expect(servingAt(s, at)[0]).toBe(now.person);
          if (now.until && now.until < to) expect(oncallAt(s, now.until).person).not.toBe(now.person);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('hands over by days at the same wall time all year, also where clocks change (luxon as the oracle)', () => {
    const rotation = fc.record({
      zone: fc.constantFrom(...zones),
      days: fc.integer({ min: 1, max: 10 }),
      handover: fc.oneof(time, fc.constantFrom('01:45', '02:00', '02:15', '02:30', '03:00')),
      turn: fc.nat({ max: 360 }),
    });
    fc.assert(
      fc.property(rotation, ({ zone, days, handover, turn }) => {
        const daily = schedule({
          zone,
          layers: [{ ...WEEKLY, start: '2026-01-01', handover, rotate: { days, hours: 0 }, people: ['ada', 'bob'] }],
        });
        const [hour = 0, minute = 0] = handover.split(':').map(Number);
        // Luxon is asked for noon, which no clock change touches; the hours from there are our own wall clock.
        const date = DateTime.fromObject({ year: 2026, month: 1, day: 1 }, { zone }).plus({ days: Math.floor(turn / days) * days });
        const noonBefore = date.minus({ days: 1 }).set({ hour: 12 });
        const handed = nextHandover(daily, noonBefore.toJSDate());
        if (!handed) throw new Error('there is a handover');
        const at = DateTime.fromJSDate(handed.at, { zone });
        const reading = at.hour * 60 + at.minute;
        const wanted = hour * 60 + minute;
        if (reading === wanted) {
          // Of two readings the first: an hour earlier clocks showed something else.
          expect(at.getPossibleOffsets().every((other) => other.toMillis() >= at.toMillis())).toBe(true);
        } else {
          // That time does not exist on the day: the change itself, when clocks pass over it.
          expect(at.offset).toBeGreaterThan(at.minus({ milliseconds: 1 }).offset);
          expect(reading).toBeGreaterThan(wanted);
        }
        expect(
          Math.round(at.startOf('day').diff(DateTime.fromObject({ year: 2026, month: 1, day: 1 }, { zone }), 'days').days) % days,
        ).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
