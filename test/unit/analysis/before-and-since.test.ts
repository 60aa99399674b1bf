import { beforeAndSince, windowsAround } from '../../../src/domain/analysis/before-and-since.ts';

const samples = (...values: number[]) => values.map((value, index) => ({ value, at: new Date(index) }));

it.each<[string, Parameters<typeof beforeAndSince>[0], ReturnType<typeof beforeAndSince>]>([
  [
    'the usual is the median, not the spike',
    { before: samples(2, 900, 1, 3, 2), since: samples(5), now: 4, better: 'lower' },
    { before: 2, worst: 5, now: 4 },
  ],
  ['now may be the worst', { before: samples(1), since: samples(2), now: 9, better: 'lower' }, { before: 1, worst: 9, now: 9 }],
  [
    'where higher is better the worst is the lowest',
    { before: samples(6), since: samples(1, 4), now: 2, better: 'higher' },
    { before: 6, worst: 1, now: 2 },
  ],
  ['what nobody measured is absent, not zero', { before: [], since: [], now: undefined, better: 'lower' }, {}],
])('%s', (_, input, expected) => {
  expect(beforeAndSince(input)).toEqual(expected);
});

it('compares the incident with as long a time before it, at most an hour of each', () => {
  const minute = (value: number) => new Date(value * 60_000);
  expect(windowsAround(minute(100), minute(115))).toEqual({
    before: { from: minute(85), to: minute(100) },
    since: { from: minute(100), to: minute(115) },
  });
  expect(windowsAround(minute(100), minute(300))).toEqual({
    before: { from: minute(40), to: minute(100) },
    since: { from: minute(240), to: minute(300) },
  });
});
