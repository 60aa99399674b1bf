import fc from 'fast-check';
import { decideReminder, planFollowUps, type Reminder } from '../../../src/domain/review/follow-ups.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

fc.configureGlobal({ seed: testSeed() });

const DAY = 86_400_000;
const RESOLVED = new Date('2026-03-03T05:00:00Z');
const PACE = { within: 7 * DAY, remindBefore: DAY };
const DUE = new Date(RESOLVED.getTime() + PACE.within);
const after = (days: number) => new Date(RESOLVED.getTime() + days * DAY);

it('the shipped playbook leaves N1–N3, each with an owner and due in a week', () => {
  const planned = planFollowUps(couponPlaybook(), { resolvedAt: RESOLVED, scenario: 'S3' });
  expect(planned).toEqual([
    { rowId: 'N1', owner: 'sora', dueAt: DUE, nextAt: after(6) },
    { rowId: 'N2', owner: 'junho', dueAt: DUE, nextAt: after(6) },
    { rowId: 'N3', owner: 'dohyun', dueAt: DUE, nextAt: after(6) },
  ]);
});

it('only what belongs to the scenario is left, and a reminder before the beginning is none', () => {
  const spec = { title: { en: 'x', ko: 'x' }, within: DAY, remindBefore: 2 * DAY, causes: [] };
  const playbook = {
    followUps: { N1: { ...spec, scenarios: ['S1'] }, N2: { ...spec, scenarios: ['S2'] }, N3: { ...spec, scenarios: [] } },
  };
  const left = (scenario: string | null) => planFollowUps(playbook, { resolvedAt: RESOLVED, scenario }).map(({ rowId }) => rowId);
  expect(left('S1')).toEqual(['N1', 'N3']);
  expect(left(null)).toEqual(['N3']);
  expect(planFollowUps(playbook, { resolvedAt: RESOLVED, scenario: null })[0]).toMatchObject({
    owner: null,
    nextAt: after(1),
    dueAt: after(1),
  });
});

it('once a cause is named, what prevents another one is not opened; a cause of a scenario may be meant alone', () => {
  const left = (scenario: string, cause: string) =>
    planFollowUps(couponPlaybook(), { resolvedAt: RESOLVED, scenario, named: { scenario, cause } }).map(({ rowId }) => rowId);
  expect(left('S4', 'many-users')).toEqual(['N2']);
  expect(left('S5', 'gc-settings')).toEqual(['N3']);
  expect(left('S2', 'few-consumers')).toEqual(['N1']);
  const spec = { title: { en: 'x', ko: 'x' }, within: DAY, remindBefore: DAY, scenarios: [] };
  const playbook = { followUps: { N1: { ...spec, causes: ['S2/few-consumers'] }, N2: { ...spec, causes: [] } } };
  const of = (cause: string) => planFollowUps(playbook, { resolvedAt: RESOLVED, scenario: 'S2', named: { scenario: 'S2', cause } });
  expect(of('few-consumers').map(({ rowId }) => rowId)).toEqual(['N1', 'N2']);
  expect(of('few-partitions').map(({ rowId }) => rowId)).toEqual(['N2']);
});

it.each([
  [5.9, 0, undefined, 6],
  [6, 0, 'soon', 7],
  [6, 1, undefined, 7],
  [7, 1, 'due', 8],
  [8, 2, 'overdue', 15],
  [15, 3, 'still', 22],
  // After days without a process only the latest is said, but the lead hears of what is overdue.
  [7.5, 0, 'due', 8],
  [9, 0, 'overdue', 15],
  [23, 1, 'overdue', 29],
  [23, 3, 'still', 29],
])('after %d days with %d said before: %s, the next after %d days', (days, reminded, kind, next) => {
  const decided = decideReminder({ dueAt: DUE, pace: PACE, reminded, now: after(days) });
  expect(decided.say?.kind).toBe(kind);
  expect(decided.next.at).toEqual(after(next));
});

it('whenever somebody looks, each reminder is said at most once, never early, and the lead exactly once', () => {
  const pace = fc.record({ within: fc.integer({ min: 0, max: 10 * DAY }), remindBefore: fc.integer({ min: 0, max: 3 * DAY }) });
  fc.assert(
    fc.property(pace, fc.array(fc.integer({ min: 0, max: 40 * DAY }), { minLength: 1, maxLength: 30 }), (p, moments) => {
      const dueAt = after(9);
      const said: Reminder[] = [];
      let reminded = 0;
      for (const ms of moments.sort((a, b) => a - b)) {
        const now = new Date(RESOLVED.getTime() + ms);
        const { say, next } = decideReminder({ dueAt, pace: p, reminded, now });
        if (say) said.push(say);
        if (say) expect(say.at.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(next.at.getTime()).toBeGreaterThan(now.getTime());
        reminded = next.number;
      }
      const numbers = said.map(({ number }) => number);
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      const last = RESOLVED.getTime() + Math.max(...moments);
      expect(said.filter(({ kind }) => kind === 'overdue')).toHaveLength(last >= dueAt.getTime() + p.remindBefore ? 1 : 0);
    }),
  );
});
