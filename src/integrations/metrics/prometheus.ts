import type { z } from 'zod';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { Said } from '../../domain/language/said.ts';
import type { HistoricMetricsSource } from '../../domain/ports/metrics.ts';
import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { askedUrl } from '../accounts/shapes.ts';
import { endpointAt } from '../endpoint.ts';
import { foreignWords } from '../foreign-words.ts';
import { type HttpReply, httpRequest, jsonOf } from '../http.ts';
import { passingAnswer, waitAsked } from '../passing-answer.ts';
import { metricsVendor } from './metrics-vendor.ts';
import { doubtsIn, labelValuesAnswer, type Pair, type PrometheusSuccess, prometheusAnswer } from './prometheus-answer.ts';
import { notFinite, only, withoutHistograms, wrongType } from './prometheus-values.ts';

export interface PrometheusOptions {
  /**
   * Where Prometheus, Thanos, Mimir or VictoriaMetrics answers its HTTP API, with a path prefix if there is one. `https://user:password@host` becomes
   * basic authorization and `https://:token@host` a bearer token; neither ever appears in an error. Parameters (`?extra_label=tenant=a`) go along with
   * every question.
   */
  url: string;
}

export const prometheusAccount = account({
  title: 'Prometheus',
  variables: {
    PROMETHEUS_URL: {
      shape: askedUrl('an http(s) address such as http://prometheus:9090', ['query', 'time', 'start', 'end', 'step', 'timeout']),
      example: 'http://reader:prometheus-password@prometheus:9090',
      said: worded(({ evidence }) => evidence.prometheusUrl),
      asked: {
        key: 'prometheusUrl',
        text: 'Prometheus (http://…; user:password@ and :token@ work)',
        otherwise: 'no numbers for now',
      },
    },
  },
  needs: ['PROMETHEUS_URL'],
  settings: ({ PROMETHEUS_URL }) => PROMETHEUS_URL,
});

export const prometheusVendor = metricsVendor({
  name: 'prometheus',
  title: 'Prometheus',
  account: prometheusAccount,
  example: 'up',
  create: (url) => createPrometheus({ url: url.reveal() }),
});

/** errorTypes that say nothing about the query itself. */
const PASSING = new Set(['timeout', 'canceled', 'internal', 'unavailable']);

/** A week of several hundred series at a minute's distance. */
const MAX_BYTES = 32 * 2 ** 20;

/** Queries whose last answer held no number. */
const REASONS_KEPT = 500;

/**
 * The Prometheus HTTP API (https://prometheus.io/docs/prometheus/latest/querying/api/). `Sample.at` is the moment for which Prometheus
 * evaluated the query; a series that stopped being scraped is no data at once when its target is gone, and after Prometheus's look-back otherwise.
 * An answer with warnings, or that calls itself partial, is doubted in the source's words.
 */
export function createPrometheus({ url }: PrometheusOptions): HistoricMetricsSource {
  const endpoint = endpointAt(url);
  const reasons = new Map<string, Said>();

  async function ask(path: string, fields: Record<string, string>, timeoutMs: number): Promise<PrometheusSuccess> {
    const reply = await httpRequest({
      vendor: 'Prometheus',
      method: 'POST',
      url: endpoint.at(`/api/v1/${path}`),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...endpoint.headers },
      // The server is told the deadline too, so that it does not work on for nobody.
      body: new URLSearchParams({ ...fields, timeout: `${Math.max(1, Math.floor(timeoutMs))}ms` }).toString(),
      timeoutMs,
      maxBytes: MAX_BYTES,
    });
    return successIn(reply, prometheusAnswer);
  }

  function remember(query: string, pair: Pair | undefined): void {
    const reason = pair && notFinite(pair[1]);
    reasons.delete(query);
    if (!reason) return;
    reasons.set(query, reason);
    const oldest = reasons.keys().next().value;
    if (reasons.size > REASONS_KEPT && oldest !== undefined) reasons.delete(oldest);
  }

  return {
    async instant({ query, at, timeoutMs }) {
      const answer = await ask('query', { query, time: seconds(at) }, timeoutMs);
      const { data } = answer;
      if (data.resultType !== 'scalar' && data.resultType !== 'vector') throw wrongType(data.resultType);
      const pair = data.resultType === 'scalar' ? data.result : only(data.result)?.value;
      remember(query, pair);
      const sample = sampleOf(pair);
      return sample && { ...sample, ...doubtsIn(answer) };
    },

    async series({ query, at, timeoutMs }) {
      const answer = await ask('query', { query, time: seconds(at) }, timeoutMs);
      if (answer.data.resultType !== 'vector') throw wrongType(answer.data.resultType);
      const all = answer.data.result;
      const numbers = withoutHistograms(all);
      const some = { code: 'some', of: 'series', came: numbers.length, all: all.length } as const;
      const doubts = doubtsIn(answer, numbers.length < all.length ? [some] : []);
      return numbers.flatMap(({ metric = {}, value: pair }) => {
        const value = sampleOf(pair)?.value;
        return value === undefined ? [] : [{ labels: metric, value, ...doubts }];
      });
    },

    async range({ query, from, to, stepMs, timeoutMs }) {
      const fields = { query, start: seconds(from), end: seconds(to), step: String(stepMs / 1_000) };
      const answer = await ask('query_range', fields, timeoutMs);
      if (answer.data.resultType !== 'matrix') throw wrongType(answer.data.resultType);
      const found = only(answer.data.result);
      // A series that was a native histogram for a part of the time has numbers for the rest of it.
      const mixed = (found?.histograms?.length ?? 0) > 0;
      const doubts = doubtsIn(answer, mixed ? [{ code: 'partial', words: [] }] : []);
      return (found?.values ?? []).flatMap((pair) => {
        const sample = sampleOf(pair);
        return sample ? [{ ...sample, ...doubts }] : [];
      });
    },

    async labelValues({ label, of = [], from, timeoutMs }) {
      // Of the ways to ask, only GET takes this one.
      const fields = new URLSearchParams(of.map((selector): [string, string] => ['match[]', selector]));
      if (from) fields.set('start', seconds(from));
      const reply = await httpRequest({
        vendor: 'Prometheus',
        method: 'GET',
        url: endpoint.at(`/api/v1/label/${encodeURIComponent(label)}/values`, fields),
        headers: endpoint.headers,
        timeoutMs,
        maxBytes: MAX_BYTES,
      });
      return [...new Set(successIn(reply, labelValuesAnswer).data ?? [])].sort();
    },

    whyNone: (query) => reasons.get(query),
  };
}

/** The answer when it is one; throws what it says instead. */
function successIn<Success extends { status: 'success' }>(
  reply: HttpReply,
  answer: z.ZodType<Success | { status: 'error'; errorType: string; error: string }>,
): Success {
  const parsed = answer.safeParse(jsonOf(reply.text));
  const said = parsed.success && parsed.data.status === 'error' ? parsed.data : undefined;
  if (said) throw refusal(reply, said);
  const passing = passingAnswer('Prometheus', reply);
  if (passing) throw passing;
  if (!parsed.success || parsed.data.status === 'error') throw strangeAnswer(reply);
  return parsed.data;
}

function seconds(at: Date): string {
  return (at.getTime() / 1_000).toFixed(3);
}

/** No value and NaN (0/0 in a ratio of counters) both mean that there is nothing to show; so does infinity. */
function sampleOf(pair: Pair | undefined): { value: number; at: Date } | undefined {
  const value = pair ? Number(pair[1]) : Number.NaN;
  return pair && Number.isFinite(value) ? { value, at: new Date(Math.round(pair[0] * 1_000)) } : undefined;
}

/** Prometheus's own words for why it did not answer, read after the status: one that passes does so whatever the words. */
function refusal(reply: HttpReply, { errorType, error }: { errorType: string; error: string }): PermanentError | TransientError {
  const words = foreignWords(error, 300);
  const passing = passingAnswer('Prometheus', reply);
  if (passing?.code === 'ratelimited') return passing;
  if (passing || PASSING.has(errorType))
    return new TransientError(
      errorType,
      worded(({ evidence }) => evidence.prometheusDidNotFinishTheQuery(errorType, words)),
      waitAsked(reply.headers),
    );
  return new PermanentError(
    errorType,
    worded(({ evidence }) => evidence.prometheusRefusesTheQuery(errorType, words)),
  );
}

/** Something that is not Prometheus answered: a proxy, a login page, another server. */
function strangeAnswer({ status }: HttpReply): PermanentError {
  if (status === 401 || status === 403)
    return new PermanentError(
      `http_${status}`,
      worded(({ evidence }) => evidence.prometheusRefusesTheCredentialsHttp(status)),
    );
  if (status === 200)
    return new PermanentError(
      'bad_answer',
      worded(({ evidence }) => evidence.whatAnswersAtPrometheusUrlDoesNotSpeak),
    );
  return new PermanentError(
    `http_${status}`,
    worded(({ evidence }) => evidence.whatAnswersAtPrometheusUrlDoesNotSpeak2(status)),
  );
}
