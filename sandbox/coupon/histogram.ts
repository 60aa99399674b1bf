/** Upper bounds in seconds; the last bucket is +Inf. */
export const BOUNDS: readonly number[] = [
  0.001, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7.5, 10,
];

/** A cumulative histogram as Prometheus keeps one; observations may have fractional weight. */
export class Histogram {
  /** Cumulative counts per bound, then the total. */
  readonly buckets: Float64Array;
  sum = 0;

  constructor(buckets = new Float64Array(BOUNDS.length + 1)) {
    this.buckets = buckets;
  }

  get count(): number {
    return this.buckets[BOUNDS.length] ?? 0;
  }

  observe(seconds: number, weight: number): void {
    this.sum += seconds * weight;
    for (let index = this.buckets.length - 1; index >= 0; index -= 1) {
      const bound = BOUNDS[index];
      if (bound !== undefined && seconds > bound) break;
      this.buckets[index] = (this.buckets[index] ?? 0) + weight;
    }
  }

  copy(): Histogram {
    const copy = new Histogram(this.buckets.slice());
    copy.sum = this.sum;
    return copy;
  }
}

/** `histogram_quantile` of what was observed between the two: linear inside a bucket, the highest bound beyond it, NaN when nothing was. */
export function quantileBetween(before: Histogram, after: Histogram, quantile: number): number {
  const grown = after.buckets.map((value, index) => value - (before.buckets[index] ?? 0));
  const total = grown[BOUNDS.length] ?? 0;
  if (total <= 0) return Number.NaN;
  const rank = quantile * total;
  const index = grown.findIndex((value) => value >= rank);
  const upper = BOUNDS[index];
  if (upper === undefined) return BOUNDS.at(-1) ?? Number.NaN;
  const lower = BOUNDS[index - 1] ?? 0;
  const below = grown[index - 1] ?? 0;
  return lower + (upper - lower) * ((rank - below) / ((grown[index] ?? 0) - below));
}
