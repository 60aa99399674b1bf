import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Faults } from '../../../sandbox/faults.ts';
import { type StandInRequest, startStandInServer } from '../../../sandbox/stand-in-server.ts';
import { createPrometheus } from '../../../src/integrations/metrics/prometheus.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { describeWith } from '../../support/run/services.ts';
import { type PrometheusServer, startPrometheus } from '../../support/servers/prometheus-server.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const SECONDS = NOW.getTime() / 1_000;
const ask = { query: 'lag', at: NOW, timeoutMs: 20_000 };
const range = { query: 'lag', from: new Date(NOW.getTime() - 60_000), to: NOW, stepMs: 15_000, timeoutMs: 20_000 };
/** As Prometheus 2.40 and later write one. */
const HISTOGRAM = { count: '60', sum: '33.4', buckets: [[0, '0.5', '1', '60']] };

describe('what an answer says against itself', () => {
  let body: object;
  let last: StandInRequest | undefined;
  let server: Awaited<ReturnType<typeof startStandInServer>>;
  beforeAll(async () => {
    server = await startStandInServer({
      faults: new Faults(),
      route: (request) => {
        last = request;
        return { name: 'ask', args: {}, run: () => ({ status: 200, body }) };
      },
      refusal: () => ({ status: 500, body: '' }),
    });
  });
  afterAll(() => server.close());

  const source = (address = '') => createPrometheus({ url: `${server.url}${address}` });
  const vector = (...result: object[]) => ({ status: 'success', data: { resultType: 'vector', result } });
  const one = { metric: {}, value: [SECONDS, '3'] };
  const matrix = {
    status: 'success',
    data: {
      resultType: 'matrix',
      result: [
        {
          metric: {},
          values: [
            [SECONDS - 15, '1'],
            [SECONDS, '2'],
          ],
        },
      ],
    },
  };

  it.each<[string, object, unknown]>([
    [
      'Thanos: warnings',
      { warnings: ['No StoreAPIs matched for this query', 'receive series from store-2: connection refused'] },
      [{ code: 'partial', words: ['No StoreAPIs matched for this query', 'receive series from store-2: connection refused'] }],
    ],
    ['VictoriaMetrics: isPartial', { isPartial: true }, [{ code: 'partial', words: [] }]],
    ['one text instead of a list', { warnings: 'remote read failed' }, [{ code: 'partial', words: ['remote read failed'] }]],
    [
      'an info that tells of data left out',
      { infos: ['PromQL info: ignored histogram in max aggregation'] },
      [{ code: 'partial', words: ['PromQL info: ignored histogram in max aggregation'] }],
    ],
  ])('met-E3: %s make it partial, its history too', async (_, more, doubts) => {
    body = { ...vector(one), ...more };
    expect(await source().instant(ask)).toEqual({ value: 3, at: NOW, doubts });
    expect(await source().series?.(ask)).toEqual([{ labels: {}, value: 3, doubts }]);
    body = { ...matrix, ...more };
    expect(await source().range(range)).toEqual([
      { value: 1, at: new Date(NOW.getTime() - 15_000), doubts },
      { value: 2, at: NOW, doubts },
    ]);
  });

  it.each<[string, object]>([
    ['nothing of the kind', {}],
    ['empty lists', { warnings: [], infos: [] }],
    ['null', { warnings: null, infos: null, isPartial: null }],
    ['isPartial: false', { isPartial: false }],
    ['advice about the query', { infos: ['PromQL info: metric might not be a counter, name does not end in _total: "lag"'] }],
  ])('met-E3: %s leaves it whole', async (_, more) => {
    body = { ...vector(one), ...more };
    expect(await source().instant(ask)).toEqual({ value: 3, at: NOW });
  });

  it("met-E3: keeps a source's words short, and secrets out of them", async () => {
    body = {
      ...vector(one),
      warnings: [`store at https://me:hunter2secret@store:10901 ${'x'.repeat(5_000)}`, 'a\nb', ...Array(50).fill('more')],
    };
    const words = (await source().instant(ask))?.doubts?.flatMap((doubt) => (doubt.code === 'partial' ? doubt.words : []));
    expect(words).toHaveLength(3);
    expect(words?.[0]).toMatch(/^store at https:\/\/\[hidden\]@store:10901 x+…$/);
    expect(words?.every((text) => text.length <= 160)).toBe(true);
    expect(words?.[1]).toBe('a b');
  });

  it.each([
    ['a vector of one', vector({ metric: {}, histogram: [SECONDS, HISTOGRAM] }), 'instant'],
    [
      'several of them',
      vector({ metric: {}, histogram: [SECONDS, HISTOGRAM] }, { metric: { p: '1' }, histogram: [SECONDS, HISTOGRAM] }),
      'instant',
    ],
    ['in traffic', vector({ metric: {}, histogram: [SECONDS, HISTOGRAM] }), 'series'],
    [
      'in a range',
      { status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, histograms: [[SECONDS, HISTOGRAM]] }] } },
      'range',
    ],
  ] as const)('met-E9: a native histogram (%s) says what to wrap it in, in both languages', async (_, answer, how) => {
    body = answer;
    const asked = how === 'range' ? source().range(range) : how === 'series' ? source().series?.(ask) : source().instant(ask);
    await expect(asked).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'native_histogram',
      said: { en: expect.stringContaining('histogram_quantile(0.95, …)'), ko: expect.stringContaining('histogram_quantile(0.95, …)') },
    });
  });

  it('met-E9: histograms among numbers are left out and counted', async () => {
    body = vector({ metric: { p: '1' }, value: [SECONDS, '5'] }, { metric: { p: '2' }, histogram: [SECONDS, HISTOGRAM] });
    const doubts = [{ code: 'some', of: 'series', came: 1, all: 2 }];
    expect(await source().series?.(ask)).toEqual([{ labels: { p: '1' }, value: 5, doubts }]);
    await expect(source().instant(ask)).rejects.toMatchObject({ code: 'several_series' });
  });

  it.each([
    ['NaN', /NaN.*0 divided by 0/, /NaN.*0을 0으로/],
    ['+Inf', /\+Inf.*clamp_min/, /\+Inf.*clamp_min/],
    ['-Inf', /-Inf.*clamp_min/, /-Inf.*clamp_min/],
  ])('met-E9: %s is no value, and says why until there is one', async (value, en, ko) => {
    const prometheus = source();
    body = vector({ metric: {}, value: [SECONDS, value] });
    expect(await prometheus.instant(ask)).toBeUndefined();
    expect(prometheus.whyNone?.('lag')).toMatchObject({ en: expect.stringMatching(en), ko: expect.stringMatching(ko) });
    body = vector();
    expect(await prometheus.instant(ask)).toBeUndefined();
    expect(prometheus.whyNone?.('lag')).toBeUndefined();
  });

  it.each([
    ['string', [SECONDS, 'text'], /take the quotes away/],
    ['matrix', [], /rate\(…\[5m\]\)/],
  ])('met-E9: a %s says what to do', async (resultType, result, advice) => {
    body = { status: 'success', data: { resultType, result } };
    await expect(source().instant(ask)).rejects.toMatchObject({ code: 'wrong_type', message: expect.stringMatching(advice) });
  });

  it.each([
    ['/?extra_label=tenant=a', '/api/v1/query', { extra_label: 'tenant=a' }],
    ['/prometheus/?extra_label=tenant=a&nocache=1', '/prometheus/api/v1/query', { extra_label: 'tenant=a', nocache: '1' }],
    ['/select/0/prometheus?dedup=true', '/select/0/prometheus/api/v1/query', { dedup: 'true' }],
  ])('met-E7: sends what stands after ? in %s along with every question', async (address, path, query) => {
    body = vector(one);
    await source(address).instant(ask);
    expect(last).toMatchObject({ method: 'POST', path });
    expect(Object.fromEntries(last?.query ?? new URLSearchParams())).toEqual(query);
    expect(new URLSearchParams(last?.text).get('query')).toBe('lag');
    body = matrix;
    await source(address).range(range);
    expect(Object.fromEntries(last?.query ?? new URLSearchParams())).toEqual(query);
  });

  it('met-E7: credentials become a header, beside the parameters', async () => {
    body = vector(one);
    const { host } = new URL(server.url);
    await createPrometheus({ url: `http://watcher:p%40ss@${host}/?tenant=a%20b` }).instant(ask);
    expect(last?.headers.authorization).toBe(`Basic ${Buffer.from('watcher:p@ss').toString('base64')}`);
    expect(last?.query.get('tenant')).toBe('a b');
  });
});

describeWith('prometheus', () => {
  let server: PrometheusServer;
  const exporter = createServer((_request, response) => void response.end('test_gauge 7\n'));
  const store = createServer((_request, response) => void response.writeHead(503).end('store is down'));
  beforeAll(async () => {
    for (const each of [exporter, store]) await once(each.listen(0, '127.0.0.1'), 'listening');
    const at = (each: typeof store) => `127.0.0.1:${(each.address() as AddressInfo).port}`;
    server = await startPrometheus({ program: process.env.PROMETHEUS_BIN ?? 'prometheus', description: 'prometheus' }, undefined, {
      remoteRead: `http://${at(store)}/read`,
    });
    await server.scrape([at(exporter)]);
  });
  afterAll(async () => {
    await server.stop();
    for (const each of [exporter, store]) {
      each.closeAllConnections();
      each.close();
    }
  });

  it('met-E3: what a real Prometheus lacks of another store is told in its own words', async () => {
    const source = createPrometheus({ url: server.url });
    const sample = await eventually('a value', async () => await source.instant({ query: 'test_gauge', at: new Date(), timeoutMs: 5_000 }));
    expect(sample).toMatchObject({ value: 7, doubts: [{ code: 'partial', words: [expect.stringMatching(/503|store is down/)] }] });
    const to = new Date();
    const past = await source.range({ query: 'test_gauge', from: new Date(to.getTime() - 60_000), to, stepMs: 1_000, timeoutMs: 5_000 });
    expect(past.at(-1)?.doubts).toEqual(sample.doubts);
  });
});
