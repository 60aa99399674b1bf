import { PermanentError } from '../../domain/errors.ts';
import type { Said } from '../../domain/language/said.ts';
import type { MatrixItem, VectorItem } from './prometheus-answer.ts';

/** What a query gives when it is not the one number that a signal is, each with what to do. */

/** A signal is one number. Which of several series was meant, nobody can guess; PermanentError `several_series`, or `native_histogram`. */
export function only<T extends VectorItem | MatrixItem>(series: readonly T[]): T | undefined {
  withoutHistograms(series);
  if (series.length > 1) {
    throw new PermanentError('several_series', {
      en: `The query gives ${series.length} series, a signal is one number: aggregate it, for example with sum(…), max(…) or histogram_quantile(…).`,
      ko: `쿼리 결과가 ${series.length}개 series입니다. 지표는 숫자 하나여야 하므로 집계해 주세요. 예: sum(…), max(…), histogram_quantile(…).`,
    });
  }
  return series[0];
}

/**
 * Those that are numbers; a native histogram is none (https://prometheus.io/docs/specs/native_histograms/). PermanentError `native_histogram` when there is
 * nothing else.
 */
export function withoutHistograms<T extends VectorItem | MatrixItem>(items: readonly T[]): T[] {
  const numbers = items.filter((item) => !isHistogram(item));
  if (numbers.length > 0 || items.length === 0) return numbers;
  throw new PermanentError('native_histogram', {
    en: 'The query gives a native histogram, not a number: wrap it in histogram_quantile(0.95, …), or in histogram_count(…), histogram_sum(…) or histogram_avg(…).',
    ko: '쿼리 결과가 숫자가 아니라 native histogram입니다. histogram_quantile(0.95, …)로 감싸 주세요. histogram_count(…), histogram_sum(…), histogram_avg(…)도 됩니다.',
  });
}

function isHistogram(item: VectorItem | MatrixItem): boolean {
  if ('value' in item && item.value !== undefined) return false;
  if ('values' in item && (item.values?.length ?? 0) > 0) return false;
  return ('histogram' in item && item.histogram !== undefined) || ('histograms' in item && (item.histograms?.length ?? 0) > 0);
}

/** The type of the whole result is not the one that was asked for. */
export function wrongType(resultType: string): PermanentError {
  if (resultType === 'string')
    return new PermanentError('wrong_type', {
      en: 'The query gives a string, not a number: take the quotes away, or ask for what they name.',
      ko: '쿼리 결과가 숫자가 아니라 string입니다. 따옴표를 빼거나 그 이름의 지표를 조회해 주세요.',
    });
  if (resultType === 'matrix')
    return new PermanentError('wrong_type', {
      en: 'The query gives a matrix, many values in time and not a number: wrap the range, for example in rate(…[5m]), max_over_time(…[5m]) or last_over_time(…[5m]).',
      ko: '쿼리 결과가 숫자가 아니라 matrix(시간별 값 여러 개)입니다. range를 감싸 주세요. 예: rate(…[5m]), max_over_time(…[5m]), last_over_time(…[5m]).',
    });
  return new PermanentError('wrong_type', {
    en: `The query gives a ${resultType}, not a number: use an instant vector or a scalar.`,
    ko: `쿼리 결과가 숫자가 아니라 ${resultType}입니다. instant vector나 scalar를 써 주세요.`,
  });
}

/** Why a value is not a number that can be shown; undefined when it is one. */
export function notFinite(text: string): Said | undefined {
  const infinite = /^([+-]?)Inf$/.exec(text);
  if (Number.isFinite(Number(text))) return undefined;
  if (!infinite)
    return {
      en: 'The query gives NaN, mostly 0 divided by 0: nothing happened in its time. Where nothing means zero, write … / (… > 0) or vector(0).',
      ko: '쿼리 결과가 NaN입니다. 대개 그동안 아무 일이 없어 0을 0으로 나눈 값입니다. 없음이 0을 뜻한다면 … / (… > 0) or vector(0)처럼 써 주세요.',
    };
  const sign = infinite[1] === '-' ? '-Inf' : '+Inf';
  return {
    en: `The query gives ${sign}, a division by zero: divide by clamp_min(…, 1), or by what cannot be zero.`,
    ko: `쿼리 결과가 ${sign}입니다. 0으로 나눈 값이므로 clamp_min(…, 1)처럼 0이 되지 않는 값으로 나눠 주세요.`,
  };
}
