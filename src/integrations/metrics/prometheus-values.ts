import { PermanentError } from '../../domain/errors.ts';
import type { Said } from '../../domain/language/said.ts';
import { worded } from '../../languages/worded.ts';
import type { MatrixItem, VectorItem } from './prometheus-answer.ts';

/** What a query gives when it is not the one number that a signal is, each with what to do. */

/** A signal is one number. Which of several series was meant, nobody can guess; PermanentError `several_series`, or `native_histogram`. */
export function only<T extends VectorItem | MatrixItem>(series: readonly T[]): T | undefined {
  withoutHistograms(series);
  if (series.length > 1) {
    throw new PermanentError(
      'several_series',
      worded(({ evidence }) => evidence.queryGivesSeriesASignalIsOneNumber(series.length)),
    );
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
  throw new PermanentError(
    'native_histogram',
    worded(({ evidence }) => evidence.queryGivesANativeHistogramNotANumber),
  );
}

function isHistogram(item: VectorItem | MatrixItem): boolean {
  if ('value' in item && item.value !== undefined) return false;
  if ('values' in item && (item.values?.length ?? 0) > 0) return false;
  return ('histogram' in item && item.histogram !== undefined) || ('histograms' in item && (item.histograms?.length ?? 0) > 0);
}

/** The type of the whole result is not the one that was asked for. */
export function wrongType(resultType: string): PermanentError {
  if (resultType === 'string')
    return new PermanentError(
      'wrong_type',
      worded(({ evidence }) => evidence.queryGivesAStringNotANumberTake),
    );
  if (resultType === 'matrix')
    return new PermanentError(
      'wrong_type',
      worded(({ evidence }) => evidence.queryGivesAMatrixManyValuesInTimeAnd),
    );
  return new PermanentError(
    'wrong_type',
    worded(({ evidence }) => evidence.queryGivesANotANumberUse(resultType)),
  );
}

/** Why a value is not a number that can be shown; undefined when it is one. */
export function notFinite(text: string): Said | undefined {
  const infinite = /^([+-]?)Inf$/.exec(text);
  if (Number.isFinite(Number(text))) return undefined;
  if (!infinite) return worded(({ evidence }) => evidence.queryGivesNaNMostly0DividedBy0Nothing);
  const sign = infinite[1] === '-' ? '-Inf' : '+Inf';
  return worded(({ evidence }) => evidence.queryGivesADivisionByZeroDivide(sign));
}
