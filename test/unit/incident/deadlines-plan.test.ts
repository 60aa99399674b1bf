import { planDeadlines } from '../../../src/domain/deadlines/deadlines.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

const MINUTE = 60_000;
const startedAt = new Date('2026-03-03T05:00:00Z');
const playbook = couponPlaybook();

function plan(from: 'detection' | 'recovery', given: { scenario?: string; isPrivate?: boolean } = {}) {
  const planned = planDeadlines(playbook, { from, startedAt, scenario: null, isPrivate: false, ...given });
  return Object.fromEntries(planned.map((deadline) => [deadline.rowId, deadline]));
}

/** spec.md: minutes after detection; [not before, due]. */
const AFTER_DETECTION: Record<string, [number | null, number]> = {
  A1: [null, 5],
  I1: [null, 10],
  I2: [null, 10],
  I3: [null, 10],
  P1: [null, 15],
  P2: [null, 15],
  P3: [null, 15],
  G1: [15, 30],
  G2: [15, 30],
  G3: [15, 30],
  M1: [20, 40],
  M2: [20, 40],
  M3: [20, 40],
  R1: [30, 60],
  R2: [30, 60],
  R3: [30, 60],
};

it.each(Object.entries(AFTER_DETECTION))('%s begins and is due when spec.md says', (row, [after, within]) => {
  const deadline = plan('detection')[row];
  expect(deadline?.dueAt).toEqual(new Date(startedAt.getTime() + within * MINUTE));
  expect(deadline?.notBefore).toEqual(after === null ? null : new Date(startedAt.getTime() + after * MINUTE));
  expect(deadline?.waived).toBeNull();
});

it.each(['T1', 'T2', 'T3'])('%s is due a day after recovery, and not planned at detection', (row) => {
  expect(plan('recovery')[row]?.dueAt).toEqual(new Date(startedAt.getTime() + 24 * 60 * MINUTE));
  expect(plan('detection')[row]).toBeUndefined();
});

it('plans no row that has no time of its own', () => {
  for (const row of ['C1', 'C3', 'X1', 'V1', 'V2', 'F1']) expect(plan('detection')[row]).toBeUndefined();
});

it.each(['S1', 'S2', 'S3', 'S4', 'S5'])('%s waives exactly what its playbook entry waives, and is the reason', (scenario) => {
  const waive = playbook.scenarios[scenario]?.waive ?? {};
  for (const [row, { waived }] of Object.entries(plan('detection', { scenario })))
    expect({ row, waived }).toEqual({ row, waived: waive[row] ? { code: 'scenario', scenario } : null });
});

it('waives the rows for people outside while the incident is private, whatever has a time', () => {
  const within = { ...playbook, rows: structuredClone(playbook.rows) };
  for (const row of ['C3', 'X1', 'X2', 'X3']) Object.assign(within.rows[row] ?? {}, { from: 'detection', within: 30 * MINUTE });
  const planned = planDeadlines(within, { from: 'detection', startedAt, scenario: null, isPrivate: true });
  expect(planned.filter(({ waived }) => waived !== null).map(({ rowId }) => rowId)).toEqual(['C3', 'X1', 'X2', 'X3']);
});
