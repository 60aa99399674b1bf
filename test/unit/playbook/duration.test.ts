import fc from 'fast-check';
import { formatDuration, parseDuration } from '../../../src/domain/time/duration.ts';
import { testSeed } from '../../support/examples/seed.ts';

fc.configureGlobal({ seed: testSeed() });

it.each([
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['1h30m', 5_400_000],
  ['7d', 604_800_000],
  ['1w', 604_800_000],
  ['250ms', 250],
  ['1.5h', 5_400_000],
  [' 5m ', 300_000],
  ['0s', 0],
])('%p are %p milliseconds', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it.each(['', '5', 'm', '5 m', '-5m', '5min', '1h 30m', 'soon', '1e3s', '5M', 'Infinitys'])('%p is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

it('takes back what it wrote, down to the two largest units', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 * 86_400_000 }), (ms) => {
      const again = parseDuration(formatDuration(ms).replace(' ', '')) ?? Number.NaN;
      const seconds = Math.round(ms / 1_000) * 1_000;
      expect(again).toBeLessThanOrEqual(seconds);
      // What is left out is smaller than one of the smallest unit that is shown.
      expect(seconds - again).toBeLessThan(3_600_000);
      if (seconds < 3_600_000) expect(again).toBe(seconds);
    }),
  );
});
