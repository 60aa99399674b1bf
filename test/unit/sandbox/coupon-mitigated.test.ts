import { BREAKABLE, causesOf } from '../../../sandbox/coupon/conditions.ts';
import type { Controls } from '../../../sandbox/coupon/controls.ts';
import { Simulation } from '../../../sandbox/coupon/simulation.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

const { signals } = couponPlaybook();

/** What helps against each cause; the service's time until nothing is over a threshold is at most what `verify.after` of the sandbox's playbook gives. */
const CURES: Record<string, [controls: Partial<Controls>, ...others: Partial<Controls>[]]> = {
  'redis-lock': [{ lockScript: 'atomic' }],
  'kafka-delay': [{ consumers: 12 }],
  'gc-pause': [{ gcProfile: 'low-pause' }],
  'db-pool': [{ poolSize: 120 }],
  'few-consumers': [{ consumersRestartedAt: 'now' }, { consumers: 12 }],
  'few-partitions': [{ partitions: 12 }, { issuesPerSecond: 40 }],
  'slow-consumer': [{ consumers: 12 }],
  'growing-lag': [{ consumers: 12 }],
  'connection-leak': [{ consumersRestartedAt: 'now' }],
  'long-transactions': [{ poolSize: 120 }, { issuesPerSecond: 40 }],
  'request-burst': [{ poolSize: 120 }, { replicaShare: 0.8 }, { apiInstances: 4 }],
  'slow-queries': [{ replicaShare: 0.8 }],
  'many-users': [{ issuesPerSecond: 40 }],
  'lock-held-long': [{ lockScript: 'atomic' }, { issuesPerSecond: 40 }],
  'late-release': [{ lockScript: 'atomic' }, { issuesPerSecond: 40 }],
  'allocation-burst': [{ gcProfile: 'low-pause' }],
  'gc-settings': [{ gcProfile: 'low-pause' }],
  'old-gen-full': [{ gcProfile: 'low-pause' }],
};

function simulate() {
  let nowMs = Date.parse('2026-03-02T05:00:00Z');
  const simulation = new Simulation({ seed: 7, speed: 1, now: () => new Date(nowMs), calmMs: 600_000 });
  return {
    simulation,
    pass(seconds: number) {
      nowMs += seconds * 1_000;
      return simulation.snapshot();
    },
  };
}

function crossed(values: Record<string, number>): string[] {
  return Object.entries(signals).flatMap(([key, { thresholds }]) =>
    thresholds.filter(({ above = Number.POSITIVE_INFINITY }) => (values[key] ?? 0) > above).map(({ id, level }) => `${id} ${level}`),
  );
}

const EVERY = BREAKABLE.flatMap((scenario) =>
  causesOf(scenario).flatMap((cause) => (CURES[cause] ?? [{}]).map((cure) => [scenario, cause, cure] as const)),
);

/** Neither a restart nor a wider topic can be taken back. */
const FOR_GOOD = ['consumersRestartedAt', 'partitions'];

describe('what the operators turn', () => {
  it('is tried on every cause', () => {
    expect(Object.keys(CURES).sort()).toEqual(BREAKABLE.flatMap(causesOf).sort());
  });

  it.each(EVERY)('%s by %s is over within five minutes of %j, and comes back when that is taken back', (scenario, cause, cure) => {
    const { simulation, pass } = simulate();
    const before = simulation.controls();
    simulation.break(scenario, { cause });
    expect(crossed(pass(120))).not.toEqual([]);

    simulation.turn(cure);
    pass(240);
    const after = Array.from({ length: 60 }, () => crossed(pass(1)));
    // What came during a collection arrives all at once and may fill the pool for a moment.
    expect(after.filter((found) => found.length > 0).length).toBeLessThan(4);

    const [turned = ''] = Object.keys(cure);
    if (FOR_GOOD.includes(turned)) return;
    simulation.turn({ [turned]: before[turned as keyof Controls] });
    expect(crossed(pass(150))).not.toEqual([]);
  });

  it.each(Object.entries(CURES).map(([cause, [cure]]) => [cause, cure] as const))(
    'is no trouble where nothing is broken: %s, %j',
    (_, cure) => {
      const { simulation, pass } = simulate();
      simulation.turn(cure.issuesPerSecond === undefined ? cure : { issuesPerSecond: 150 });
      for (let minute = 0; minute < 10; minute += 1) expect(crossed(pass(60))).toEqual([]);
    },
  );

  it('brings back only what was broken before the consumers were restarted', () => {
    const { simulation, pass } = simulate();
    simulation.break('S2', { cause: 'few-consumers' });
    expect(pass(5).kafka_consumers).toBe(1);
    simulation.turn({ consumersRestartedAt: 'first' });
    expect(pass(5).kafka_consumers).toBe(6);
    simulation.break('S2', { cause: 'few-consumers' });
    expect(pass(5).kafka_consumers).toBe(1);
    simulation.turn({ consumersRestartedAt: 'first' });
    expect(pass(5).kafka_consumers).toBe(1);
  });

  it('turns the others away at once, and lets a share of the acquisitions try the new script', () => {
    const { simulation, pass } = simulate();
    simulation.break('S4', { cause: 'lock-held-long' });
    const broken = pass(90);
    simulation.turn({ lockCandidate: 'atomic', lockCanary: 0.5 });
    expect(pass(90).redis_lock_hold).toBeCloseTo((broken.redis_lock_hold ?? 0) / 2, 2);
    simulation.turn({ issuesPerSecond: 20 });
    expect(pass(90).kafka_produce_rate).toBeCloseTo(20, 0);
    expect(simulation.snapshot().request_rate).toBeGreaterThan(150);
  });
});
