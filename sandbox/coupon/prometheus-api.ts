import { parseDuration } from '../../src/domain/time/duration.ts';
import type { StandInReply } from '../stand-in-server.ts';
import { POOL, POOL_LABELS } from './pool-meters.ts';
import type { Simulation } from './simulation.ts';
import { TRAFFIC, trafficKey } from './traffic.ts';

/** As it is scraped. */
const JOB = 'coupon-api';
/** How many of its instances do not answer. */
const DOWN = squeezed(`sum(up{job="${JOB}"} == bool 0)`);

/** A refusal as Prometheus words it. */
class BadData extends Error {
  override readonly name = 'BadData';
}

type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'signal'; key: string }
  | { kind: 'traffic' }
  | { kind: 'pool' }
  | { kind: 'up' }
  | { kind: 'down' };

/**
 * The query part of Prometheus's HTTP API (https://prometheus.io/docs/prometheus/latest/querying/api/), answering the given expressions and no
 * others. The words of the refusals are those of Prometheus 2.42.
 * @param expressions signal keys by their PromQL.
 * @param traffic PromQL that asks for requests by route, method, status and client.
 * @param pools PromQL that asks for the series of the connection pool.
 */
export function createPrometheusApi(
  simulation: Pick<Simulation, 'history' | 'catchUp'>,
  { expressions, traffic, pools = [] }: { expressions: ReadonlyMap<string, string>; traffic: readonly string[]; pools?: readonly string[] },
  now: () => Date,
) {
  const byRoute = new Set(traffic.map(squeezed));
  const ofPool = new Set(pools.map(squeezed));
  const known = new Map([...expressions].map(([query, key]) => [squeezed(query), key]));

  function expressionOf(text: string): Expression {
    const query = squeezed(text);
    const key = known.get(query);
    if (key !== undefined) return { kind: 'signal', key };
    if (byRoute.has(query)) return { kind: 'traffic' };
    if (ofPool.has(query)) return { kind: 'pool' };
    if (query === 'up') return { kind: 'up' };
    if (query === DOWN) return { kind: 'down' };
    if (query === '') throw new BadData('invalid parameter "query": 1:1: parse error: no expression found in input');
    if (/^\d+(\.\d+)?$/.test(query)) return { kind: 'number', value: Number(query) };
    throw new BadData(
      'invalid parameter "query": 1:1: parse error: this Prometheus is simulated and answers only the expressions of its playbook',
    );
  }

  function valueAt(expression: Exclude<Expression, { kind: 'traffic' | 'pool' }>, atMs: number): number | undefined {
    switch (expression.kind) {
      case 'number':
        return expression.value;
      case 'up':
        return 1;
      case 'down':
        return 0;
      case 'signal':
        return simulation.history.valueAt(expression.key, atMs);
    }
  }

  function instant(fields: URLSearchParams): unknown {
    requireTimeout(fields);
    const time = fields.get('time');
    const atMs = time === null || time === '' ? now().getTime() : timestamp(time, 'time');
    const expression = expressionOf(fields.get('query') ?? '');
    if (expression.kind === 'traffic') return { resultType: 'vector', result: trafficAt(atMs) };
    if (expression.kind === 'pool') return { resultType: 'vector', result: poolAt(atMs) };
    const value = valueAt(expression, atMs);
    if (expression.kind === 'number') return { resultType: 'scalar', result: point(atMs, expression.value) };
    return { resultType: 'vector', result: value === undefined ? [] : [{ metric: labels(expression), value: point(atMs, value) }] };
  }

  /** A series that a rate has no value for is not there. */
  function trafficAt(atMs: number): unknown[] {
    return TRAFFIC.flatMap(({ labels: metric }) => {
      const value = simulation.history.valueAt(trafficKey(metric), atMs);
      return value === undefined || Number.isNaN(value) ? [] : [{ metric, value: point(atMs, value) }];
    });
  }

  function poolAt(atMs: number): unknown[] {
    return Object.keys(POOL).flatMap((name) => {
      const value = simulation.history.valueAt(name, atMs);
      return value === undefined || Number.isNaN(value) ? [] : [{ metric: { __name__: name, ...POOL_LABELS }, value: point(atMs, value) }];
    });
  }

  function range(fields: URLSearchParams): unknown {
    requireTimeout(fields);
    const startMs = timestamp(fields.get('start') ?? '', 'start');
    const endMs = timestamp(fields.get('end') ?? '', 'end');
    if (endMs < startMs) throw new BadData('invalid parameter "end": end timestamp must not be before start time');
    const stepMs = duration(fields.get('step') ?? '', 'step');
    if (stepMs <= 0) {
      throw new BadData('invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer');
    }
    if ((endMs - startMs) / stepMs > 11_000) {
      throw new BadData('exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)');
    }
    const expression = expressionOf(fields.get('query') ?? '');
    if (expression.kind === 'traffic' || expression.kind === 'pool')
      throw new BadData('this Prometheus is simulated and gives traffic and the pool for one moment only');
    const values: [number, string][] = [];
    for (let index = 0; startMs + index * stepMs <= endMs; index += 1) {
      const atMs = startMs + index * stepMs;
      const value = valueAt(expression, atMs);
      if (value !== undefined) values.push(point(atMs, value));
    }
    return { resultType: 'matrix', result: values.length === 0 ? [] : [{ metric: labels(expression), values }] };
  }

  /** The reply to a request for `query` or `query_range`. */
  return (endpoint: 'query' | 'query_range', fields: URLSearchParams): StandInReply => {
    simulation.catchUp();
    try {
      return json(200, { status: 'success', data: endpoint === 'query' ? instant(fields) : range(fields) });
    } catch (error) {
      if (error instanceof BadData) return json(400, { status: 'error', errorType: 'bad_data', error: error.message });
      throw error;
    }
  };
}

/** The reply to `GET /api/v1/label/<name>/values`, of the one series whose labels are known; undefined for another path. */
export function labelValues(path: string): StandInReply | undefined {
  const label = /^\/api\/v1\/label\/(\w+)\/values$/.exec(path)?.[1];
  if (label === undefined) return undefined;
  const value = labels({ kind: 'up' })[label];
  return json(200, { status: 'success', data: value === undefined ? [] : [value] });
}

/** What a failing Prometheus answers. */
export function refusal(fault: { kind: 'http'; status: number } | { kind: 'error'; code: string } | { kind: 'rate-limit' }): StandInReply {
  if (fault.kind === 'error') {
    // Its own codes: https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview
    const status = { bad_data: 400, execution: 422, timeout: 503, canceled: 503, unavailable: 503, internal: 500 }[fault.code] ?? 422;
    return json(status, { status: 'error', errorType: fault.code, error: 'injected by the sandbox' });
  }
  const status = fault.kind === 'http' ? fault.status : 429;
  return { status, body: 'injected by the sandbox\n', headers: { 'content-type': 'text/plain; charset=utf-8' } };
}

export function json(status: number, body: unknown): StandInReply {
  return { status, body, headers: { 'content-type': 'application/json' } };
}

/** Spaces outside of quotes do not matter in PromQL. */
function squeezed(query: string): string {
  return query
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/\s+/g, ' ').replace(/ ?([^\w ]) ?/g, '$1')))
    .join('')
    .trim();
}

function labels(expression: Expression): Record<string, string> {
  return expression.kind === 'up' ? { __name__: 'up', instance: 'coupon-api', job: JOB } : {};
}

function point(atMs: number, value: number): [number, string] {
  return [atMs / 1_000, valueText(value)];
}

/** As Go prints a float without exponent. */
function valueText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return value !== 0 && Math.abs(value) < 1e-6 ? value.toFixed(20).replace(/0+$/, '') : String(value);
}

/** Unix seconds or RFC 3339 → milliseconds. */
function timestamp(text: string, parameter: string): number {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)) return Date.parse(text);
  const what = parameter === 'time' ? `Invalid time value for 'time': ` : '';
  throw new BadData(`invalid parameter "${parameter}": ${what}cannot parse "${text}" to a valid timestamp`);
}

/** Seconds or `15s`, `1m30s` → milliseconds. */
function duration(text: string, parameter: string): number {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  const ms = parseDuration(text);
  if (ms === undefined) throw new BadData(`invalid parameter "${parameter}": cannot parse "${text}" to a valid duration`);
  return ms;
}

function requireTimeout(fields: URLSearchParams): void {
  const timeout = fields.get('timeout');
  if (timeout !== null && timeout !== '') duration(timeout, 'timeout');
}
