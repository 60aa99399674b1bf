import fc from 'fast-check';
import { calleesFirst } from '../../src/domain/diagnosis/call-graph.ts';
import { couple } from '../../src/domain/diagnosis/coupling.ts';
import { excessOf, levelOf } from '../../src/domain/diagnosis/excess.ts';
import { spreadsOfCount, surpriseOf } from '../../src/domain/diagnosis/surprise.ts';

const rows = (value: (row: number) => number, count = 300) => Array.from({ length: count }, (_, row) => value(row));
const wave = (row: number, beat: number) => Math.sin(row * beat);

describe('surprise', () => {
  it('is none for no excess and grows with every spread', () => {
    expect(surpriseOf(-3)).toBe(0);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.double({ min: 0.01, max: 10, noNaN: true }), (spreads, more) => {
        expect(surpriseOf(spreads + more)).toBeGreaterThan(surpriseOf(spreads));
      }),
    );
  });

  it('needs few failures of one who never failed, many of one who often does', () => {
    expect(surpriseOf(spreadsOfCount(5, 0.001, 1))).toBeGreaterThan(3);
    expect(surpriseOf(spreadsOfCount(55, 50, 1))).toBeLessThan(1);
    expect(spreadsOfCount(5, 5, 1)).toBe(0);
  });
});

describe('how an excess is passed on', () => {
  const waited = Float64Array.from(rows((row) => wave(row, 0.7)));
  const started = Float64Array.from(rows((row) => 3 * wave(row, 1.9)));
  const steady = Float64Array.from(rows(() => 0));
  const caller = waited.map((value, row) => value + 0.3 * wave(row, 2.6));

  it('is learnt from ordinary operation', () => {
    const [first, second] = couple(caller, [
      { index: 0, excess: waited, guess: 0.6 },
      { index: 1, excess: started, guess: 1 },
    ]);
    expect(first?.share).toBeGreaterThan(0.9);
    expect(second?.share).toBeLessThan(0.05);
    expect(second?.atMost).toBeLessThan(0.1);
  });

  it('stays the guess where nothing varied', () => {
    expect(couple(caller, [{ index: 0, excess: steady, guess: 0.6 }])[0]).toMatchObject({ share: expect.closeTo(0.6), guess: 0.6 });
    expect(couple(steady, [{ index: 0, excess: waited, guess: 0.6 }])[0]).toMatchObject({ share: 0.6 });
    expect(couple(caller, [])).toEqual([]);
  });
});

describe('excess', () => {
  it('does not take half an hour of failures in the baseline for the normal', () => {
    const series = { latency: rows(() => 0.1), requests: rows(() => 1000), availability: rows((row) => (row < 6 ? 97 : 100)) };
    const level = levelOf(series, 'faults');
    expect(level.perRequest).toBeLessThan(1e-5);
    expect(excessOf(series, 'faults', level).amounts[0]).toBeCloseTo(30, 1);
  });

  it('is nothing where nobody asked, unknown where nothing was measured, and of the usual requests where they were not counted', () => {
    const level = { perRequest: 0.1, requests: 50, rows: 300 };
    const series = { latency: [Number.NaN, Number.NaN, 0.3], requests: [0, 10, Number.NaN], availability: rows(() => Number.NaN, 3) };
    const [idle, unknown, uncounted] = excessOf(series, 'time', level).amounts;
    expect([idle, unknown]).toEqual([0, Number.NaN]);
    expect(uncounted).toBeCloseTo(10);
  });
});

describe('the order of components', () => {
  it('has callees before callers, the target last and who is not called left out', () => {
    const graph = new Map([
      ['shop', ['cart', 'search']],
      ['cart', ['store']],
      ['search', ['store', 'shop']],
      ['other', ['shop']],
    ]);
    expect(calleesFirst(graph, 'shop')).toEqual(['store', 'cart', 'search', 'shop']);
  });
});
