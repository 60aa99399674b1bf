import fc from 'fast-check';
import { DateTime } from 'luxon';
import { ruledBy } from '../../../src/domain/oncall/import/forward.ts';
import { readExport } from '../../../src/domain/oncall/import/read-export.ts';
import { oncallAt } from '../../../src/domain/oncall/index.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { calmMoments, zones } from '../../support/oncall-import/arbitraries.ts';
import { type LayerData, pagerdutyOncall } from '../../support/oncall-import/pagerduty-oncall.ts';

fc.configureGlobal({ seed: testSeed() });

const USERS = ['PADA', 'PBEN', 'PCYD'];
const NOW = new Date('2026-01-20T00:00:00Z');

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}:00`);
const restriction = fc.oneof(
  fc.record({
    type: fc.constant('daily_restriction'),
    start_time_of_day: clock,
    duration_seconds: fc.integer({ min: 1, max: 48 }).map((halves) => halves * 1_800),
  }),
  fc.record({
    type: fc.constant('weekly_restriction'),
    start_day_of_week: fc.integer({ min: 1, max: 7 }),
    start_time_of_day: clock,
    duration_seconds: fc.integer({ min: 1, max: 336 }).map((halves) => halves * 1_800),
  }),
);
/** Between `from` and `to` days of January 2026, at a wall time that comes once. */
const moment = (zone: string, from: number, to: number) =>
  fc.tuple(fc.integer({ min: from, max: to }), fc.integer({ min: 4, max: 22 }), fc.constantFrom(0, 30)).map(
    ([day, hour, minute]) =>
      DateTime.fromObject({ year: 2026, month: 1, day: 1, hour, minute }, { zone })
        .plus({ days: day - 1 })
        .toISO({ suppressMilliseconds: true }) ?? '',
  );
const layer = (zone: string, name: string): fc.Arbitrary<LayerData> =>
  fc
    .record({
      virtual: moment(zone, 1, 18),
      late: fc.option(moment(zone, 25, 60), { nil: undefined, freq: 4 }),
      end: fc.option(moment(zone, 70, 100), { nil: null, freq: 3 }),
      rotation_turn_length_seconds: fc.oneof(fc.constantFrom(86_400, 604_800, 1_209_600, 43_200, 28_800), fc.constantFrom(5_400, 90_000)),
      users: fc.array(fc.constantFrom(...USERS), { minLength: 1, maxLength: 4 }),
      restrictions: fc.array(restriction, { maxLength: 2 }),
    })
    .map(({ virtual, late, end, users, ...rest }) => ({
      ...rest,
      name,
      start: late ?? virtual,
      end,
      rotation_virtual_start: virtual,
      users: users.map((id) => ({ user: { id, type: 'user_reference' } })),
    }));
const exported = zones.chain((zone) =>
  fc.record({
    zone: fc.constant(zone),
    layers: fc.oneof(fc.tuple(layer(zone, 'one')), fc.tuple(layer(zone, 'two'), layer(zone, 'one'))),
    overrides: fc.array(
      fc
        .record({ user: fc.constantFrom(...USERS), from: fc.integer({ min: 0, max: 60 }), days: fc.integer({ min: 1, max: 9 }) })
        .map(({ user, from, days }) => ({
          start: new Date(NOW.getTime() + from * 86_400_000).toISOString(),
          end: new Date(NOW.getTime() + (from + days) * 86_400_000).toISOString(),
          user: { id: user, type: 'user_reference' },
        })),
      { maxLength: 1 },
    ),
    at: fc.array(calmMoments(zone, NOW, 150), { minLength: 20, maxLength: 20 }),
  }),
);

it('whoever is on call by PagerDuty is on call here', () => {
  fc.assert(
    fc.property(exported, ({ zone, layers, overrides, at }) => {
      const draft = readExport(
        'pagerduty',
        [
          {
            path: 'users.json',
            text: JSON.stringify({ users: USERS.map((id) => ({ id, name: id, email: `${id}@example.com` })), more: false }),
          },
          {
            path: 'schedules/S.json',
            text: JSON.stringify({ schedule: { id: 'S', name: 'ops', time_zone: zone, schedule_layers: layers } }),
          },
          { path: 'overrides/S.json', text: JSON.stringify({ overrides }) },
          {
            path: 'escalation_policies.json',
            text: JSON.stringify({
              escalation_policies: [
                {
                  id: 'E',
                  name: 'ops',
                  escalation_rules: [{ escalation_delay_in_minutes: 30, targets: [{ id: 'S', type: 'schedule_reference' }] }],
                },
              ],
            }),
          },
        ],
        NOW,
      );
      const level = draft.teams[0]?.levels.L1;
      const until = level && 'schedule' in level ? level.schedule.until : undefined;
      const ours = level && 'schedule' in level ? ruledBy(level.schedule) : undefined;
      for (const time of at.filter((one) => !until || one < until)) {
        const person = ours ? oncallAt(ours, time).person : undefined;
        expect(`${time.toISOString()} ${person}`).toBe(
          `${time.toISOString()} ${pagerdutyOncall(zone, layers, overrides, time)?.toLowerCase()}`,
        );
      }
    }),
    { numRuns: 60 },
  );
});

describe('the order of layers', () => {
  const layer = (id: string) => ({
    name: id,
    start: '2026-01-05T09:00:00Z',
    end: null,
    rotation_virtual_start: '2026-01-05T09:00:00Z',
    rotation_turn_length_seconds: 604_800,
    users: [{ user: { id, type: 'user_reference' } }],
    restrictions: [],
  });
  const read = (final?: object) =>
    readExport(
      'pagerduty',
      [
        { path: 'users.json', text: JSON.stringify({ users: USERS.map((id) => ({ id, name: id, email: `${id}@example.com` })) }) },
        {
          path: 'schedules/S.json',
          text: JSON.stringify({
            schedule: { id: 'S', name: 'ops', time_zone: 'UTC', schedule_layers: [layer('PADA'), layer('PBEN')], ...final },
          }),
        },
        {
          path: 'escalation_policies.json',
          text: JSON.stringify({
            escalation_policies: [
              {
                id: 'E',
                name: 'ops',
                escalation_rules: [{ escalation_delay_in_minutes: 30, targets: [{ id: 'S', type: 'schedule_reference' }] }],
              },
            ],
          }),
        },
      ],
      NOW,
    );
  const first = (draft: ReturnType<typeof read>) => {
    const level = draft.teams[0]?.levels.L1;
    return level && 'schedule' in level ? oncallAt(ruledBy(level.schedule), NOW).person : undefined;
  };

  it('is the first one uppermost, which is said where nothing proves it', () => {
    expect(first(read())).toBe('pada');
    expect(
      read()
        .remarks.map(({ why }) => why)
        .join(),
    ).toContain('nothing proves it');
  });

  it('is what the final schedule agrees with', () => {
    const entry = { start: '2026-01-20T00:00:00Z', end: '2026-02-20T00:00:00Z', user: { id: 'PBEN', type: 'user_reference' } };
    const draft = read({ final_schedule: { rendered_schedule_entries: [entry] } });
    expect(first(draft)).toBe('pben');
    expect(draft.remarks.map(({ why }) => why).join()).toContain('only when the last one is the uppermost');
  });
});
