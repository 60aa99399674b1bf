import fc from 'fast-check';
import { nextUpdateAt } from '../../../src/domain/updates/next-update-at.ts';
import { testSeed } from '../../support/examples/seed.ts';

fc.configureGlobal({ seed: testSeed() });

const MINUTE = 60_000;
const detectedAt = new Date('2026-03-03T05:00:00Z');
const at = (minutes: number) => new Date(detectedAt.getTime() + minutes * MINUTE);

it.each([
  [0, 30],
  [29.99, 30],
  [30, 60],
  [30.01, 60],
  [89, 90],
  [1_000, 1_020],
  // A clock that was set back does not bring an update before the first.
  [-5, 30],
])('after %p minutes the next one is due at %p', (now, next) => {
  expect(nextUpdateAt(detectedAt, 30 * MINUTE, at(now))).toEqual(at(next));
});

const interval = fc.integer({ min: 1_000, max: 24 * 60 * MINUTE });

it('lies ahead by at most one interval, and a whole number of them after detection', () => {
  fc.assert(
    fc.property(interval, fc.integer({ min: 0, max: 30 * 24 * 60 * MINUTE }), (everyMs, age) => {
      const next = nextUpdateAt(detectedAt, everyMs, new Date(detectedAt.getTime() + age)).getTime() - detectedAt.getTime();
      expect(next).toBeGreaterThan(age);
      expect(next - age).toBeLessThanOrEqual(everyMs);
      expect(next % everyMs).toBe(0);
    }),
  );
});

it('does not drift, however late each one is decided', () => {
  fc.assert(
    fc.property(interval, fc.array(fc.double({ min: 0, max: 0.99, noNaN: true }), { minLength: 1, maxLength: 40 }), (everyMs, lateness) => {
      let due = nextUpdateAt(detectedAt, everyMs, detectedAt);
      for (const late of lateness) due = nextUpdateAt(detectedAt, everyMs, new Date(due.getTime() + Math.floor(late * everyMs)));
      expect(due.getTime()).toBe(detectedAt.getTime() + (lateness.length + 1) * everyMs);
    }),
  );
});
