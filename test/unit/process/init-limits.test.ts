import fc from 'fast-check';
import { lessWhereLittle, limitsFromHistory, roundDown, roundUp } from '../../../src/cli/init/signals/limits-from-history.ts';

/** Five minutes, in milliseconds. */
const STEP_MS = 300_000;
const WEEK = 2_016;
const DAY = 288;

const flat = (value: number, count = WEEK): number[] => Array.from({ length: count }, () => value);

describe('limits from the past of a signal', () => {
  it('seconds: a warning lies beyond the usual, critical beyond the worst, both readable', () => {
    const values = [...flat(0.3, WEEK - 3), 1.9, 1.9, 1.9];
    expect(limitsFromHistory({ values, stepMs: STEP_MS }, { side: 'above', matters: 0.1 })).toEqual({
      warning: 0.4,
      critical: 2.5,
      usual: 0.3,
      worst: 1.9,
      hours: 168,
    });
  });

  it('a ratio that was always 0 is not warned of below what matters', () => {
    expect(limitsFromHistory({ values: flat(0), stepMs: STEP_MS }, { side: 'above', matters: 0.01, most: 1 })).toMatchObject({
      warning: 0.01,
      critical: 0.02,
    });
  });

  it('a ratio of a whole has its limits below the whole, and none where it is full already', () => {
    expect(limitsFromHistory({ values: flat(0.88), stepMs: STEP_MS }, { side: 'above', matters: 0.1, most: 1 })).toMatchObject({
      warning: 0.9,
      critical: 0.95,
    });
    expect(limitsFromHistory({ values: flat(0.995), stepMs: STEP_MS }, { side: 'above', matters: 0.1, most: 1 })).toEqual({
      none: 'full',
      usual: 0.995,
      worst: 0.995,
      hours: 168,
    });
  });

  it.each([
    [4, 3.5, 2],
    [6, 5.5, 3],
    [1, 0.5, undefined],
    [50, 40, 25],
  ])('of a count of %d one that is missing is noticed, or a tenth, and half of them is critical', (usual, warning, critical) => {
    const limits = limitsFromHistory({ values: flat(usual), stepMs: STEP_MS }, { side: 'below', matters: 1 });
    expect(limits).toEqual({ warning, ...(critical !== undefined && { critical }), usual, worst: usual, hours: 168 });
  });

  it('nothing can be less than nothing', () => {
    expect(limitsFromHistory({ values: flat(0), stepMs: STEP_MS }, { side: 'below', matters: 1 })).toMatchObject({ none: 'full' });
  });

  it('less than a day gives none, and says how much there is', () => {
    expect(limitsFromHistory({ values: flat(1, DAY - 1), stepMs: STEP_MS }, { side: 'above', matters: 1 })).toEqual({
      none: 'young',
      hours: 23,
    });
    expect(limitsFromHistory({ values: [], stepMs: STEP_MS }, { side: 'above', matters: 1 })).toEqual({ none: 'young', hours: 0 });
    // Hours without a value do not count.
    const values = [...flat(1, DAY - 1), ...flat(Number.NaN, WEEK)];
    expect(limitsFromHistory({ values, stepMs: STEP_MS }, { side: 'above', matters: 1 })).toEqual({ none: 'young', hours: 23 });
    expect(limitsFromHistory({ values: flat(1, DAY), stepMs: STEP_MS }, { side: 'above', matters: 1 })).toMatchObject({ hours: 24 });
  });

  it('whatever the past was: the usual crosses nothing, the worst is not critical, and critical lies beyond warning', () => {
    const past = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: DAY, maxLength: DAY + 50 });
    const rule = fc.record({
      side: fc.constantFrom('above' as const, 'below' as const),
      matters: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
    });
    fc.assert(
      fc.property(past, rule, (values, { side, matters }) => {
        const limits = limitsFromHistory({ values, stepMs: STEP_MS }, { side, matters });
        if (limits.none !== undefined) return side === 'below' && limits.none === 'full';
        const { warning, critical, usual, worst } = limits;
        const beyond = (a: number, b: number): boolean => (side === 'above' ? a > b : a < b);
        return beyond(warning, usual) && (critical === undefined || (beyond(critical, worst) && beyond(critical, warning)));
      }),
    );
  });

  it('never reaches the most', () => {
    const past = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: DAY, maxLength: DAY + 50 });
    fc.assert(
      fc.property(past, (values) => {
        const limits = limitsFromHistory({ values, stepMs: STEP_MS }, { side: 'above', matters: 0.1, most: 1 });
        return limits.none !== undefined || (limits.warning < 1 && (limits.critical ?? 0) < 1);
      }),
    );
  });
});

describe('readable numbers', () => {
  it.each([
    [0.37, 0.4, 0.3],
    [1130, 1200, 1000],
    [0.00249377, 0.0025, 0.002],
    [1400, 1500, 1200],
    [5, 5, 5],
    [0.3, 0.3, 0.3],
    [0, 0, 0],
    [-2.7, -2.5, -3],
  ])('%d: %d above, %d below', (value, up, down) => {
    expect([roundUp(value), roundDown(value)]).toEqual([up, down]);
  });
});

it('of little a smaller change matters, where a day of it is known', () => {
  expect(lessWhereLittle({ values: flat(2, DAY), stepMs: STEP_MS }, 5)).toBe(1);
  expect(lessWhereLittle({ values: flat(400, DAY), stepMs: STEP_MS }, 5)).toBe(5);
  expect(lessWhereLittle({ values: flat(0, DAY), stepMs: STEP_MS }, 5)).toBe(5);
  expect(lessWhereLittle({ values: flat(2, DAY - 1), stepMs: STEP_MS }, 5)).toBe(5);
});
