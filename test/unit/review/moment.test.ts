import { momentOf } from '../../../src/domain/oncall/moment.ts';

const SEOUL = { now: new Date('2026-03-03T05:00:00.000Z'), zone: 'Asia/Seoul' };

it.each([
  ['23:30', '2026-03-03T14:30:00.000Z'],
  ['14:00', '2026-03-03T05:00:00.000Z'],
  ['13:59', '2026-03-04T04:59:00.000Z'],
  ['2026-12-01T23:30', '2026-12-01T14:30:00.000Z'],
  ['2026-12-01 23:30', '2026-12-01T14:30:00.000Z'],
  ['2026-12-01T23:30:00Z', '2026-12-01T23:30:00.000Z'],
  ['2026-12-01T23:30:00+02:00', '2026-12-01T21:30:00.000Z'],
])('%s is %s', (text, expected) => {
  expect(momentOf(text, SEOUL)?.toISOString()).toBe(expected);
});

it.each(['', 'soon', '24:00', '7:30', '2026-02-31T10:00', '2026-13-01T10:00', '2026-12-01', '2026-12-01T23:30:00', '1764601200000'])(
  '%j is no time',
  (text) => {
    expect(momentOf(text, SEOUL)).toBeUndefined();
  },
);
