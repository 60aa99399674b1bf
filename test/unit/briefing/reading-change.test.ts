import fc from 'fast-check';
import { abnormalSince } from '../../../src/domain/briefing/abnormal-since.ts';
import { compareReadings } from '../../../src/domain/briefing/compare-readings.ts';
import { readingChange, valueAt } from '../../../src/domain/briefing/reading-change.ts';
import type { Sample } from '../../../src/domain/ports/metrics.ts';
import { medianOf, noiseOf, spreadOf } from '../../../src/domain/signals/robust.ts';
import { testSeed } from '../../support/examples/seed.ts';

fc.configureGlobal({ seed: testSeed() });

const T0 = Date.parse('2026-03-02T05:00:00Z');
const at = (minutes: number): Date => new Date(T0 + minutes * 60_000);

/** One value every 15 seconds, from `fromMinute` on. */
const series = (fromMinute: number, values: readonly number[]): Sample[] =>
  values.map((value, index) => ({ at: at(fromMinute + index / 4), value }));

/** Repeatable noise without any order, evenly spread with this standard deviation. */
const noisy = (count: number, mean: number, deviation: number): number[] =>
  Array.from({ length: count }, (_, n) => {
    const scrambled = Math.sin(n * 12.9898 + 4.1) * 43_758.5453;
    return mean + deviation * Math.sqrt(12) * (scrambled - Math.floor(scrambled) - 0.5);
  });

const lag = [{ id: 'D1', above: 1_000, level: 'warning' as const }];
const asked = { past: [], calm: 0, better: 'lower' as const, thresholds: [] };

describe('better, worse or the same', () => {
  it.each([
    [4, 2, 'lower', 'worse'],
    [2, 4, 'lower', 'better'],
    [4, 2, 'higher', 'better'],
    [2, 4, 'higher', 'worse'],
    [4, 2, 'neither', 'higher'],
    [2, 4, 'neither', 'lower'],
    [4, 4, 'lower', 'same'],
    [0, 0, 'lower', 'same'],
    [4, 3.9, 'lower', 'same'],
    [Number.POSITIVE_INFINITY, 4, 'lower', 'worse'],
    [4, Number.POSITIVE_INFINITY, 'lower', 'better'],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 'lower', 'same'],
    [Number.NaN, 4, 'lower', 'unknown'],
    [undefined, 4, 'lower', 'unknown'],
    [4, undefined, 'lower', 'unknown'],
  ] as const)('%p after %p, %s being better, is %s', (now, before, better, verdict) => {
    expect(compareReadings({ ...asked, now, before, better })).toBe(verdict);
  });

  it('a signal that wobbles must change by more than it wobbles', () => {
    const past = noisy(60, 100, 10);
    expect(compareReadings({ ...asked, past, now: 125, before: 100 })).toBe('same');
    expect(compareReadings({ ...asked, past, now: 180, before: 100 })).toBe('worse');
    expect(compareReadings({ ...asked, past: noisy(60, 100, 0.5), now: 125, before: 100 })).toBe('worse');
  });

  it('slow wandering before the trouble counts as wobbling too', () => {
    const past = Array.from({ length: 240 }, (_, n) => 100 + 10 * Math.sin(n / 20));
    expect(compareReadings({ ...asked, past, now: 118, before: 92 })).toBe('worse');
    expect(compareReadings({ ...asked, past, calm: 240, now: 118, before: 92 })).toBe('same');
  });

  it('a steady rise is no noise: it is worse from its first minute', () => {
    const past = Array.from({ length: 40 }, (_, n) => 1_000 + n * 25);
    expect(compareReadings({ ...asked, past, now: 1_100, before: 1_000, thresholds: lag })).toBe('worse');
  });

  it('what is far below any limit is not worth a word', () => {
    expect(compareReadings({ ...asked, now: 6, before: 1, thresholds: lag })).toBe('same');
    expect(compareReadings({ ...asked, now: 60, before: 1, thresholds: lag })).toBe('worse');
  });

  it('turned around it is the opposite', () => {
    const opposite = { better: 'worse', worse: 'better', same: 'same', unknown: 'unknown', higher: 'lower', lower: 'higher' };
    const value = fc.double({ noNaN: true });
    fc.assert(
      fc.property(value, value, fc.constantFrom('lower' as const, 'higher' as const, 'neither' as const), (now, before, better) => {
        const verdict = compareReadings({ ...asked, now, before, better });
        expect(compareReadings({ ...asked, now: before, before: now, better })).toBe(opposite[verdict]);
      }),
    );
  });
});

describe('since when', () => {
  const calm = noisy(240, 100, 3);
  const rule = { calmUntil: at(60), better: 'lower' as const, thresholds: [] };

  it('it left its own normal, while it is outside', () => {
    const history = [...series(0, calm), ...series(60, noisy(20, 160, 3))];
    expect(abnormalSince({ ...rule, history })).toEqual({ since: at(60), earlier: false });
    expect(abnormalSince({ ...rule, history: [...history, ...series(65, noisy(20, 100, 3))] })).toBeUndefined();
    expect(abnormalSince({ ...rule, history: series(0, calm) })).toBeUndefined();
  });

  it('a trouble that began before the opening does not become normal by that', () => {
    const history = [...series(0, calm.slice(0, 160)), ...series(40, noisy(90, 160, 3))];
    expect(abnormalSince({ ...rule, history })).toEqual({ since: at(40), earlier: false });
  });

  it('one or two values inside are a breath, three are an end', () => {
    const outside = noisy(12, 160, 3);
    const inside = noisy(3, 100, 1);
    const history = (breath: number) => series(60, [...outside, ...inside.slice(0, breath), ...outside]);
    const since = (breath: number) => abnormalSince({ ...rule, history: [...series(0, calm), ...history(breath)] })?.since;
    expect(since(2)).toEqual(at(60));
    expect(since(3)).toEqual(at(63.75));
  });

  it('only the bad side counts where one is better', () => {
    const history = [...series(0, calm), ...series(60, noisy(20, 20, 3))];
    expect(abnormalSince({ ...rule, history })).toBeUndefined();
    expect(abnormalSince({ ...rule, history, better: 'higher' })?.since).toEqual(at(60));
    expect(abnormalSince({ ...rule, history, better: 'neither' })?.since).toEqual(at(60));
  });

  it('over its limit counts without any normal to compare with, and may be older than what is known', () => {
    const history = series(60, [400, 1_200, 1_300]);
    expect(abnormalSince({ ...rule, history, thresholds: lag })).toEqual({ since: at(60.25), earlier: false });
    expect(abnormalSince({ ...rule, history: history.slice(1), thresholds: lag })).toEqual({ since: at(60.25), earlier: true });
    expect(abnormalSince({ ...rule, history })).toBeUndefined();
    expect(abnormalSince({ ...rule, history: [] })).toBeUndefined();
  });
});

describe('of an incident', () => {
  const signal = { better: 'lower' as const, thresholds: lag, staleAfter: 120_000 };
  const history = [...series(0, noisy(240, 10, 2)), ...series(60, [900, 1_500, 2_500, 3_000, 3_000, 2_900, 2_000, 1_400])];
  const asked = { signal, history, now: 1_400, at: at(62), opening: at(60.25), calmUntil: at(60.25), settledMs: 15_000 };

  it('since the opening and since the last mitigation', () => {
    const mitigation = at(61);
    expect(readingChange(asked)).toEqual({ opening: 'better', abnormal: { since: at(60), earlier: false } });
    expect(readingChange({ ...asked, mitigation })).toMatchObject({ mitigation: { verdict: 'better', at: mitigation } });
    expect(readingChange({ ...asked, now: 5_000 })).toMatchObject({ opening: 'worse' });
  });

  it('nothing yet at the very opening, unknown without a past or a present', () => {
    expect(readingChange({ ...asked, at: at(60.3) })).not.toHaveProperty('opening');
    expect(readingChange({ ...asked, history: undefined })).toMatchObject({ opening: 'unknown' });
    expect(readingChange({ ...asked, now: undefined })).toEqual({ opening: 'unknown' });
  });

  it('a value counts until it is stale, never before it was taken', () => {
    expect(valueAt(history, at(60.3), 120_000)).toBe(1_500);
    expect(valueAt(history, at(70), 120_000)).toBeUndefined();
    expect(valueAt(history, at(-1), 120_000)).toBeUndefined();
  });
});

it('statistics stand firm against a few wild values and repeated ones', () => {
  expect(medianOf([3, Number.POSITIVE_INFINITY, 1, 2])).toBe(2);
  expect(medianOf([])).toBeUndefined();
  expect(spreadOf([1, 2], 1)).toBeUndefined();
  const values = noisy(400, 50, 4);
  const withWild = values.map((value, n) => (n % 20 === 0 ? 1e6 : value));
  expect(spreadOf(withWild, 50)).toBeLessThan(8);
  const repeated = values.flatMap((value) => [value, value, value]);
  expect(noiseOf(repeated)).toBe(noiseOf(values));
  expect(noiseOf(values)).toBeGreaterThan(2);
  expect(noiseOf(values)).toBeLessThan(12);
  expect(noiseOf([1, 1, 1, 1, 1, 1, 1])).toBeUndefined();
});
