import fc from 'fast-check';
import { ruledBy } from '../../../src/domain/oncall/import/forward.ts';
import { readExport } from '../../../src/domain/oncall/import/read-export.ts';
import { oncallAt } from '../../../src/domain/oncall/index.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { calmMoments, zones } from '../../support/oncall-import/arbitraries.ts';
import { grafanaOncall, type ShiftData } from '../../support/oncall-import/grafana-oncall.ts';

fc.configureGlobal({ seed: testSeed() });

const USERS = ['UADA', 'UBEN', 'UCYD'];
const NOW = new Date('2026-01-20T00:00:00Z');
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const clock = fc
  .tuple(fc.integer({ min: 4, max: 22 }), fc.constantFrom('00', '30'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}:00`);
const start = fc.tuple(fc.integer({ min: 1, max: 18 }), clock).map(([day, time]) => `2026-01-${String(day).padStart(2, '0')}T${time}`);
const group = fc.uniqueArray(fc.constantFrom(...USERS), { minLength: 1, maxLength: 2 });
const hours = (most: number) => fc.integer({ min: 1, max: most }).map((count) => count * 3_600);
const rule = fc.oneof(
  fc
    .record({ frequency: fc.constant('hourly' as const), interval: fc.integer({ min: 6, max: 30 }), duration: hours(30) })
    .map((one) => ({ ...one, duration: Math.min(one.duration, one.interval * 3_600) })),
  fc.record({ frequency: fc.constant('daily' as const), interval: fc.integer({ min: 1, max: 3 }), duration: hours(24) }),
  fc.record({ frequency: fc.constant('weekly' as const), interval: fc.integer({ min: 1, max: 2 }), duration: hours(168) }),
  fc.record({
    frequency: fc.constant('weekly' as const),
    interval: fc.integer({ min: 1, max: 2 }),
    duration: hours(24),
    week_start: fc.constantFrom('MO', 'SU'),
    by_day: fc.uniqueArray(fc.constantFrom(...DAYS), { minLength: 1, maxLength: 6 }),
  }),
);
const shift = (id: string, level: number): fc.Arbitrary<ShiftData> =>
  fc.oneof(
    fc
      .record({
        start,
        rule,
        groups: fc.array(group, { minLength: 1, maxLength: 3 }),
        index: fc.nat({ max: 2 }),
        until: fc.option(fc.constant('2026-03-15T12:00:00'), { nil: undefined, freq: 4 }),
      })
      .map(({ start: from, rule: how, groups, index, until }) => ({
        id,
        type: 'rolling_users' as const,
        level,
        start: from,
        ...how,
        rolling_users: groups,
        start_rotation_from_user_index: index % groups.length,
        ...(until !== undefined && { until }),
      })),
    fc
      .record({ start, rule, users: group })
      .map(({ start: from, rule: how, users }) => ({ id, type: 'recurrent_event' as const, level, start: from, ...how, users })),
    fc
      .record({ day: fc.integer({ min: 21, max: 28 }), clock, duration: hours(100), users: group })
      .map(({ day, clock: time, duration, users }) => ({
        id,
        type: 'single_event' as const,
        level,
        start: `2026-01-${day}T${time}`,
        duration,
        users,
      })),
  );
const override = fc.record({ day: fc.integer({ min: 10, max: 28 }), clock, duration: hours(100), users: group }).map(
  ({ day, clock: time, duration, users }): ShiftData => ({
    id: 'O',
    type: 'override',
    level: 0,
    start: `2026-02-${day}T${time}`,
    duration,
    users,
  }),
);
const exported = zones.chain((zone) =>
  fc.record({
    zone: fc.constant(zone),
    type: fc.constantFrom('calendar', 'web'),
    shifts: fc
      .tuple(
        shift('A', 0),
        fc.option(
          fc.integer({ min: 0, max: 1 }).chain((level) => shift('B', level)),
          { nil: undefined },
        ),
        fc.option(override, { nil: undefined }),
      )
      .map((all) => all.filter((one) => one !== undefined)),
    at: fc.array(calmMoments(zone, NOW, 120), { minLength: 20, maxLength: 20 }),
  }),
);

it('whoever is on call by Grafana OnCall is on call here, and of several at once one of them', () => {
  fc.assert(
    fc.property(exported, ({ zone, type, shifts, at }) => {
      const results = (name: string, all: readonly object[]) => ({
        path: `${name}.json`,
        text: JSON.stringify({ count: all.length, next: null, results: all }),
      });
      const draft = readExport(
        'grafana-oncall',
        [
          results(
            'users',
            USERS.map((id) => ({ id, username: id.toLowerCase(), email: `${id}@example.com` })),
          ),
          results('schedules', [{ id: 'S', name: 'ops', type, time_zone: zone, shifts: shifts.map(({ id }) => id) }]),
          results(
            'on_call_shifts',
            shifts.map((one) => ({ name: one.id, ...one })),
          ),
          results('escalation_chains', [{ id: 'C', name: 'ops' }]),
          results('escalation_policies', [
            { escalation_chain_id: 'C', position: 0, type: 'notify_on_call_from_schedule', notify_on_call_from_schedule: 'S' },
          ]),
        ],
        NOW,
      );
      const level = draft.teams[0]?.levels.L1;
      const schedule = level && 'schedule' in level ? level.schedule : undefined;
      const ours = schedule && ruledBy(schedule);
      let several = 0;
      for (const moment of at.filter((one) => !schedule?.until || one < schedule.until)) {
        const theirs = grafanaOncall(type === 'web' ? 'UTC' : zone, shifts, moment).map((id) => id.toLowerCase());
        const person = ours ? oncallAt(ours, moment).person : undefined;
        const context = `${moment.toISOString()}: ${theirs.join('+') || 'nobody'}`;
        if (theirs.length === 0) expect({ context, person }).toEqual({ context, person: undefined });
        else expect({ context, person, isOneOfThem: theirs.includes(person ?? '') }).toEqual({ context, person, isOneOfThem: true });
        several += theirs.length > 1 ? 1 : 0;
      }
      if (several > 0) expect(draft.remarks.map(({ why }) => why).join()).toContain('on call at once');
    }),
    { numRuns: 60 },
  );
});
