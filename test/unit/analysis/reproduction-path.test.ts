import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { curlFor, pathName, type Rates, reproductionPath } from '../../../src/domain/analysis/traffic.ts';

const series = (method: string, uri: string, status: string, client: string, before: number, since: number): Rates => ({
  labels: { method, uri, status, client },
  before,
  since,
});

const CALM = [
  series('POST', '/coupons/issue', '200', 'app', 80, 80),
  series('POST', '/coupons/issue', '200', 'web', 40, 40),
  series('GET', '/coupons', '200', 'app', 60, 60),
];

describe('R2: the way to reproduce', () => {
  it('is the requests that grew most, from the client that sends them', () => {
    const path = reproductionPath([
      ...CALM,
      series('POST', '/coupons/issue', '200', 'event-page', 0, 200),
      series('POST', '/coupons/issue', '429', 'event-page', 0, 60),
      series('POST', '/coupons/issue', '500', 'event-page', 0, 40),
    ]);
    expect(path).toEqual({
      because: 'growth',
      method: 'POST',
      route: '/coupons/issue',
      client: 'event-page',
      now: 300,
      before: 0,
      share: 300 / 480,
      shareBefore: 0,
      failing: { status: '500', share: 40 / 300, shareBefore: 0 },
    });
  });

  it('names no client when everybody sends more', () => {
    const path = reproductionPath([
      series('POST', '/coupons/issue', '200', 'app', 80, 190),
      series('POST', '/coupons/issue', '200', 'web', 40, 130),
      series('GET', '/coupons', '200', 'app', 60, 60),
    ]);
    expect(path).toMatchObject({ because: 'growth', route: '/coupons/issue', now: 320, before: 120 });
    expect(path).not.toHaveProperty('client');
  });

  it('is the requests that fail when traffic is as it was', () => {
    const path = reproductionPath([
      ...CALM.slice(1),
      series('POST', '/coupons/issue', '200', 'app', 80, 50),
      series('POST', '/coupons/issue', '500', 'app', 0, 30),
    ]);
    expect(path).toMatchObject({
      because: 'failures',
      client: 'app',
      now: 80,
      before: 80,
      failing: { status: '500', share: 30 / 80, shareBefore: 0 },
    });
  });

  it('is none when nothing stands out, and none without a route', () => {
    expect(reproductionPath(CALM)).toBeUndefined();
    expect(reproductionPath([])).toBeUndefined();
    expect(reproductionPath([{ labels: { region: 'kr' }, before: 1, since: 90 }])).toBeUndefined();
  });

  it('reads labels as they are called elsewhere, and as the playbook says', () => {
    const other = [
      { labels: { http_route: '/pay', http_request_method: 'post', code: '503', user_agent: 'bot/1' }, before: 0, since: 50 },
      { labels: { http_route: '/pay', http_request_method: 'post', code: '200', user_agent: 'app' }, before: 50, since: 50 },
    ];
    expect(reproductionPath(other)).toMatchObject({ method: 'POST', route: '/pay', client: 'bot/1', failing: { status: '503' } });
    expect(
      reproductionPath([{ labels: { endpunkt: '/pay', quelle: 'bot' }, before: 1, since: 90 }], { route: 'endpunkt', client: 'quelle' }),
    ).toMatchObject({
      route: '/pay',
      client: 'bot',
    });
  });

  it('is the same whatever the order of the series, with shares between 0 and 1', () => {
    const rates = fc.record({
      labels: fc.record({
        uri: fc.constantFrom('/a', '/b', '/c'),
        method: fc.constantFrom('GET', 'POST'),
        status: fc.constantFrom('200', '404', '500'),
        client: fc.constantFrom('x', 'y', ''),
      }),
      before: fc.double({ min: 0, max: 500, noNaN: true }),
      since: fc.double({ min: 0, max: 500, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(rates, { selector: ({ labels }) => JSON.stringify(labels), maxLength: 20 }), (list) => {
        const path = reproductionPath(list);
        if (path)
          for (const share of [path.share, path.shareBefore, path.failing?.share ?? 0]) expect(share >= 0 && share <= 1 + 1e-9).toBe(true);
        if (path) expect(path.now).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the request from a shell', () => {
  it('is one that people can copy', () => {
    expect(curlFor({ method: 'POST', route: '/coupons/{id}/issue', client: 'event page' }, 'https://staging.example.com/')).toBe(
      "curl -sS -o /dev/null -w '%{http_code} %{time_total}s\\n' --globoff -X POST -A 'event page' 'https://staging.example.com/coupons/{id}/issue'",
    );
    expect(curlFor({ route: '/coupons' })).toMatch(/ --globoff "\$SERVICE"\/coupons$/);
    expect(curlFor({ route: 'CouponController.issue' })).toBeUndefined();
  });

  it('runs nothing else, whatever stands in the labels', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary-ascii', maxLength: 40 }),
        fc.string({ unit: 'binary-ascii', maxLength: 40 }),
        (route, client) => {
          const line = curlFor({ method: 'POST', route: `/${route}`, client }, 'https://x.example') ?? '';
          // `curl` is a function here that only prints its words.
          const words = execFileSync('bash', ['-c', `curl() { printf '%s\\0' "$@"; }; ${line}`], { encoding: 'utf8' }).split('\0');
          const plain = (text: string) => text.replace(/[\p{Cc}]+/gu, ' ');
          expect(words.slice(6)).toEqual(['-X', 'POST', '-A', plain(client), `https://x.example${plain(`/${route}`)}`, '']);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is told by method, route and client', () => {
    expect(pathName({ method: 'POST', route: '/coupons/issue', client: 'app' })).toBe('POST /coupons/issue app');
  });
});
