import { z } from 'zod';
import type { Doubt, Doubtful } from '../../domain/signals/doubts.ts';
import { foreignWords, textsIn } from '../foreign-words.ts';

/** A moment in seconds and a value, which travels as text so that NaN and infinity can. */
const pair = z.tuple([z.number(), z.string()]);
export type Pair = z.output<typeof pair>;
/** A history is thousands of pairs, looked at as one: that takes a tenth of the time, and none of them is copied. */
const pairs = z.custom<Pair[]>((list) => Array.isArray(list) && list.every(isPair), 'no list of moments and values');

/** `histogram` and `histograms` stand where a native histogram's would-be number does. */
const vectorItem = z.object({
  metric: z.record(z.string(), z.string()).optional(),
  value: pair.optional(),
  histogram: z.unknown().optional(),
});
const matrixItem = z.object({ values: pairs.optional(), histograms: z.array(z.unknown()).optional() });

const success = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({ resultType: z.literal('vector'), result: z.array(vectorItem) }),
    z.object({ resultType: z.literal('matrix'), result: z.array(matrixItem) }),
    z.object({ resultType: z.literal('scalar'), result: pair }),
    z.object({ resultType: z.literal('string'), result: z.tuple([z.number(), z.string()]) }),
  ]),
  // Prometheus, Thanos, Mimir: what went wrong while there is an answer all the same.
  warnings: z.unknown().optional(),
  infos: z.unknown().optional(),
  // VictoriaMetrics: some of its storage nodes did not answer.
  isPartial: z.unknown().optional(),
});

const refusedAnswer = z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() });

/** What the query API answers (https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview). */
export const prometheusAnswer = z.discriminatedUnion('status', [success, refusedAnswer]);

/** What is answered where the values of a label are asked for (https://prometheus.io/docs/prometheus/latest/querying/api/#querying-label-values). */
export const labelValuesAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('success'), data: z.array(z.string()).nullish() }),
  refusedAnswer,
]);

export type PrometheusSuccess = z.output<typeof success>;
export type VectorItem = z.output<typeof vectorItem>;
export type MatrixItem = z.output<typeof matrixItem>;

const WORDS_MOST = 3;
/** Annotations of PromQL that say that something of the data was left out; the others give advice about the query. */
const LEAVES_OUT = /\bignored\b/i;

function isPair(item: unknown): item is Pair {
  return Array.isArray(item) && item.length === 2 && Number.isFinite(item[0]) && typeof item[1] === 'string';
}

/** What an answer says against itself, with what is known besides. */
export function doubtsIn(answer: Pick<PrometheusSuccess, 'warnings' | 'infos' | 'isPartial'>, more: readonly Doubt[] = []): Doubtful {
  const words = [...textsIn(answer.warnings), ...textsIn(answer.infos).filter((text) => LEAVES_OUT.test(text.slice(0, 500)))];
  const said = [...new Set(words.map((text) => foreignWords(text)))].slice(0, WORDS_MOST);
  const partial = said.length > 0 || answer.isPartial === true || answer.isPartial === 'true';
  const doubts: Doubt[] = [...(partial ? [{ code: 'partial' as const, words: said }] : []), ...more];
  return doubts.length === 0 ? {} : { doubts };
}
