import { z } from 'zod';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { HistoricMetricsSource, Sample } from '../../domain/ports.ts';
import { splitCredentials } from '../credentials.ts';
import { type HttpReply, httpRequest, jsonOf, retryAfterMs } from '../http.ts';
import type { MetricsVendor } from './metrics-vendor.ts';

export interface PrometheusOptions {
  /**
   * Where Prometheus, Thanos, Mimir or VictoriaMetrics answers its HTTP API, with a path prefix if there is one. `https://user:password@host` becomes
   * basic authorization and `https://:token@host` a bearer token; neither ever appears in an error.
   */
  url: string;
}

export const prometheusVendor: MetricsVendor = {
  name: 'prometheus',
  variable: 'PROMETHEUS_URL',
  create: ({ prometheusUrl }) => (prometheusUrl === undefined ? undefined : createPrometheus({ url: prometheusUrl.reveal() })),
};

/** Values travel as text, so that NaN and infinity can. */
const point = z.tuple([z.number(), z.string()]);
const answer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    data: z.discriminatedUnion('resultType', [
      z.object({
        resultType: z.literal('vector'),
        result: z.array(z.object({ metric: z.record(z.string(), z.string()).optional(), value: point.optional() })),
      }),
      z.object({ resultType: z.literal('matrix'), result: z.array(z.object({ values: z.array(point).optional() })) }),
      z.object({ resultType: z.literal('scalar'), result: point }),
      z.object({ resultType: z.literal('string'), result: z.tuple([z.number(), z.string()]) }),
    ]),
  }),
  z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() }),
]);
type Data = Extract<z.output<typeof answer>, { status: 'success' }>['data'];

/** errorTypes that say nothing about the query itself. */
const PASSING = new Set(['timeout', 'canceled', 'internal', 'unavailable']);

/** A week of several hundred series at a minute's distance. */
const MAX_BYTES = 32 * 2 ** 20;

/**
 * The Prometheus HTTP API (https://prometheus.io/docs/prometheus/latest/querying/api/). `Sample.at` is the moment for which Prometheus
 * evaluated the query; a series that stopped being scraped is no data at once when its target is gone, and after Prometheus's look-back otherwise.
 */
export function createPrometheus({ url }: PrometheusOptions): HistoricMetricsSource {
  const { base, authorization } = splitCredentials(url);

  async function ask(path: string, fields: Record<string, string>, timeoutMs: number): Promise<Data> {
    const reply = await httpRequest({
      vendor: 'Prometheus',
      method: 'POST',
      url: `${base}/api/v1/${path}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...(authorization ? { authorization } : {}) },
      // The server is told the deadline too, so that it does not work on for nobody.
      body: new URLSearchParams({ ...fields, timeout: `${Math.max(1, Math.floor(timeoutMs))}ms` }).toString(),
      timeoutMs,
      maxBytes: MAX_BYTES,
    });
    const parsed = answer.safeParse(jsonOf(reply.text));
    if (!parsed.success) throw strangeAnswer(reply);
    if (parsed.data.status === 'success') return parsed.data.data;
    const { errorType, error } = parsed.data;
    if (PASSING.has(errorType))
      throw new TransientError(errorType, {
        en: `Prometheus did not finish the query (${errorType}): ${error}`,
        ko: `Prometheus가 쿼리를 끝내지 못했습니다 (${errorType}): ${error}`,
      });
    throw new PermanentError(errorType, {
      en: `Prometheus refuses the query (${errorType}): ${error}`,
      ko: `Prometheus가 쿼리를 거부합니다 (${errorType}): ${error}`,
    });
  }

  return {
    async instant({ query, at, timeoutMs }) {
      const data = await ask('query', { query, time: seconds(at) }, timeoutMs);
      if (data.resultType === 'scalar') return sampleOf(data.result);
      if (data.resultType !== 'vector') throw wrongType(data.resultType);
      return sampleOf(only(data.result)?.value);
    },

    async series({ query, at, timeoutMs }) {
      const data = await ask('query', { query, time: seconds(at) }, timeoutMs);
      if (data.resultType !== 'vector') throw wrongType(data.resultType);
      return data.result.flatMap(({ metric = {}, value: pair }) => {
        const value = sampleOf(pair)?.value;
        return value === undefined ? [] : [{ labels: metric, value }];
      });
    },

    async range({ query, from, to, stepMs, timeoutMs }) {
      const data = await ask('query_range', { query, start: seconds(from), end: seconds(to), step: String(stepMs / 1_000) }, timeoutMs);
      if (data.resultType !== 'matrix') throw wrongType(data.resultType);
      return (only(data.result)?.values ?? []).map(sampleOf).filter((sample) => sample !== undefined);
    },
  };
}

function seconds(at: Date): string {
  return (at.getTime() / 1_000).toFixed(3);
}

/** No value and NaN (0/0 in a ratio of counters) both mean that there is nothing to show; so does infinity. */
function sampleOf(pair: [number, string] | undefined): Sample | undefined {
  const value = pair ? Number(pair[1]) : Number.NaN;
  return pair && Number.isFinite(value) ? { value, at: new Date(Math.round(pair[0] * 1_000)) } : undefined;
}

/** A signal is one number. Which of several series was meant, nobody can guess. */
function only<T>(series: readonly T[]): T | undefined {
  if (series.length > 1) {
    throw new PermanentError('several_series', {
      en: `The query gives ${series.length} series, a signal is one number: aggregate it, for example with sum(…), max(…) or histogram_quantile(…).`,
      ko: `쿼리 결과가 ${series.length}개 series입니다. 지표는 숫자 하나여야 하므로 집계해 주세요. 예: sum(…), max(…), histogram_quantile(…).`,
    });
  }
  return series[0];
}

function wrongType(resultType: string): PermanentError {
  return new PermanentError('wrong_type', {
    en: `The query gives a ${resultType}, not a number: use an instant vector or a scalar, for example rate(…[5m]) around a range.`,
    ko: `쿼리 결과가 숫자가 아니라 ${resultType}입니다. instant vector나 scalar를 써 주세요. 예: range는 rate(…[5m])로 감쌉니다.`,
  });
}

/** Something that is not Prometheus answered: a proxy, a login page, another server. */
function strangeAnswer(reply: HttpReply): PermanentError | TransientError {
  const { status, headers } = reply;
  const wait = retryAfterMs(headers);
  if (status === 429)
    return new TransientError(
      'ratelimited',
      { en: 'Prometheus asks to wait (HTTP 429).', ko: 'Prometheus가 기다리라고 합니다 (HTTP 429).' },
      wait === undefined ? {} : { retryAfterMs: wait },
    );
  if (status >= 500 || status === 408)
    return new TransientError(`http_${status}`, { en: `Prometheus failed with HTTP ${status}.`, ko: `Prometheus 오류 (HTTP ${status}).` });
  if (status === 401 || status === 403)
    return new PermanentError(`http_${status}`, {
      en: `Prometheus refuses the credentials (HTTP ${status}): put them into PROMETHEUS_URL.`,
      ko: `Prometheus가 인증을 거부합니다 (HTTP ${status}). PROMETHEUS_URL에 넣어 주세요.`,
    });
  if (status === 200)
    return new PermanentError('bad_answer', {
      en: 'What answers at PROMETHEUS_URL does not speak the Prometheus API.',
      ko: 'PROMETHEUS_URL이 Prometheus API로 답하지 않습니다.',
    });
  return new PermanentError(`http_${status}`, {
    en: `What answers at PROMETHEUS_URL does not speak the Prometheus API (HTTP ${status}): check the address and its path.`,
    ko: `PROMETHEUS_URL이 Prometheus API로 답하지 않습니다 (HTTP ${status}). 주소와 경로를 확인해 주세요.`,
  });
}
