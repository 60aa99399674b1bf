import { type CouponService, startCouponService } from '../../sandbox/coupon/coupon-service.ts';
import { createPrometheus } from '../../src/integrations/metrics/prometheus.ts';
import { couponPlaybook } from '../support/scenario/shipped-playbook.ts';

/** What Prometheus's documentation promises of its query API; the wording of refusals was read from Prometheus 2.42. */

const playbook = couponPlaybook();
const LAG = playbook.signals.kafka_lag?.query ?? '';
const START = Date.parse('2026-03-02T05:00:00Z');

let coupon: CouponService;
let nowMs: number;
beforeEach(async () => {
  nowMs = START;
  coupon = await startCouponService({ playbook, now: () => new Date(nowMs), calmMs: 1_200_000 });
});
afterEach(() => coupon.close());

interface Envelope {
  status: string;
  errorType?: string;
  error?: string;
  data?: { resultType: string; result: { metric: object; value: [number, string]; values: [number, string][] }[] };
}

async function ask(path: string, fields: Record<string, string>, method = 'GET') {
  const form = new URLSearchParams(fields);
  const response = await fetch(`${coupon.url}${path}${method === 'GET' ? `?${form}` : ''}`, {
    method,
    ...(method === 'POST' ? { body: form } : {}),
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, text, body: (type === 'application/json' ? JSON.parse(text) : {}) as Envelope };
}

describe('an instant query', () => {
  it.each(Object.entries(playbook.signals).map(([key, { query }]) => [key, query]))('answers %s', async (_, query) => {
    const { status, type, body } = await ask('/api/v1/query', { query });
    expect([status, type, body.status, body.data?.resultType]).toEqual([200, 'application/json', 'success', 'vector']);
    expect(body.data?.result).toEqual([{ metric: {}, value: [START / 1_000, expect.stringMatching(/^\d+(\.\d+)?$/)] }]);
  });

  it('is the same by POST, with other spaces, at a unix time or RFC 3339', async () => {
    const plain = (await ask('/api/v1/query', { query: LAG, time: String(START / 1_000) })).body;
    expect((await ask('/api/v1/query', { query: LAG, time: '2026-03-02T05:00:00Z' }, 'POST')).body).toEqual(plain);
    expect((await ask('/api/v1/query', { query: LAG, time: '2026-03-02T14:00:00.000+09:00' })).body).toEqual(plain);
    expect(
      (await ask('/api/v1/query', { query: `  ${LAG.replace('(', ' (\n ').replace(',', ' , ')} `, time: String(START / 1_000) })).body,
    ).toEqual(plain);
  });

  it('looks back five minutes and no further', async () => {
    const at = async (ms: number) => (await ask('/api/v1/query', { query: LAG, time: String(ms / 1_000) })).body.data?.result.length;
    expect([await at(START + 299_000), await at(START + 301_000)]).toEqual([1, 0]);
    expect([await at(START - 1_190_000), await at(START - 1_210_000)]).toEqual([1, 0]);
  });

  it('answers a number and up', async () => {
    expect((await ask('/api/v1/query', { query: '1', time: '1' })).body.data).toEqual({ resultType: 'scalar', result: [1, '1'] });
    expect((await ask('/api/v1/query', { query: 'up', time: '1' })).body.data?.result[0]?.value).toEqual([1, '1']);
  });

  it.each([
    ['no query', {}, 'invalid parameter "query": 1:1: parse error: no expression found in input'],
    ['an expression of nobody', { query: 'rate(foo[5m])' }, 'invalid parameter "query": 1:1: parse error: '],
    [
      'a strange time',
      { query: LAG, time: 'abc' },
      `invalid parameter "time": Invalid time value for 'time': cannot parse "abc" to a valid timestamp`,
    ],
    ['a strange timeout', { query: LAG, timeout: 'x' }, 'invalid parameter "timeout": cannot parse "x" to a valid duration'],
  ])('refuses %s', async (_, fields, error) => {
    const { status, body } = await ask('/api/v1/query', fields);
    expect([status, body.status, body.errorType]).toEqual([400, 'error', 'bad_data']);
    expect(body.error).toContain(error);
    expect(body.data).toBeUndefined();
  });
});

it('tells the values of the labels that it knows', async () => {
  const values = async (label: string) => (await ask(`/api/v1/label/${label}/values`, {})).body.data;
  expect(await values('__name__')).toEqual(['up']);
  expect(await values('job')).toEqual(['coupon-api']);
  expect(await values('nobody')).toEqual([]);
  const down = await ask('/api/v1/query', { query: 'sum(up{job="coupon-api"} == bool 0)', time: '1' });
  expect(down.body.data?.result).toEqual([{ metric: {}, value: [1, '0'] }]);
});

describe('a range query', () => {
  const range = { query: LAG, start: String(START / 1_000 - 900), end: String(START / 1_000), step: '60' };

  it('gives a value for each step, both ends included, also before anything was broken', async () => {
    const { status, body } = await ask('/api/v1/query_range', range);
    expect([status, body.data?.resultType, body.data?.result[0]?.values.length]).toEqual([200, 'matrix', 16]);
    expect(body.data?.result[0]?.values[0]?.[0]).toBe(START / 1_000 - 900);
    expect((await ask('/api/v1/query_range', { ...range, step: '1m' }, 'POST')).body).toEqual(body);
  });

  it('has no series where there is nothing', async () => {
    const { body } = await ask('/api/v1/query_range', { ...range, start: '1', end: '61' });
    expect(body.data).toEqual({ resultType: 'matrix', result: [] });
  });

  it.each([
    ['an end before the start', { end: '1' }, 'invalid parameter "end": end timestamp must not be before start time'],
    ['no start', { start: '' }, 'invalid parameter "start": cannot parse "" to a valid timestamp'],
    ['no step', { step: '' }, 'invalid parameter "step": cannot parse "" to a valid duration'],
    [
      'a step of zero',
      { step: '0' },
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    ],
    [
      'too many points',
      { start: '1' },
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    ],
  ])('refuses %s', async (_, fields, error) => {
    expect(await ask('/api/v1/query_range', { ...range, ...fields })).toMatchObject({
      status: 400,
      body: { errorType: 'bad_data', error },
    });
  });
});

describe('the rest of it', () => {
  it('says that it is ready, and which version it stands for', async () => {
    expect(await ask('/-/ready', {})).toMatchObject({ status: 200, text: 'Prometheus Server is Ready.\n' });
    expect((await ask('/api/v1/status/buildinfo', {})).body).toMatchObject({ status: 'success', data: { version: '2.42.0' } });
    expect(await ask('/nowhere', {})).toMatchObject({ status: 404, text: '404 page not found\n' });
  });

  it('shows metrics in the text format: one TYPE per family, cumulative buckets, counters that only grow', async () => {
    const scrape = async () => {
      const { text, type } = await ask('/metrics', {});
      expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
      return new Map(
        text
          .trim()
          .split('\n')
          .filter((line) => !line.startsWith('#'))
          .map((line): [string, number] => {
            const [, name = '', value = ''] = /^([a-z_]+(?:\{(?:[a-z_]+="[^"]*",?)*\})?) (\S+)$/.exec(line) ?? [];
            return [name, Number(value)];
          }),
      );
    };
    const first = await scrape();
    nowMs += 5_000;
    const second = await scrape();
    expect([...first.values()].every(Number.isFinite)).toBe(true);
    const growing = [...first].filter(([name]) => /_(total|count|sum|bucket)\b/.test(name) && !name.startsWith('pg_stat_activity'));
    expect(growing.length).toBeGreaterThan(50);
    for (const [name, value] of growing) expect([name, (second.get(name) ?? -1) >= value]).toEqual([name, true]);
    const buckets = [...first].filter(([name]) => name.startsWith('coupon_lock_acquire_seconds_bucket')).map(([, value]) => value);
    expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
  });

  it('shows faults by the names of the calls', async () => {
    coupon.faults.inject({ call: 'GET /api/v1/query', fault: { kind: 'error', code: 'timeout' }, times: 1 });
    coupon.faults.inject({ call: 'GET /api/v1/query', fault: { kind: 'http', status: 502 }, times: 1 });
    expect(await ask('/api/v1/query', { query: LAG }, 'POST')).toMatchObject({ status: 503, body: { errorType: 'timeout' } });
    expect(await ask('/api/v1/query', { query: LAG })).toMatchObject({ status: 502 });
    expect(await ask('/api/v1/query', { query: LAG })).toMatchObject({ status: 200 });
  });

  it('tells what is broken, at four times the clock, until it is mended', async () => {
    const source = createPrometheus({ url: coupon.url });
    const lag = async () => (await source.instant({ query: LAG, at: new Date(nowMs), timeoutMs: 20_000 }))?.value ?? Number.NaN;
    expect(await lag()).toBeLessThan(1_000);
    expect(coupon.break('S3')).toEqual({ scenario: 'S3', cause: 'connection-leak', strength: 1 });
    nowMs += 20_000;
    expect(await lag()).toBeGreaterThan(1_000);
    expect(coupon.snapshot().kafka_lag).toBe(await lag());
    expect(coupon.broken()).toHaveLength(1);
    coupon.heal('S3');
    expect(coupon.broken()).toEqual([]);
  });
});
