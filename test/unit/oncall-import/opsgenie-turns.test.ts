import fc from 'fast-check';
import { DateTime } from 'luxon';
import { ruledBy } from '../../../src/domain/oncall/import/forward.ts';
import { readExport } from '../../../src/domain/oncall/import/read-export.ts';
import { oncallAt } from '../../../src/domain/oncall/index.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { calmMoments, zones } from '../../support/oncall-import/arbitraries.ts';
import { type OverrideData, opsgenieOncall, type RotationData } from '../../support/oncall-import/opsgenie-oncall.ts';

fc.configureGlobal({ seed: testSeed() });

const USERS = ['u-ada', 'u-ben', 'u-cyd'];
const NOW = new Date('2026-01-20T00:00:00Z');
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const minutes = fc.constantFrom(0, 30);
const hours = fc.integer({ min: 0, max: 23 });
const frame = { startHour: hours, startMin: minutes, endHour: hours, endMin: minutes };
const restriction: fc.Arbitrary<RotationData['timeRestriction']> = fc.oneof(
  fc.constant(undefined),
  fc.record({ type: fc.constant('time-of-day' as const), restriction: fc.record(frame) }),
  fc.record({
    type: fc.constant('weekday-and-time-of-day' as const),
    restrictions: fc.array(fc.record({ startDay: fc.constantFrom(...DAYS), endDay: fc.constantFrom(...DAYS), ...frame }), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
);
/** From the days before `NOW`, at a wall time that comes once. */
const starts = (zone: string) =>
  fc.tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 4, max: 22 }), minutes).map(([day, hour, minute]) => {
    const at = DateTime.fromObject({ year: 2026, month: 1, day, hour, minute }, { zone });
    return at.toUTC().toISO() ?? '';
  });
const participant = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...USERS).map((id) => ({ type: 'user', id })) },
  { weight: 1, arbitrary: fc.constant({ type: 'none' }) },
);
const rotation = (zone: string, name: string): fc.Arbitrary<RotationData> =>
  fc
    .record({
      startDate: starts(zone),
      ends: fc.option(fc.integer({ min: 40, max: 200 }), { nil: undefined, freq: 3 }),
      type: fc.constantFrom('hourly' as const, 'daily' as const, 'weekly' as const),
      length: fc.integer({ min: 1, max: 13 }),
      participants: fc.array(participant, { minLength: 1, maxLength: 5 }).filter((all) => all.some(({ type }) => type === 'user')),
      timeRestriction: restriction,
    })
    .map(({ ends, timeRestriction, type, length, ...rest }) => ({
      ...rest,
      id: `id-${name}`,
      name,
      type,
      length: type === 'weekly' ? ((length - 1) % 3) + 1 : length,
      ...(ends !== undefined && { endDate: new Date(Date.parse(rest.startDate) + ends * 86_400_000).toISOString() }),
      ...(timeRestriction && { timeRestriction }),
    }));
/** None overlap: of two at once nobody says which one counts. */
const overrides = fc
  .array(
    fc.record({
      user: fc.constantFrom(...USERS).map((id) => ({ type: 'user', id })),
      gap: fc.integer({ min: 1, max: 900 }),
      halves: fc.integer({ min: 1, max: 400 }),
      rotations: fc.constantFrom<{ id: string }[]>([], [{ id: 'id-one' }], [{ id: 'id-two' }]),
    }),
    { maxLength: 3 },
  )
  .map((all) => {
    let at = NOW.getTime();
    return all.map(({ user, gap, halves, rotations }): OverrideData => {
      const from = at + gap * 1_800_000;
      at = from + halves * 1_800_000;
      return { user, startDate: new Date(from).toISOString(), endDate: new Date(at).toISOString(), rotations };
    });
  });
const exported = zones.chain((timezone) =>
  fc.record({
    timezone: fc.constant(timezone),
    rotations: fc.oneof(fc.tuple(rotation(timezone, 'one')), fc.tuple(rotation(timezone, 'one'), rotation(timezone, 'two'))),
    overrides,
    at: fc.array(calmMoments(timezone, NOW, 150), { minLength: 15, maxLength: 15 }),
  }),
);

it('whoever is on call by Opsgenie is on call here, and of several at once one of them', () => {
  fc.assert(
    fc.property(exported, ({ timezone, rotations, overrides: put, at }) => {
      const schedule = { id: 's', name: 'ops', timezone, enabled: true, rotations };
      const draft = readExport(
        'opsgenie',
        [
          {
            path: 'users.json',
            text: JSON.stringify({ data: USERS.map((id) => ({ id, username: `${id.slice(2)}@example.com`, fullName: id })) }),
          },
          { path: 'schedules.json', text: JSON.stringify({ data: [schedule] }) },
          {
            path: 'overrides.json',
            text: JSON.stringify({ data: put.map((one, index) => ({ _parent: { id: 's' }, alias: `o${index}`, ...one })) }),
          },
        ],
        NOW,
      );
      const level = draft.teams[0]?.levels.L1;
      const until = level && 'schedule' in level ? level.schedule.until : undefined;
      const ours = level && 'schedule' in level ? ruledBy(level.schedule) : undefined;
      let several = 0;
      for (const moment of at.filter((one) => !until || one < until)) {
        const theirs = opsgenieOncall(schedule, put, moment).map((id) => id.slice(2));
        const person = ours ? oncallAt(ours, moment).person : undefined;
        const context = `${moment.toISOString()}: ${theirs.join('+') || 'nobody'}`;
        if (theirs.length === 0) expect({ context, person }).toEqual({ context, person: undefined });
        else expect({ context, theirs, isOneOfThem: theirs.includes(person ?? '') }).toEqual({ context, theirs, isOneOfThem: true });
        several += theirs.length > 1 ? 1 : 0;
      }
      // Never silently: what calls several people is said.
      if (several > 0) expect(draft.remarks.map(({ why }) => why).join()).toContain('on call at once');
    }),
    { numRuns: 40 },
  );
});
