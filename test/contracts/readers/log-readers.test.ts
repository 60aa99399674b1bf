import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Fault } from '../../../sandbox/faults.ts';
import { type LokiStandIn, type LokiStream, startLoki } from '../../../sandbox/loki.ts';
import type { LogSpec } from '../../../src/domain/playbook/analysis-schema.ts';
import type { LogReader } from '../../../src/domain/ports/evidence.ts';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { createLogReader } from '../../../src/integrations/logs/index.ts';
import { lokiAccount } from '../../../src/integrations/logs/loki.ts';
import { createMask } from '../../../src/integrations/mask.ts';
import { accountsWith, given } from '../../support/scenario/accounts-with.ts';

const FROM = new Date('2026-03-03T05:00:00Z');
const TO = new Date('2026-03-03T05:15:00Z');
const PATTERNS = ['Exception', 'retry', 'nothing like it'];
const OWN_SECRET = 'our-own-prometheus-password';

/** What a log holds: ten minutes before, then the fifteen that are asked for, then a minute after. */
const at = (minute: number, second = 0) => new Date(FROM.getTime() + minute * 60_000 + second * 1_000);

const LINES = [
  { at: at(-10), line: 'WARN Exception long before' },
  { at: at(0), line: 'ERROR TimeoutException: first of all' },
  { at: at(1), line: 'INFO issued coupon 17' },
  { at: at(2), line: 'WARN retry 1 of 3' },
  { at: at(3), line: `ERROR SQLException: password=hunter2 for kim@example.com at db:${OWN_SECRET}` },
  { at: at(4), line: 'ERROR SQLException: third' },
  { at: at(14, 59), line: 'ERROR SQLException: fourth retry' },
  { at: at(15), line: 'ERROR Exception too late' },
];

let scratch: string;
let loki: LokiStandIn;
let streams: LokiStream[];

beforeEach(async () => {
  scratch = mkdtempSync(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'logs-'));
  streams = [
    { labels: { app: 'consumer', pod: 'a' }, lines: LINES.filter((_, index) => index % 2 === 0) },
    { labels: { app: 'consumer', pod: 'b' }, lines: LINES.filter((_, index) => index % 2 === 1) },
    { labels: { app: 'other' }, lines: [{ at: at(5), line: 'Exception of somebody else' }] },
  ];
  loki = await startLoki({ streams: () => streams, authorization: `Basic ${Buffer.from('bongsu:loki-password').toString('base64')}` });
});

afterEach(async () => {
  await loki.close();
  rmSync(scratch, { recursive: true });
});

const accounts = (url?: string, tenant?: string) =>
  accountsWith(given(lokiAccount, url === undefined ? undefined : { url: new Secret(url), tenant }));

const withPassword = () => loki.url.replace('://', '://bongsu:loki-password@');

const reader = (spec: Partial<LogSpec>, url?: string, tenant?: string): LogReader =>
  createLogReader(
    { row: 'G1', name: 'consumer', patterns: [], ...spec },
    { accounts: accounts(url, tenant), zone: 'Asia/Seoul', mask: createMask([OWN_SECRET]) },
  );

const lokiReader = (query = '{app="consumer"}', url = withPassword()) => reader({ loki: query }, url);
const count = (log: LogReader, patterns: readonly string[] = PATTERNS) => log.count({ from: FROM, to: TO, patterns, timeoutMs: 60_000 });

function file(name: string, lines: readonly string[], changedAt = TO): string {
  const path = join(scratch, name);
  const text = `${lines.join('\n')}\n`;
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  utimesSync(path, changedAt, changedAt);
  return path;
}

const iso = LINES.map((each) => `${each.at.toISOString()} ${each.line}`);

describe.each([
  ['Loki', () => lokiReader()],
  ['a plain file', () => reader({ files: [file('consumer.log', iso)] })],
])('a log in %s', (_, make) => {
  it('is counted by patterns, from the first moment inclusive to the last exclusive', async () => {
    const counted = await count(make());
    expect(counted).toMatchObject({ lines: 6, partial: false });
    expect(counted.patterns.map(({ lines }) => lines)).toEqual([4, 2, 0]);
  });

  it('shows the last three that fit, and nobody a secret', async () => {
    const [exceptions] = (await count(make())).patterns;
    expect(exceptions?.samples).toHaveLength(3);
    expect(exceptions?.samples[2]).toMatch(/fourth retry/);
    expect(exceptions?.samples[0]).toMatch(/SQLException: password=\[hidden\] for \[hidden\] at db:\[secret\]/);
  });

  it('gives up a pattern that would never end, and counts the others', async () => {
    const log = make();
    // Not given up, it would keep this test for ever.
    const [endless, other] = (await count(log, ['^(.*[a-zA-Z: 0-9]+)+(.*)+$X', 'retry'])).patterns;
    expect(endless).toMatchObject({ stopped: true });
    expect(other).toMatchObject({ lines: 2, stopped: false });
  });
});

describe('Loki', () => {
  it('is asked page by page for more lines than it gives at once, up to a bound', async () => {
    const many = (lines: number) => [
      {
        labels: { app: 'consumer' },
        lines: Array.from({ length: lines }, (_, index) => ({ at: new Date(FROM.getTime() + index * 20), line: `retry ${index}` })),
      },
    ];
    streams = many(12_000);
    expect(await count(lokiReader())).toMatchObject({ lines: 12_000, partial: false, patterns: [{ lines: 0 }, { lines: 12_000 }, {}] });
    streams = many(43_000);
    expect(await count(lokiReader())).toMatchObject({ lines: 20_000, partial: true });
  });

  it('met-E3: says in its own words that a part is missing', async () => {
    const half = await startLoki({ streams: () => streams, warnings: () => ['Results may be incomplete: some ingesters did not answer'] });
    try {
      expect(await count(lokiReader(undefined, half.url))).toMatchObject({
        lines: 6,
        partial: true,
        doubts: [{ code: 'partial', words: ['Results may be incomplete: some ingesters did not answer'] }],
      });
    } finally {
      await half.close();
    }
  });

  it('met-E3: misses no line of a moment at the seam of two pages, and says when there are more of it than a page holds', async () => {
    const burst = (lines: number, minute: number) =>
      Array.from({ length: lines }, (_, index) => ({ at: at(minute), line: `retry ${minute} ${index}` }));
    streams = [{ labels: { app: 'consumer' }, lines: [...burst(3_000, 1), ...burst(3_000, 2), ...burst(3_000, 3)] }];
    const whole = await count(lokiReader());
    expect(whole).toMatchObject({ lines: 9_000, partial: false });
    expect(whole.doubts).toBeUndefined();
    streams = [{ labels: { app: 'consumer' }, lines: [...burst(10, 1), ...burst(6_000, 2), ...burst(10, 3)] }];
    const part = await count(lokiReader());
    expect(part).toMatchObject({ partial: true, doubts: [{ code: 'cut', of: 'lines' }] });
    expect(part.lines).toBeGreaterThanOrEqual(5_010);
  });

  it('met-E7: sends what stands after ? in its address along', async () => {
    await count(lokiReader(undefined, `${withPassword()}/?tenant=a%20b&x=1`));
    expect(loki.calls.at(-1)?.args).toMatchObject({ tenant: 'a b', x: '1', query: '{app="consumer"}', direction: 'backward' });
  });

  it('of several tenants is asked for the one that is set, and says so when none is', async () => {
    const shared = await startLoki({ streams: () => streams, tenant: 'coupon' });
    const asTenant = (tenant?: string) => count(reader({ loki: '{app="consumer"}' }, shared.url, tenant));
    try {
      expect(await asTenant('coupon')).toMatchObject({ lines: 6 });
      expect(await asTenant('payments|coupon')).toMatchObject({ lines: 6 });
      expect(await asTenant('payments')).toMatchObject({ lines: 0 });
      await expect(asTenant()).rejects.toMatchObject({ code: 'no_tenant', message: expect.stringMatching(/LOKI_TENANT/) });
    } finally {
      await shared.close();
    }
  });

  it('takes a bearer token in the address', async () => {
    const guarded = await startLoki({ streams: () => streams, authorization: 'Bearer loki-token' });
    try {
      expect(await count(lokiReader(undefined, guarded.url.replace('://', '://:loki-token@')))).toMatchObject({ lines: 6 });
      await expect(count(lokiReader(undefined, guarded.url))).rejects.toMatchObject({ code: 'http_401' });
    } finally {
      await guarded.close();
    }
  });

  it.each<[string, () => LogReader, object]>([
    [
      'a query it cannot read',
      () => lokiReader('app=consumer'),
      { name: 'PermanentError', code: 'bad_query', message: expect.stringMatching(/parse error/) },
    ],
    [
      'wrong credentials',
      () => lokiReader(undefined, loki.url.replace('://', '://bongsu:wrong@')),
      { name: 'PermanentError', code: 'http_401', message: expect.stringMatching(/LOKI_URL/) },
    ],
    ['another address', () => lokiReader(undefined, `${withPassword()}/elsewhere`), { name: 'PermanentError', code: 'bad_answer' }],
    ['nobody there', () => lokiReader(undefined, 'http://127.0.0.1:9'), { name: 'TransientError', code: 'connection' }],
    [
      'no address at all',
      () => reader({ loki: '{app="consumer"}' }),
      { name: 'PermanentError', code: 'not_configured', message: expect.stringMatching(/LOKI_URL/) },
    ],
  ])('%s is said', async (_, make, error) => {
    await expect(count(make())).rejects.toMatchObject(error);
    await expect(count(make())).rejects.not.toThrow(/loki-password|wrong@/);
  });

  it.each<[string, Fault, object]>([
    [
      'too many requests',
      { kind: 'rate-limit', retryAfterSeconds: 7 },
      { name: 'TransientError', code: 'ratelimited', retryAfterMs: 7_000 },
    ],
    ['trouble of its own', { kind: 'http', status: 503 }, { name: 'TransientError', code: 'http_503' }],
    ['a cut', { kind: 'cut' }, { name: 'TransientError', code: 'connection' }],
    ['silence', { kind: 'hang' }, { name: 'TransientError', code: 'timeout' }],
  ])('%s is worth another try', async (_, fault, error) => {
    loki.faults.inject({ call: 'GET /loki/api/v1/query_range', fault });
    await expect(lokiReader().count({ from: FROM, to: TO, patterns: [], timeoutMs: 300 })).rejects.toMatchObject(error);
  });
});

describe('plain files', () => {
  const files = (...names: string[]) => reader({ files: names.map((name) => join(scratch, name)) });

  it('are found by patterns, rotated and packed ones too, each once', async () => {
    file('app.log.2.gz', iso.slice(0, 3), at(2));
    file('app.log.1', iso.slice(3, 5), at(4));
    file('app.log', iso.slice(5));
    file('other.log', ['2026-03-03T05:05:00Z Exception of another']);
    file('app.log.9', ['2026-03-01T05:05:00Z Exception of another day'], new Date('2026-03-01T06:00:00Z'));
    expect(await count(files('app.log*', 'app.*'))).toMatchObject({ lines: 6, patterns: [{ lines: 4 }, { lines: 2 }, { lines: 0 }] });
    mkdirSync(join(scratch, 'pod-1'));
    file('pod-1/app.log', [`${at(6).toISOString()} Exception in a pod`]);
    expect((await count(files('pod-?/app.log', 'app.log'))).patterns[0]?.lines).toBe(3);
  });

  it('are read as they were opened when they are rotated meanwhile', async () => {
    const path = file('app.log', iso);
    const counting = count(files('app.log*'));
    renameSync(path, `${path}.1`);
    writeFileSync(path, `${at(14).toISOString()} ERROR Exception after the rotation\n`);
    const { lines } = await counting;
    expect([6, 7]).toContain(lines);
    expect(await count(files('app.log*'))).toMatchObject({ lines: 7 });
  });

  it('are read from the end, no further back than they are needed', async () => {
    const filler = Array.from(
      { length: 60_000 },
      (_, index) => `${new Date(at(-600).getTime() + index * 100).toISOString()} INFO long ago and rather long, so that it fills a block`,
    );
    // A line of the time that is asked for, where none can be: whoever reads on to the beginning counts it.
    const stray = `${at(1).toISOString()} ERROR Exception that is read only by who reads too far`;
    file('big.log', [stray, ...filler, ...iso]);
    expect(await count(files('big.log'))).toMatchObject({ lines: 6, partial: false });
  });

  it('keep a stack with the line before it, and a half line at the end', async () => {
    const path = file('app.log', [
      '\tat lost.Beginning(Unknown)',
      `${at(1).toISOString()} ERROR first`,
      '\tat com.example.Pool(Pool.java:7) Exception',
      `${at(16).toISOString()} late`,
      '\tat Exception',
    ]);
    appendFileSync(path, `${at(17).toISOString()} ERROR Exc`);
    expect(await count(files('app.log'))).toMatchObject({ lines: 2, patterns: [{ lines: 1 }, {}, {}] });
  });

  it.each([
    ['the zone of the playbook', '2026-03-03 14:05:00,123 ERROR Exception'],
    ['a zone of its own', '2026-03-03 08:05:00.123 +0300 ERROR Exception'],
    ["a web server's", '10.0.0.7 - - [03/Mar/2026:05:05:00 +0000] "GET /Exception" 500'],
    ["PostgreSQL's", '2026-03-03 05:05:00.123 UTC [77] ERROR:  Exception'],
    ["pino's", `{"level":50,"time":${at(5).getTime()},"msg":"Exception"}`],
    ["Logback's in JSON", '{"@timestamp":"2026-03-03T14:05:00.123+09:00","message":"Exception"}'],
  ])('understand times in %s', async (_, line) => {
    file('app.log', [line]);
    expect((await count(files('app.log'))).patterns[0]?.lines).toBe(1);
  });

  it('met-E3: one that cannot be read takes nothing from the others, and is counted', async () => {
    file('app.log', iso);
    const some = (came: number, all: number) => ({ lines: 6, partial: true, doubts: [{ code: 'some', of: 'files', came, all }] });
    writeFileSync(join(scratch, 'app.log.1.gz'), 'not packed');
    expect(await count(files('app.log*'))).toMatchObject(some(1, 2));
    file('app.log.2', ['no time', 'at all']);
    expect(await count(files('app.log*'))).toMatchObject(some(1, 3));
    // A link to itself: there is something, and nobody can open it.
    symlinkSync('app.log.3', join(scratch, 'app.log.3'));
    expect(await count(files('app.log*'))).toMatchObject(some(1, 4));
    const whole = await count(files('app.log'));
    expect(whole).toMatchObject({ lines: 6, partial: false });
    expect(whole.doubts).toBeUndefined();
  });

  it('met-E3: a packed one that is cut off counts as far as it goes', async () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => `${at(1, index % 60).toISOString()} retry ${index * 7_919}`);
    writeFileSync(join(scratch, 'app.log.gz'), gzipSync(`${lines.join('\n')}\n`).subarray(0, -200));
    const counted = await count(files('app.log.gz'));
    expect(counted).toMatchObject({ partial: true, doubts: [{ code: 'partial', words: ['app.log.gz is cut off'] }] });
    expect(counted.lines).toBeGreaterThan(1_000);
    expect(counted.lines).toBeLessThan(5_000);
  });

  it('met-E3: more of them than are looked at are counted', async () => {
    for (let index = 0; index < 205; index += 1) file(`many-${index}.log`, [`${at(1).toISOString()} retry`]);
    expect(await count(files('many-*.log'))).toMatchObject({
      lines: 200,
      partial: true,
      doubts: [{ code: 'some', of: 'files', came: 200, all: 205 }],
    });
  });

  it('say what is wrong with them', async () => {
    await expect(count(files('none.log'))).rejects.toMatchObject({ code: 'no_such_file' });
    file('app.log', ['no time', 'at all']);
    await expect(count(files('app.log'))).rejects.toMatchObject({ code: 'no_times' });
    writeFileSync(join(scratch, 'broken.gz'), 'not packed');
    await expect(count(files('broken.gz'))).rejects.toMatchObject({ code: 'not_readable' });
  });
});
