import { spawnSync } from 'node:child_process';
import { momentOf } from '../../../src/domain/foreign/moment.ts';

const AT = '2026-03-03T04:58:38.000Z';
const iso = (value: unknown, zone = 'UTC') => momentOf(value, zone)?.toISOString();

describe('met-A12: a time from outside', () => {
  it.each([
    '2026-03-03T04:58:38Z',
    '2026-03-03T13:58:38+09:00',
    '2026-03-03t13:58:38+0900',
    '2026-03-03 13:58:38+09',
    '2026-03-03 04:58:38.000000 UTC',
    '2026-03-03 13:58:38.123456789 +0900 KST m=+0.012'.replace('.123456789', ''),
    '2026/03/03 04:58:38 GMT',
    '20260303T045838Z',
    'Tue, 03 Mar 2026 04:58:38 GMT',
    'Tue, 3 Mar 2026 13:58:38 +0900',
    'Monday, 02-Mar-2026 23:58:38 EST',
    'Tue Mar  3 13:58:38 KST 2026',
    'Mar 3, 2026 4:58:38 AM UTC',
    'March 3, 2026 1:58:38 PM KST',
    1_772_513_918,
    1_772_513_918_000,
    1_772_513_918_000_000,
    1_772_513_918e9,
    '1772513918',
    '1772513918.000',
  ])('is the moment that %j says', (value) => {
    expect(iso(value)).toBe(AT);
    expect(iso(value, 'Asia/Seoul')).toBe(AT);
  });

  it.each([
    '2026-03-03 04:58:38',
    '2026-03-03T04:58:38',
    '2026/3/3 04:58:38',
    'Tue Mar  3 04:58:38 2026',
    'Tue, 03 Mar 2026 04:58:38',
    '20260303T045838',
  ])('%j is by the clock of the zone that is asked for, else UTC', (value) => {
    expect(iso(value)).toBe(AT);
    expect(iso(value, 'Asia/Seoul')).toBe('2026-03-02T19:58:38.000Z');
    expect(iso(value, 'America/New_York')).toBe('2026-03-03T09:58:38.000Z');
  });

  it.each([
    '',
    'yesterday',
    'no',
    '04:58',
    '2026-13-03 04:58',
    '2026-02-30T04:58:38Z',
    '2026-03-03 25:00',
    '03/03/2026 04:58:38',
    '2026-03-03 04:58:38 XYZ',
    '0001-01-01T00:00:00Z',
    0,
    5,
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    {},
    true,
    '9'.repeat(400),
    `2026-03-03 ${' '.repeat(100)}04:58:38`,
  ])('%j is none', (value) => {
    expect(momentOf(value, 'UTC')).toBeUndefined();
  });

  it('never depends on the zone of the machine', () => {
    const code = `import('./src/domain/foreign/moment.ts').then(({ momentOf }) => console.log(momentOf('2026-03-03 04:58:38', 'UTC').toISOString()))`;
    const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', '-e', code], {
      env: { ...process.env, TZ: 'Asia/Seoul' },
      encoding: 'utf8',
    });
    expect(stdout.trim()).toBe(AT);
  });
});
