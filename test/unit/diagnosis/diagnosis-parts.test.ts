import fc from 'fast-check';
import { couple, tame } from '../../../src/domain/diagnosis/by-call-graph/coupling.ts';
import { excessOf, levelOf } from '../../../src/domain/diagnosis/by-call-graph/excess.ts';
import { givenUpOn } from '../../../src/domain/diagnosis/by-call-graph/given-up.ts';
import type { OwnTrouble } from '../../../src/domain/diagnosis/by-call-graph/own-trouble.ts';
import { spreadsOfCount, surpriseOf } from '../../../src/domain/diagnosis/by-call-graph/surprise.ts';
import { calleesFirst } from '../../../src/domain/diagnosis/call-graph.ts';

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
  const waited = tame(Float64Array.from(rows((row) => wave(row, 0.7))));
  const started = tame(Float64Array.from(rows((row) => 3 * wave(row, 1.9))));
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
  it('of one who never failed does not vary with its requests, so that nothing is learnt from it', () => {
    const series = { latency: rows(() => 0.1), requests: rows((row) => 1000 + row), availability: rows(() => 100) };
    const level = levelOf(series, 'faults');
    expect(level.perRequest).toBeGreaterThan(0);
    expect(new Set(excessOf(series, 'faults', { ...level, perRequest: level.seen }).amounts)).toEqual(new Set([0]));
  });

  it('does not take half an hour of failures in the baseline for the normal', () => {
    const series = { latency: rows(() => 0.1), requests: rows(() => 1000), availability: rows((row) => (row < 6 ? 97 : 100)) };
    const level = levelOf(series, 'faults');
    expect(level.perRequest).toBeLessThan(1e-5);
    expect(excessOf(series, 'faults', level).amounts[0]).toBeCloseTo(30, 1);
  });

  it('is nothing where nobody asked, unknown where nothing was measured, and of the usual requests where they were not counted', () => {
    const level = { perRequest: 0.1, seen: 0.1, requests: 50, rows: 300 };
    const series = { latency: [Number.NaN, Number.NaN, 0.3], requests: [0, 10, Number.NaN], availability: rows(() => Number.NaN, 3) };
    const [idle, unknown, uncounted] = excessOf(series, 'time', level).amounts;
    expect([idle, unknown]).toEqual([0, Number.NaN]);
    expect(uncounted).toBeCloseTo(10);
  });
});

describe('calls given up', () => {
  const calm: OwnTrouble = {
    excess: 0,
    explained: 0,
    left: 0,
    expected: 0,
    normally: 0.1,
    spreads: 0,
    surprise: 0,
    strange: 0,
    couplings: [],
  };
  const calls = (callee: number) => [{ callee, share: 1, atMost: 1, guess: 1 }];
  const failing = [calm, { ...calm, couplings: calls(0) }, { ...calm, excess: 20, left: 20, surprise: 4, couplings: calls(1) }];

  it('are put down to whom the failing one waits for, through others who wait, as far as the seconds suffice', () => {
    const slow = { ...calm, excess: 60, left: 60, strange: 1 };
    expect(givenUpOn(failing, [slow, slow, slow]).map(({ amount }) => amount)).toEqual([20, 20, 0]);
    expect(givenUpOn(failing, [{ ...slow, excess: 3 }, slow, slow])[0]).toEqual({ amount: expect.closeTo(10), surprise: 4 });
  });

  it('are put down to nobody who is as slow as ever, and to nobody when no failure is unexplained', () => {
    const usual = { ...calm, excess: 60, left: 60, strange: 0 };
    expect(givenUpOn(failing, [usual, usual, usual]).map(({ amount }) => amount)).toEqual([0, 0, 0]);
    const slow = { ...usual, strange: 1 };
    expect(givenUpOn([calm, calm, calm], [slow, slow, slow]).map(({ amount }) => amount)).toEqual([0, 0, 0]);
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
