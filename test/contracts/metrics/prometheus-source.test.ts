import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Fault, Faults } from '../../../sandbox/faults.ts';
import { type StandInReply, type StandInRequest, startStandInServer } from '../../../sandbox/stand-in-server.ts';
import { METRICS_VENDORS } from '../../../src/integrations/metrics/index.ts';
import { createPrometheus } from '../../../src/integrations/metrics/prometheus.ts';
import { describeWith } from '../../support/run/services.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const ask = { query: 'lag', at: NOW, timeoutMs: 20_000 };

it('every metrics vendor has a name of its own', () => {
  const names = METRICS_VENDORS.map((vendor) => vendor.name);
  expect(new Set(names).size).toBe(names.length);
});

describe('against scripted answers', () => {
  const faults = new Faults();
  let reply: (request: StandInRequest) => StandInReply;
  let last: StandInRequest | undefined;
  let server: Awaited<ReturnType<typeof startStandInServer>>;

  beforeAll(async () => {
    server = await startStandInServer({
      faults,
      route: (request) => {
        last = request;
        return { name: `${request.method} ${request.path}`, args: {}, run: () => reply(request) };
      },
      refusal: (fault) => ({ status: fault.kind === 'http' ? fault.status : 429, body: '<html>proxy</html>' }),
    });
  });
  afterAll(() => server.close());
  beforeEach(() => faults.clear());

  const success = (resultType: string, result: unknown): void => {
    reply = () => ({ status: 200, body: { status: 'success', data: { resultType, result } } });
  };
  const source = () => createPrometheus({ url: `${server.url}/prometheus/` });

  it('posts the query as a form, with the time and the deadline', async () => {
    success('vector', [{ metric: {}, value: [NOW.getTime() / 1_000, '1200'] }]);
    expect(await source().instant(ask)).toEqual({ value: 1_200, at: NOW });
    expect(last).toMatchObject({ method: 'POST', path: '/prometheus/api/v1/query' });
    expect(Object.fromEntries(new URLSearchParams(last?.text))).toEqual({ query: 'lag', time: '1772442000.000', timeout: '20000ms' });
  });

  it.each(['NaN', '+Inf', '-Inf'])('takes %s for no value', async (value) => {
    success('vector', [{ metric: {}, value: [1, value] }]);
    expect(await source().instant(ask)).toBeUndefined();
    success('matrix', [
      {
        metric: {},
        values: [
          [1, '1'],
          [2, value],
          [3, '3'],
        ],
      },
    ]);
    expect((await source().range({ query: 'lag', from: NOW, to: NOW, stepMs: 60_000, timeoutMs: 20_000 })).map((s) => s.value)).toEqual([
      1, 3,
    ]);
  });

  it('takes an empty answer for no value, and zero for zero', async () => {
    success('vector', []);
    expect(await source().instant(ask)).toBeUndefined();
    success('vector', [{ metric: {}, value: [1, '0'] }]);
    expect(await source().instant(ask)).toMatchObject({ value: 0 });
    success('matrix', []);
    expect(await source().range({ query: 'lag', from: NOW, to: NOW, stepMs: 1_000, timeoutMs: 20_000 })).toEqual([]);
  });

  it.each([['scalar', [1, '5'], { value: 5 }]])('reads a %s', async (type, result, expected) => {
    success(type, result);
    expect(await source().instant(ask)).toMatchObject(expected);
  });

  it('asks for the values of a label, of series that any of the selectors selects', async () => {
    reply = () => ({ status: 200, body: { status: 'success', data: ['shop', 'api', 'shop'] } });
    const of = ['{__name__="up"}', 'http_requests_total{a="b&c"}'];
    expect(await source().labelValues?.({ label: 'job', of, timeoutMs: 20_000 })).toEqual(['api', 'shop']);
    expect(last).toMatchObject({ method: 'GET', path: '/prometheus/api/v1/label/job/values' });
    expect(last?.query.getAll('match[]')).toEqual(of);
    expect(last?.query.has('start')).toBe(false);
    await source().labelValues?.({ label: 'job', from: NOW, timeoutMs: 20_000 });
    expect(Object.fromEntries(last?.query ?? [])).toEqual({ start: '1772442000.000' });
    // As some say it when there is none.
    reply = () => ({ status: 200, body: { status: 'success', data: null } });
    expect(await source().labelValues?.({ label: '__name__', timeoutMs: 20_000 })).toEqual([]);
    faults.inject({ call: '*', fault: { kind: 'http', status: 404 }, times: 1 });
    await expect(source().labelValues?.({ label: 'job', timeoutMs: 20_000 })).rejects.toMatchObject({ code: 'http_404' });
  });

  it('refuses to choose among several series', async () => {
    success('vector', [
      { metric: { a: '1' }, value: [1, '1'] },
      { metric: { a: '2' }, value: [1, '2'] },
    ]);
    await expect(source().instant(ask)).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'several_series',
      message: expect.stringContaining('aggregate'),
    });
  });

  it.each([
    [400, 'bad_data', 'PermanentError'],
    [422, 'execution', 'PermanentError'],
    [503, 'timeout', 'TransientError'],
    [503, 'unavailable', 'TransientError'],
    [500, 'internal', 'TransientError'],
  ])('HTTP %i with errorType %s is a %s', async (status, errorType, name) => {
    reply = () => ({ status, body: { status: 'error', errorType, error: 'parse error: unexpected end of input' } });
    await expect(source().instant(ask)).rejects.toMatchObject({
      name,
      code: errorType,
      message: expect.stringContaining('unexpected end'),
    });
  });

  const faultCases: [Fault, object][] = [
    [
      { kind: 'http', status: 502 },
      { name: 'TransientError', code: 'http_502' },
    ],
    [
      { kind: 'http', status: 401 },
      { name: 'PermanentError', code: 'http_401', message: expect.stringContaining('PROMETHEUS_URL') },
    ],
    [
      { kind: 'http', status: 404 },
      { name: 'PermanentError', code: 'http_404' },
    ],
    [
      { kind: 'http', status: 200 },
      { name: 'PermanentError', code: 'bad_answer' },
    ],
    [
      { kind: 'rate-limit', retryAfterSeconds: 3 },
      { name: 'TransientError', code: 'ratelimited', retryAfterMs: 3_000 },
    ],
    [{ kind: 'cut' }, { name: 'TransientError', code: 'connection' }],
    [{ kind: 'hang' }, { name: 'TransientError', code: 'timeout' }],
  ];
  it.each(faultCases)('%j', async (fault, expected) => {
    success('vector', []);
    faults.inject({ call: '*', fault });
    await expect(source().instant({ ...ask, timeoutMs: 200 })).rejects.toMatchObject(expected);
  });

  it.each([
    ['app:p%40ss-word', `Basic ${Buffer.from('app:p@ss-word').toString('base64')}`],
    [':bearer-token-value', 'Bearer bearer-token-value'],
  ])('sends %s of the address as authorization, and never shows it', async (userInfo, header) => {
    const withCredentials = createPrometheus({ url: server.url.replace('//', `//${userInfo}@`) });
    success('vector', []);
    await withCredentials.instant(ask);
    expect(last?.headers.authorization).toBe(header);
    for (const fault of [{ kind: 'cut' }, { kind: 'http', status: 401 }] as const) {
      faults.inject({ call: '*', fault, times: 1 });
      const error = await withCredentials.instant(ask).catch((e: unknown) => e);
      expect(`${String(error)} ${(error as Error).stack} ${String((error as Error).cause)}`).not.toMatch(/p@ss|p%40ss|bearer-token/);
    }
  });
});

describeWith('prometheus', (getUrl, getServer) => {
  const gauges = 'test_lag 1234\ntest_many{p="1"} 1\ntest_many{p="2"} 2\ntest_zero 0\n';
  const exporter = createServer((_request, response) => void response.setHeader('content-type', 'text/plain; version=0.0.4').end(gauges));
  const instant = (query: string) => createPrometheus({ url: getUrl() }).instant({ query, at: new Date(), timeoutMs: 5_000 });

  beforeAll(async () => {
    exporter.listen(0, '127.0.0.1');
    await once(exporter, 'listening');
    const asked = once(exporter, 'request');
    await getServer().scrape([`127.0.0.1:${(exporter.address() as AddressInfo).port}`]);
    await asked;
    while ((await instant('test_lag')) === undefined);
  });
  afterAll(() => {
    exporter.closeAllConnections();
    exporter.close();
  });

  it.each([
    ['test_lag', 1_234],
    ['sum(test_many)', 3],
    ['scalar(test_lag)', 1_234],
    ['test_zero', 0],
  ])('%s is %d', async (query, value) => {
    expect(await instant(query)).toMatchObject({ value });
  });

  it.each(['test_absent', 'test_zero / test_zero', 'test_lag / 0'])('%s is no data', async (query) => {
    expect(await instant(query)).toBeUndefined();
  });

  it.each([
    ['test_many', 'several_series'],
    ['test_lag[1m]', 'wrong_type'],
    ['sum(', 'bad_data'],
    ['test_lag * on() group_left test_many * on() test_many', 'execution'],
  ])('%s is refused as %s', async (query, code) => {
    await expect(instant(query)).rejects.toMatchObject({ name: 'PermanentError', code });
  });

  it('gives each series with its labels', async () => {
    const { series } = createPrometheus({ url: getUrl() });
    const ask = async (query: string) => await series?.({ query, at: new Date(), timeoutMs: 5_000 });
    expect((await ask('sum by (p) (test_many)'))?.sort((a, b) => a.value - b.value)).toEqual([
      { labels: { p: '1' }, value: 1 },
      { labels: { p: '2' }, value: 2 },
    ]);
    expect(await ask('test_absent')).toEqual([]);
    expect(await ask('test_many / 0')).toEqual([]);
    await expect(ask('scalar(test_lag)')).rejects.toMatchObject({ code: 'wrong_type' });
    await expect(ask('sum(')).rejects.toMatchObject({ code: 'bad_data' });
  });

  it('tells its metrics by name, and the values of a label in those that are selected', async () => {
    const { labelValues } = createPrometheus({ url: getUrl() });
    const ask = async (label: string, of: string[]) => await labelValues?.({ label, of, timeoutMs: 5_000 });
    expect(await ask('__name__', [])).toEqual(expect.arrayContaining(['test_lag', 'test_many', 'up']));
    expect(await ask('p', ['{__name__="test_many"}'])).toEqual(['1', '2']);
    expect(await ask('p', ['{__name__="test_lag"}', '{p="2"}'])).toEqual(['2']);
    expect(await ask('p', ['test_absent'])).toEqual([]);
    await expect(ask('p', ['{'])).rejects.toMatchObject({ code: 'bad_data' });
  });

  it('gives the range, oldest first', async () => {
    const to = new Date();
    const samples = await createPrometheus({ url: getUrl() }).range({
      query: 'test_lag',
      from: new Date(to.getTime() - 900_000),
      to,
      stepMs: 1_000,
      timeoutMs: 5_000,
    });
    expect(samples.length).toBeGreaterThan(0);
    expect(samples.every((s) => s.value === 1_234)).toBe(true);
    expect(samples.map((s) => s.at.getTime())).toEqual(samples.map((s) => s.at.getTime()).sort((a, b) => a - b));
  });
});
