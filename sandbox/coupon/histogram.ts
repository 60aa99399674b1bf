/** Upper bounds in seconds; the last bucket is +Inf. */
export const BOUNDS: readonly number[] = [
  0.001, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7.5, 10,
];

/** A histogram as Prometheus keeps one; observations may have fractional weight. */
export class Histogram {
  sum = 0;
  private cumulative: Float64Array | undefined;

  /** @param own what was observed in each bucket alone: a hundred observations are made for each time that somebody looks. */
  constructor(private readonly own = new Float64Array(BOUNDS.length + 1)) {}

  /** Cumulative counts per bound, then the total. */
  get buckets(): Float64Array {
    this.cumulative ??= cumulated(this.own);
    return this.cumulative;
  }

  get count(): number {
    return this.buckets[BOUNDS.length] ?? 0;
  }

  observe(seconds: number, weight: number): void {
    this.sum += seconds * weight;
    let index = 0;
    while (index < LAST && seconds > (BOUNDS[index] as number)) index += 1;
    this.own[index] = (this.own[index] as number) + weight;
    this.cumulative = undefined;
  }

  copy(): Histogram {
    return this.and();
  }

  /** What was observed by all of them. */
  and(...others: readonly Histogram[]): Histogram {
    const all = new Histogram(this.own.slice());
    all.sum = this.sum;
    for (const { own, sum } of others) {
      for (let index = 0; index <= LAST; index += 1) all.own[index] = (all.own[index] as number) + (own[index] as number);
      all.sum += sum;
    }
    return all;
  }
}

const LAST = BOUNDS.length;

function cumulated(own: Float64Array): Float64Array {
  let total = 0;
  return own.map((count) => {
    total += count;
    return total;
  });
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
