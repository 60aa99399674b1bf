import { BREAKABLE, type Breakable, causesOf } from '../../../sandbox/coupon/conditions.ts';
import { EVALUATE } from '../../../sandbox/coupon/signals.ts';
import { Simulation } from '../../../sandbox/coupon/simulation.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

const { signals, scenarios } = couponPlaybook();
const START = Date.parse('2026-03-02T05:00:00Z');

/** A simulation whose clock is moved by hand, at the service's own speed. */
function simulate({ seed = 7 }: { seed?: number } = {}) {
  let nowMs = START;
  const simulation = new Simulation({ seed, speed: 1, now: () => new Date(nowMs), calmMs: 1_800_000 });
  const pass = (seconds: number): Record<string, number> => {
    nowMs += seconds * 1_000;
    return simulation.snapshot();
  };
  /** Seconds until each threshold was first crossed, by id and level. */
  const crossings = (seconds: number): Record<string, number> => {
    const first: Record<string, number> = {};
    for (let second = 1; second <= seconds; second += 1) {
      for (const name of crossed(pass(1))) first[name] ??= second;
    }
    return first;
  };
  return { simulation, pass, crossings };
}

function crossed(values: Record<string, number>): string[] {
  return Object.entries(signals).flatMap(([key, { thresholds }]) =>
    thresholds.filter(({ above = Number.POSITIVE_INFINITY }) => (values[key] ?? 0) > above).map(({ id, level }) => `${id} ${level}`),
  );
}

const EVERY_CAUSE = BREAKABLE.flatMap((scenario) => causesOf(scenario).map((cause): [Breakable, string] => [scenario, cause]));

describe('the coupon service', () => {
  it('measures every signal of the playbook and no other', () => {
    expect(Object.keys(EVALUATE).sort()).toEqual(Object.keys(signals).sort());
  });

  it('can be broken by every cause that the playbook wants told apart', () => {
    for (const scenario of BREAKABLE) expect(causesOf(scenario).sort()).toEqual(scenarios[scenario]?.causes.map(({ key }) => key).sort());
  });

  it.each([1, 2, 3, 4, 5])('is quiet for an hour when nothing is broken (seed %i)', (seed) => {
    const { pass, simulation } = simulate({ seed });
    for (let minute = 0; minute < 60; minute += 1) expect(crossed(pass(60))).toEqual([]);
    expect(Object.keys(simulation.snapshot()).sort()).toEqual(Object.keys(signals).sort());
  });

  it('gives the same numbers for the same seed, others for another', () => {
    const run = (seed: number) => {
      const { simulation, pass } = simulate({ seed });
      pass(30);
      simulation.break('S3');
      return pass(90);
    };
    expect(run(5)).toEqual(run(5));
    expect(run(5)).not.toEqual(run(6));
  });
});

describe('what breaks shows in the right places', () => {
  it.each<[Breakable, string[]]>([
    ['S1', ['D2 warning']],
    ['S2', ['D1 warning', 'D2 warning']],
    ['S3', ['D1 warning', 'D2 critical', 'D2 warning', 'D3 warning', 'D5 critical', 'D5 warning']],
    ['S4', ['D2 warning', 'D4 warning']],
    ['S5', ['D2 warning', 'D6 warning']],
  ])('%s crosses its thresholds within 75 seconds', (scenario, expected) => {
    const { simulation, crossings } = simulate();
    simulation.break(scenario);
    expect(Object.keys(crossings(75))).toEqual(expect.arrayContaining(expected));
  });

  it.each(EVERY_CAUSE)('%s by %s makes answers slow, and is over some minutes after it was mended', (scenario, cause) => {
    const { simulation, pass } = simulate();
    simulation.break(scenario, { cause });
    expect(pass(120).response_time_p95).toBeGreaterThan(2);
    simulation.heal();
    for (let minute = 0; minute < 6; minute += 1) pass(60);
    expect(crossed(pass(1))).toEqual([]);
  });

  it.each<[scenario: string, cause: string, high: string[], calm: string[]]>([
    [
      'S2',
      'few-consumers',
      ['kafka_lag'],
      ['consumer_process_time', 'kafka_produce_rate', 'db_pool_used', 'redis_lock_wait', 'gc_pause_ratio'],
    ],
    ['S2', 'slow-consumer', ['kafka_lag', 'consumer_process_time'], ['db_pool_used', 'redis_lock_wait', 'gc_pause_ratio', 'db_query_time']],
    [
      'S2',
      'growing-lag',
      ['kafka_lag', 'kafka_produce_rate', 'kafka_consume_rate'],
      ['consumer_process_time', 'request_rate', 'db_pool_used'],
    ],
    [
      'S3',
      'connection-leak',
      ['db_pool_used', 'db_pool_timeouts', 'kafka_lag', 'error_rate'],
      ['db_connection_hold_time', 'db_query_time', 'request_rate', 'redis_lock_wait'],
    ],
    [
      'S3',
      'long-transactions',
      ['db_pool_used', 'db_connection_hold_time', 'db_longest_transaction', 'kafka_lag'],
      ['db_query_time', 'request_rate'],
    ],
    ['S3', 'request-burst', ['db_pool_used', 'request_rate', 'db_pool_waiting'], ['db_query_time', 'redis_lock_wait']],
    ['S3', 'slow-queries', ['db_pool_used', 'db_query_time', 'db_active_queries'], ['request_rate', 'redis_lock_wait']],
    ['S4', 'many-users', ['redis_lock_wait', 'request_rate', 'cpu'], ['redis_lock_hold', 'kafka_lag']],
    [
      'S4',
      'lock-held-long',
      ['redis_lock_wait', 'redis_lock_hold', 'redis_lock_failures', 'cpu'],
      ['request_rate', 'kafka_lag', 'db_query_time'],
    ],
    ['S4', 'late-release', ['redis_lock_wait', 'redis_lock_failures', 'redis_lock_hold', 'cpu'], ['request_rate', 'kafka_lag']],
    ['S5', 'allocation-burst', ['gc_pause_ratio', 'gc_pause_max', 'allocation_rate'], ['request_rate', 'db_query_time', 'redis_lock_hold']],
    ['S5', 'gc-settings', ['gc_pause_ratio', 'gc_pause_max'], ['allocation_rate', 'request_rate', 'redis_lock_hold']],
    ['S5', 'old-gen-full', ['gc_pause_ratio', 'heap_old_used'], ['allocation_rate', 'request_rate', 'redis_lock_hold']],
  ])('%s by %s', (scenario, cause, high, calm) => {
    const { simulation, pass } = simulate();
    const before = pass(60);
    simulation.break(scenario, { cause });
    const after = pass(120);
    const factor = (key: string): number => (after[key] ?? 0) / Math.max(before[key] ?? 0, 1e-9);
    for (const key of high) expect([key, factor(key)]).toEqual([key, expect.closeTo(Math.max(factor(key), 1.8), 6)]);
    for (const key of calm) expect([key, factor(key)]).toEqual([key, expect.closeTo(Math.min(Math.max(factor(key), 0.2), 1.5), 6)]);
  });

  it.each(EVERY_CAUSE.filter(([scenario]) => scenarios[scenario]?.severity === 'sev3'))(
    '%s by %s is a nuisance, not a disaster: nothing critical, no lag or pool alarm',
    (scenario, cause) => {
      const { simulation, crossings } = simulate();
      simulation.break(scenario, { cause });
      const found = Object.keys(crossings(240));
      expect(found).toContain('D2 warning');
      expect(found.filter((name) => /critical|D1|D3/.test(name))).toEqual([]);
    },
  );

  it('S5 holds the consumers up: the lag comes in waves', () => {
    const { simulation, pass } = simulate();
    simulation.break('S5', { cause: 'old-gen-full' });
    const lags = Array.from({ length: 60 }, () => pass(1).kafka_lag ?? 0);
    expect(Math.max(...lags)).toBeGreaterThan(100);
  });

  it('grows with strength', () => {
    const lag = (strength: number): number => {
      const { simulation, pass } = simulate();
      simulation.break('S2', { cause: 'slow-consumer', strength });
      return pass(60).kafka_lag ?? 0;
    };
    expect(lag(1)).toBeGreaterThan(lag(0.5));
    expect(lag(2)).toBeGreaterThan(lag(1));
  });

  it.each([
    ['S6', {}, /S6 cannot be broken; possible: S1, S2/],
    ['S2', { cause: 'gremlins' }, /S2 has no cause gremlins; possible: few-consumers/],
    ['S2', { strength: 0 }, /strength/],
    ['S2', { strength: Number.NaN }, /strength/],
  ])('refuses what it cannot break: %s %j', (scenario, options, message) => {
    expect(() => simulate().simulation.break(scenario, options)).toThrow(message);
  });
});
