import { ORDINARY, quantileOf, sortedKnown } from '../../signals/robust.ts';
import type { ComponentSeries } from './samples.ts';

/** What a target suffers from: added time (a latency target) or failed requests (an availability target). */
export type Suffering = 'time' | 'faults';

/** A component's normal amount per request, learnt from the baseline. */
export interface Level {
  /** Median latency, or faults per request; NaN where the baseline never saw the component. */
  perRequest: number;
  /** The same as it was seen, without the benefit of the doubt for who never failed. */
  seen: number;
  /** Requests per row on average; 0 where unknown. */
  requests: number;
  /** Rows of the baseline that say something. */
  rows: number;
}

/** How much more than normal, row by row, summed over the requests of the row: seconds × requests, or failed requests. NaN is unknown. */
export interface Excess {
  amounts: Float64Array;
  /** What was normal for as many requests, in the same unit. */
  expected: Float64Array;
}

export function levelOf(series: ComponentSeries, suffering: Suffering): Level {
  const { sum: requests, mean } = requestsOf(series);
  if (suffering === 'time') {
    const known = sortedKnown(series.latency.filter((_, row) => requestsAt(series, row, 1) > 0));
    const median = quantileOf(known, 0.5);
    return { perRequest: median, seen: median, requests: mean, rows: known.length };
  }
  const faults = series.availability.map((_, row) => faultsAt(series, row, mean || 1));
  const known = sortedKnown(faults);
  // One bad hour in the baseline must not become the normal: what is beyond the ordinary counts as its edge.
  const cap = quantileOf(known, ORDINARY);
  const sum = known.reduce((total, value) => total + Math.min(value, cap), 0);
  // Half a fault more than seen: who never failed is given the benefit of half a failure, not of none.
  const [perRequest, seen] = known.length === 0 ? [Number.NaN, Number.NaN] : [(sum + 0.5) / (requests + 1), sum / (requests || 1)];
  return { perRequest, seen, requests: mean, rows: known.length };
}

/** Over all rows that say something, and per row. */
export function requestsOf({ requests }: Pick<ComponentSeries, 'requests'>): { sum: number; mean: number } {
  let sum = 0;
  let counted = 0;
  for (const value of requests) {
    if (Number.isNaN(value)) continue;
    sum += value;
    counted += 1;
  }
  return { sum, mean: counted === 0 ? 0 : sum / counted };
}

export function excessOf(series: ComponentSeries, suffering: Suffering, level: Level): Excess {
  const rows = series.requests.length;
  const usually = level.requests || 1;
  const amounts = new Float64Array(rows).fill(Number.NaN);
  const expected = new Float64Array(rows).fill(Number.NaN);
  for (let row = 0; row < rows; row += 1) {
    const requests = requestsAt(series, row, usually);
    const amount = suffering === 'time' ? requests * (series.latency[row] ?? Number.NaN) : faultsAt(series, row, usually);
    expected[row] = requests * level.perRequest;
    // Nobody asked, so nothing was late and nothing failed; the source has no latency for such a row.
    amounts[row] = requests === 0 ? 0 : amount - requests * level.perRequest;
  }
  return { amounts, expected };
}

/** Where the requests were not counted but something was measured, there were as many as usually. */
function requestsAt({ requests, latency, availability }: ComponentSeries, row: number, usually: number): number {
  const counted = requests[row] ?? Number.NaN;
  if (!Number.isNaN(counted)) return counted;
  return Number.isNaN(latency[row] ?? Number.NaN) && Number.isNaN(availability[row] ?? Number.NaN) ? Number.NaN : usually;
}

function faultsAt(series: ComponentSeries, row: number, usually: number): number {
  const requests = requestsAt(series, row, usually);
  return requests === 0 ? 0 : requests * (1 - (series.availability[row] ?? Number.NaN) / 100);
}
