import fc from 'fast-check';
import { gravity, levelOf } from '../../../src/domain/signals/thresholds.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

fc.configureGlobal({ seed: testSeed() });
const { signals } = couponPlaybook();

/** spec.md, Detect and alert: D1–D4. Being equal does not cross. */
it.each([
  ['kafka_lag', 1_000, 'normal'],
  ['kafka_lag', 1_001, 'warning'],
  ['response_time_p95', 2, 'normal'],
  ['response_time_p95', 2.01, 'warning'],
  ['response_time_p95', 4, 'warning'],
  ['response_time_p95', 4.01, 'critical'],
  ['db_pool_used', 0.9, 'normal'],
  ['db_pool_used', 0.91, 'warning'],
  ['cpu', 0.85, 'normal'],
  ['cpu', 0.86, 'warning'],
] as const)('%s at %p is %s', (signal, value, level) => {
  expect(levelOf(value, signals[signal]?.thresholds ?? [])).toBe(level);
});

const threshold = fc.record({
  id: fc.constant('D1'),
  level: fc.constantFrom('warning' as const, 'critical' as const),
  above: fc.integer({ min: -100, max: 100 }),
});

it('does not depend on the order in which thresholds are written', () => {
  fc.assert(
    fc.property(fc.integer({ min: -120, max: 120 }), fc.array(threshold, { maxLength: 5 }), (value, thresholds) => {
      expect(levelOf(value, [...thresholds].reverse() as never)).toBe(levelOf(value, thresholds as never));
    }),
  );
});

it('never calms down while a value that must stay low rises', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(), fc.array(threshold, { maxLength: 5 }), (value, more, thresholds) => {
      const [before, after] = [value, value + more].map((at) => gravity(levelOf(at, thresholds as never)));
      expect(after).toBeGreaterThanOrEqual(before ?? 0);
    }),
  );
});

it('puts what is not known between trouble and calm', () => {
  const order = ['critical', 'warning', 'unreachable', 'no-data', 'normal'] as const;
  expect([...order].sort((a, b) => gravity(b) - gravity(a))).toEqual(order);
});
