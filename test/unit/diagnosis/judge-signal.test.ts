import fc from 'fast-check';
import { findOrigins } from '../../../src/domain/diagnosis/by-playbook/find-origins.ts';
import { judgeSignal, type SignalJudgement } from '../../../src/domain/diagnosis/by-playbook/judge-signal.ts';
import type { Sample } from '../../../src/domain/ports/metrics.ts';

const START = Date.parse('2026-03-02T05:00:00Z');
const STEP = 15_000;

/** A quarter of an hour of calm, then five minutes. */
const CALM = 60;
const windows = { calmUntil: new Date(START + CALM * STEP), recentFrom: new Date(START + (CALM + 16) * STEP) };

function series(value: (index: number) => number | undefined): Sample[] {
  return Array.from({ length: CALM + 20 }, (_, index) => index).flatMap((index) => {
    const found = value(index);
    return found === undefined ? [] : [{ value: found, at: new Date(START + index * STEP) }];
  });
}

const wobble = (index: number): number => ((index * 7919) % 11) / 100;

const judge = (value: (index: number) => number | undefined, matters = 0): SignalJudgement =>
  judgeSignal('x', { matters }, series(value), windows);

it('takes a signal that rose and stayed for high, since the moment at which it rose', () => {
  const found = judge((index) => (index > CALM + 4 ? 5 : 1) + wobble(index));
  expect(found).toMatchObject({ state: 'high', high: 1, low: 0, onsetAt: new Date(START + (CALM + 5) * STEP) });
});

it('finds an onset that lies before the incident was noticed', () => {
  const found = judge((index) => (index > CALM - 8 ? 5 : 1) + wobble(index));
  expect(found.onsetAt).toEqual(new Date(START + (CALM - 7) * STEP));
});

it('takes a signal that fell for low', () => {
  expect(judge((index) => (index > CALM ? 1 : 6) + wobble(index))).toMatchObject({ state: 'low', low: 1, high: 0 });
});

it('forgives a change that is smaller than what matters, and one within its own noise', () => {
  expect(judge((index) => (index > CALM ? 3 : 1) + wobble(index), 10).state).toBe('normal');
  expect(judge((index) => 10 + 6 * Math.sin(index) + (index > CALM ? 4 : 0)).state).toBe('normal');
});

it('is not led astray by one wild value', () => {
  expect(judge((index) => (index === CALM + 18 ? 1e9 : 1 + wobble(index))).state).toBe('normal');
  expect(judge((index) => (index === 20 ? 1e9 : (index > CALM ? 5 : 1) + wobble(index))).state).toBe('high');
});

it('knows nothing of a signal that stopped, or that has no past', () => {
  expect(judge((index) => (index > CALM + 8 ? undefined : 1)).state).toBe('unknown');
  expect(judge((index) => (index < CALM - 2 ? undefined : 1)).state).toBe('unknown');
});

describe('trouble of before', () => {
  const stretch = (from: number, to: number) => ({ from: new Date(START + from * STEP), to: new Date(START + to * STEP) });
  /** Two incidents within the hour, three quarters of what it is compared with. */
  const again = series((index) => (index > CALM ? 8 : (index >= 5 && index <= 25) || (index >= 32 && index <= 55) ? 5 : 1) + wobble(index));
  const troubled = [stretch(5, 25), stretch(32, 55)];

  it('is nobody’s normal', () => {
    expect(judgeSignal('x', {}, again, { ...windows, troubled })).toMatchObject({ state: 'high', normal: expect.closeTo(1, 0) });
  });

  it('is the normal where it was not known for trouble, or where nothing else is left', () => {
    expect(judgeSignal('x', {}, again, windows).normal).toBeCloseTo(5, 0);
    expect(judgeSignal('x', {}, again, { ...windows, troubled: [stretch(-10, CALM)] }).normal).toBeCloseTo(5, 0);
  });
});

it('says the same whatever the unit', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: CALM + 20, maxLength: CALM + 20 }), (values) => {
      const once = judgeSignal(
        'x',
        { matters: 3 },
        series((index) => values[index]),
        windows,
      );
      const milli = judgeSignal(
        'x',
        { matters: 3_072 },
        series((index) => (values[index] ?? 0) * 1_024),
        windows,
      );
      expect(milli).toMatchObject({ state: once.state, high: once.high, low: once.low });
    }),
  );
});

describe('the origin', () => {
  const bad = (key: string, minute: number, high = 1): [string, SignalJudgement] => [
    key,
    { key, state: 'high', high, low: 0, value: 9, normal: 1, onsetAt: new Date(START + minute * 60_000) },
  ];
  const component = (shows: string, ...dependsOn: string[]) => ({ title: { en: shows, ko: shows }, dependsOn, shows: [shows] });
  const chain = { front: component('f', 'middle'), middle: component('m', 'back'), back: component('b') };
  const signals = { f: { better: 'lower' }, m: { better: 'lower' }, b: { better: 'lower' } } as const;
  const own = (...judged: [string, SignalJudgement][]) =>
    Object.fromEntries(findOrigins(chain, signals, new Map(judged)).map((found) => [found.key, Math.round(found.own * 100) / 100]));

  it('is the one at the end of the chain, however loud the others are', () => {
    expect(own(bad('f', 2), bad('m', 1), bad('b', 0, 0.8))).toEqual({ back: 0.8, middle: 0.2, front: 0 });
  });

  it('is found through a link that shows nothing', () => {
    expect(own(bad('f', 2), bad('b', 0))).toEqual({ back: 1, front: 0, middle: 0 });
  });

  it('is not what came after its symptom', () => {
    expect(own(bad('f', 0), bad('b', 10))).toMatchObject({ front: 0.7 });
  });
});

describe('met-E3: a signal that is measured only in part', () => {
  const doubts = [{ code: 'partial' as const, words: ['store-2 is down'] }];
  const NOON = Date.parse('2026-03-02T12:00:00Z');
  const windows = { calmUntil: new Date(NOON - 600_000), recentFrom: new Date(NOON - 60_000) };
  const past = (value: (minute: number) => number, isPart: (minute: number) => boolean) =>
    Array.from({ length: 61 }, (_, index) => {
      const minute = index - 60;
      return { at: new Date(NOON + minute * 60_000), value: value(minute), ...(isPart(minute) && { doubts }) };
    });
  const judge = (value: (minute: number) => number, isPart: (minute: number) => boolean) =>
    judgeSignal('lag', { matters: 10 }, past(value, isPart), windows);

  it('can be too high', () => {
    expect(
      judge(
        (m) => (m < -9 ? 100 : 1_000),
        (m) => m >= -9,
      ),
    ).toMatchObject({ state: 'high', high: 1, doubts });
  });

  it('is neither low nor normal', () => {
    expect(
      judge(
        (m) => (m < -9 ? 100 : 5),
        (m) => m >= -9,
      ),
    ).toMatchObject({ state: 'unknown', low: 0, doubts });
    expect(
      judge(
        () => 100,
        (m) => m >= -9,
      ),
    ).toMatchObject({ state: 'unknown', value: 100, normal: 100, doubts });
  });

  it('is compared with what lacked the same, where nothing whole is left', () => {
    expect(
      judge(
        (m) => (m < -9 ? 100 : 1_000),
        () => true,
      ),
    ).toMatchObject({ state: 'high', normal: 100 });
  });

  it('is no past for a whole present', () => {
    const judged = judge(
      (m) => (m < -9 ? 100 : 200),
      (m) => m < -9,
    );
    expect(judged).toMatchObject({ state: 'unknown' });
    expect(judged.doubts).toBeUndefined();
  });
});
