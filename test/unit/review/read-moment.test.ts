import { readMoment } from '../../../src/domain/review/read-moment.ts';

it.each([
  ['2026-11-25 15:00', 'Asia/Seoul', '2026-11-25T06:00:00.000Z'],
  ['  2026-11-25   9:30 ', 'Asia/Seoul', '2026-11-25T00:30:00.000Z'],
  ['2026-11-25T15:00', 'Europe/Berlin', '2026-11-25T14:00:00.000Z'],
  ['2026-11-25 15:00+09:00', 'Europe/Berlin', '2026-11-25T06:00:00.000Z'],
  ['2026-11-25T06:00:00.000Z', 'Asia/Seoul', '2026-11-25T06:00:00.000Z'],
  ['2026-07-01 15:00', 'America/New_York', '2026-07-01T19:00:00.000Z'],
])('%s by the clock of %s is %s', (text, zone, expected) => {
  expect(readMoment(text, zone)?.toISOString()).toBe(expected);
});

it.each(['', 'tomorrow', '15:00', '2026-11-25', '2026-13-01 10:00', '2026-11-31 10:00', '2026-11-25 25:00', '2026-11-25 15:00 or so'])(
  '"%s" is none',
  (text) => {
    expect(readMoment(text, 'Asia/Seoul')).toBeUndefined();
  },
);

it('an hour that the change of the clocks leaves out is none', () => {
  expect(readMoment('2026-03-29 02:30', 'Europe/Berlin')).toBeUndefined();
  expect(readMoment('2026-03-29 03:30', 'Europe/Berlin')?.toISOString()).toBe('2026-03-29T01:30:00.000Z');
});
