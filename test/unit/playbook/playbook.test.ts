import { readFileSync } from 'node:fs';
import { playbookJsonSchema } from '../../../src/domain/playbook/json-schema.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { scaleDurations } from '../../../src/domain/playbook/scale-durations.ts';
import type { Playbook } from '../../../src/domain/playbook/schema.ts';
import { KNOWN_NAMES } from '../../../src/known-names.ts';
import { type Edit, editedPlaybook, remove } from '../../support/scenario/edit-playbook.ts';
import { COUPON_YML, couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

/** Every id of the response process: scenarios, thresholds, rows and follow-ups. The shipped playbook carries each as data. */
const PROCESS_IDS = [
  ...['S1', 'S2', 'S3', 'S4', 'S5'],
  ...['D1', 'D2', 'D3', 'D4', 'D5', 'D6'],
  ...['A1', 'A2', 'A3'],
  ...['I1', 'I2', 'I3'],
  ...['P1', 'P2', 'P3'],
  ...['G1', 'G2', 'G3'],
  ...['M1', 'M2', 'M3'],
  ...['R1', 'R2', 'R3'],
  ...['C1', 'C2', 'C3'],
  ...['X1', 'X2', 'X3'],
  ...['F1', 'F2', 'F3', 'F4'],
  ...['V1', 'V2'],
  ...['T1', 'T2', 'T3'],
  ...['N1', 'N2', 'N3'],
] as const;

/** The ids that a playbook carries, wherever they stand. */
function idsOf(playbook: Playbook): Set<string> {
  return new Set([
    ...Object.keys(playbook.scenarios),
    ...Object.values(playbook.signals).flatMap((signal) => signal.thresholds.map(({ id }) => id)),
    ...Object.keys(playbook.rows),
    ...Object.keys(playbook.followUps),
  ]);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const playbook = couponPlaybook();

describe('the shipped playbook', () => {
  it.each(PROCESS_IDS.map((id) => [id]))('carries %s', (id) => {
    expect([...idsOf(playbook)]).toContain(id);
  });

  it('carries no id that the process does not know', () => {
    expect([...idsOf(playbook)].sort()).toEqual([...PROCESS_IDS].sort());
  });

  it.each<[string, Edit[], string]>([
    [
      'a scenario',
      // What names it goes with it, or the playbook would be refused for that.
      [
        remove('scenarios.S5'),
        remove('scenarios.S1.causes.gc-pause.scenario'),
        remove('signals.gc_pause_ratio.thresholds.D6.scenario'),
        remove('followUps.N3.causes'),
      ],
      'S5',
    ],
    ['a threshold', [remove('signals.cpu.thresholds')], 'D4'],
    ['a row', [remove('rows.C3')], 'C3'],
    ['a follow-up', [remove('followUps.N3')], 'N3'],
  ])('is seen to lack %s', (_, edits, id) => {
    const text = editedPlaybook(edits);
    const found = idsOf(parsePlaybook(text, 'coupon.yml'));
    expect(PROCESS_IDS.filter((known) => !found.has(known))).toEqual([id]);
  });

  it('warns at the thresholds of the process', () => {
    const thresholds = Object.entries(playbook.signals).flatMap(([signal, { thresholds: list }]) =>
      list.map(({ id, above, level, severity }) => [id, signal, above, level, severity]),
    );
    expect(thresholds.sort()).toEqual([
      ['D1', 'kafka_lag', 1000, 'warning', undefined],
      ['D2', 'response_time_p95', 2, 'warning', undefined],
      ['D2', 'response_time_p95', 4, 'critical', 'sev1'],
      ['D3', 'db_pool_used', 0.9, 'warning', undefined],
      ['D4', 'cpu', 0.85, 'warning', undefined],
      ['D5', 'error_rate', 0.05, 'warning', undefined],
      ['D5', 'error_rate', 0.25, 'critical', 'sev1'],
      ['D6', 'gc_pause_ratio', 0.1, 'warning', undefined],
    ]);
  });

  it('gives each scenario its severity and causes', () => {
    const scenarios = Object.fromEntries(
      Object.entries(playbook.scenarios).map(([id, { severity, causes }]) => [id, [severity, ...causes.map(({ key }) => key)]]),
    );
    expect(scenarios).toEqual({
      S1: ['sev2', 'redis-lock', 'kafka-delay', 'gc-pause', 'db-pool'],
      S2: ['sev1', 'few-consumers', 'few-partitions', 'slow-consumer', 'growing-lag'],
      S3: ['sev1', 'connection-leak', 'long-transactions', 'request-burst', 'slow-queries'],
      S4: ['sev3', 'many-users', 'lock-held-long', 'late-release'],
      S5: ['sev3', 'allocation-burst', 'gc-settings', 'old-gen-full'],
    });
  });

  it.each([
    ['detection', ['A1'], undefined, 5 * MINUTE],
    // Due at 30 and 60 minutes; the page itself has five minutes, as A1.
    ['detection', ['A2'], 30 * MINUTE, 35 * MINUTE],
    ['detection', ['A3'], 60 * MINUTE, 65 * MINUTE],
    ['detection', ['I1', 'I2', 'I3'], undefined, 10 * MINUTE],
    ['detection', ['P1', 'P2', 'P3'], undefined, 15 * MINUTE],
    ['detection', ['G1', 'G2', 'G3'], 15 * MINUTE, 30 * MINUTE],
    ['detection', ['M1', 'M2', 'M3'], 20 * MINUTE, 40 * MINUTE],
    ['detection', ['R1', 'R2', 'R3'], 30 * MINUTE, 60 * MINUTE],
    ['detection', ['C2'], undefined, MINUTE],
    ['continuous', ['C1', 'C3', 'X1', 'X2', 'X3', 'V1', 'V2'], undefined, undefined],
    ['analysis', ['F1', 'F2', 'F3', 'F4'], undefined, 15 * MINUTE],
    ['recovery', ['T1', 'T2', 'T3'], undefined, DAY],
  ])('counts from %s for %s', (from, ids, after, within) => {
    const rows = ids.map((id) => [id, playbook.rows[id]?.from, playbook.rows[id]?.after, playbook.rows[id]?.within]);
    expect(rows).toEqual(ids.map((id) => [id, from, after, within]));
  });

  it('escalates at 0, 30 and 60 minutes and updates every 30', () => {
    expect(playbook.escalation.map(({ id, level, at }) => [id, level, at])).toEqual([
      ['A1', 'L1', 0],
      ['A2', 'L2', 30 * MINUTE],
      ['A3', 'operations', 60 * MINUTE],
    ]);
    expect(playbook.escalation.every(({ repeatEvery, repeatAtMost }) => repeatEvery !== undefined && repeatAtMost > 0)).toBe(true);
    expect(playbook.updates).toMatchObject({ id: 'X1', every: { sev1: 30 * MINUTE, sev2: 30 * MINUTE, sev3: 30 * MINUTE } });
  });

  it('plans prevention within a week, with an owner', () => {
    for (const { within, owner } of Object.values(playbook.followUps)) expect([within, typeof owner]).toEqual([7 * DAY, 'string']);
  });

  it('keeps every row of containing, telling users and recovering by a mitigation; only those that tell users may run', () => {
    const served = new Set(Object.values(playbook.mitigations).flatMap(({ rows }) => rows));
    expect([...served].sort()).toEqual(['F1', 'F2', 'F3', 'F4', 'I1', 'I2', 'I3', 'P1', 'P2', 'P3']);
    const enabled = Object.entries(playbook.mitigations).flatMap(([name, spec]) => (spec.enabled ? [name] : []));
    expect(enabled).toEqual(['waiting-screen', 'delay-notice', 'spread-traffic']);
  });

  it('tells a private incident from a public one: X1–X3 and C3 wait', () => {
    const publicOnly = Object.entries(playbook.rows).filter(([, row]) => row.publicOnly);
    expect(publicOnly.map(([id]) => id)).toEqual(['C3', 'X1', 'X2', 'X3']);
  });

  it('needs no rate limit for GC pauses and says why', () => {
    expect(playbook.scenarios.S5?.waive.I1?.ko).toMatch(/GC/);
    expect(playbook.scenarios.S5?.mitigations).not.toContain('rate-limit');
  });

  it('puts what a newcomer edits first, and nothing of it anywhere else', () => {
    expect(COUPON_YML.indexOf('\nteam:')).toBeLessThan(COUPON_YML.indexOf('\nservice:'));
    const rest = COUPON_YML.slice(COUPON_YML.indexOf('\nservice:'));
    expect(rest).not.toMatch(/\b[UWCG]0[A-Z]+\b|@example\.com|https:/);
  });

  it('has a current JSON Schema beside it', () => {
    const written = readFileSync(new URL('../../../playbooks/playbook.schema.json', import.meta.url), 'utf8');
    // When this fails: npm run playbook-schema
    expect(written).toBe(playbookJsonSchema(KNOWN_NAMES));
    expect(COUPON_YML).toMatch(/^# yaml-language-server: \$schema=playbook\.schema\.json\n/);
  });
});

describe('a playbook at sixty times the speed', () => {
  const fast = scaleDurations(playbook, 60);

  it('divides every duration of the process', () => {
    expect(fast.escalation.map(({ at }) => at)).toEqual([0, 30_000, 60_000]);
    expect(fast.escalation[0]?.repeatEvery).toBe(5_000);
    expect(fast.updates.every.sev1).toBe(30_000);
    expect([fast.rows.A1?.within, fast.rows.G1?.after, fast.rows.T1?.within]).toEqual([5_000, 15_000, 24 * MINUTE]);
    expect(fast.followUps.N1?.within).toBe((7 * DAY) / 60);
    expect([fast.briefing.trend, fast.briefing.refreshEvery]).toEqual([15_000, 1_000]);
  });

  it('leaves alone what belongs to the world outside', () => {
    const { editAtMostEvery, openingWait, queryTimeout } = playbook.briefing;
    expect(fast.briefing).toMatchObject({ editAtMostEvery, openingWait, queryTimeout });
    expect(fast.team).toEqual(playbook.team);
    expect(fast.signals).toEqual(playbook.signals);
    expect(Object.hasOwn(fast.rows.C1 ?? {}, 'within')).toBe(false);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a scale of %s', (scale) => {
    expect(() => scaleDurations(playbook, scale)).toThrow(RangeError);
  });
});
