import fc from 'fast-check';
import { backoffMs } from '../../../src/workflows/runtime/backoff.ts';
import { testSeed } from '../../support/examples/seed.ts';

fc.configureGlobal({ seed: testSeed() });
const drawing = (fraction: number) => ({ id: () => '', fraction: () => fraction });

it('doubles from 300 ms up to 30 s', () => {
  expect([1, 2, 3, 4, 8, 9, 100].map((attempts) => backoffMs(attempts, drawing(0.5)))).toEqual([
    300, 600, 1_200, 2_400, 30_000, 30_000, 30_000,
  ]);
});

it('stays within a fifth of that, so that many do not come back at once, and is never nothing', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempts, fraction) => {
        const plain = Math.min(30_000, 300 * 2 ** (attempts - 1));
        const wait = backoffMs(attempts, drawing(fraction));
        expect(wait).toBeGreaterThanOrEqual(Math.floor(plain * 0.8));
        expect(wait).toBeLessThanOrEqual(Math.ceil(plain * 1.2));
        expect(Number.isInteger(wait)).toBe(true);
      },
    ),
  );
});
