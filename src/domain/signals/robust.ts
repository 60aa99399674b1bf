/** Statistics that a few wild values do not move. */

/** Makes a median absolute deviation comparable with a standard deviation. */
const AS_DEVIATION = 1.4826;
/** Fewer values than this say nothing about how much a signal wobbles by itself. */
const ENOUGH = 5;

/** The share of a baseline that counts as ordinary; 1.88 standard deviations lie above it. */
export const ORDINARY = 0.97;

/** The middle value; undefined of none. */
export function medianOf(values: readonly number[]): number | undefined {
  const sorted = sortedKnown(values.every(Number.isFinite) ? values : values.filter(Number.isFinite));
  return sorted.length === 0 ? undefined : quantileOf(sorted, 0.5);
}

/** How far the values usually lie from `middle`, as a standard deviation that a few wild ones do not move; undefined of too few. */
export function spreadOf(values: readonly number[], middle: number): number | undefined {
  const away: number[] = [];
  for (const value of values) if (Number.isFinite(value)) away.push(Math.abs(value - middle));
  return away.length < ENOUGH ? undefined : AS_DEVIATION * (medianOf(away) ?? 0);
}

/**
 * How much a signal wobbles from one value to the next, as a standard deviation: what is left of neighbouring values once a straight line
 * through them is taken away, so that a steady rise is no noise. A value that only repeats the one before (asked more often than it is
 * measured) counts once. Undefined of too few.
 */
export function noiseOf(values: readonly number[]): number | undefined {
  const news = values.filter((value, index) => Number.isFinite(value) && value !== values[index - 1]);
  const bends = news.slice(2).map((value, index) => value - 2 * (news[index + 1] ?? value) + (news[index] ?? value));
  const spread = spreadOf(bends, 0);
  // A bend is made of three values, one of them twice: its variance is 1 + 4 + 1 times that of one.
  return spread === undefined ? undefined : spread / Math.sqrt(6);
}

/** Ascending, without the missing ones. */
export function sortedKnown(values: readonly number[] | Float64Array): Float64Array {
  const found = new Float64Array(values.length);
  let count = 0;
  let last = Number.NEGATIVE_INFINITY;
  let ascending = true;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as number;
    if (Number.isNaN(value)) continue;
    if (value < last) ascending = false;
    last = value;
    found[count] = value;
    count += 1;
  }
  const known = found.subarray(0, count);
  // Most components never fail: their rows are all alike, and sorting is what a diagnosis spends its time on.
  return ascending ? known : known.sort();
}

/** The value below which `share` (0 … 1) of the ascending values lie, interpolated; NaN of none. */
export function quantileOf(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}

/**
 * Half the width of the middle two thirds or, if wider, of the upper tail up to the worst three in a hundred: a standard deviation for the
 * well-behaved, more for the others, and blind to an incident of half an hour that somebody left in two days of baseline.
 */
export function tailSpread(sorted: Float64Array): number {
  const median = quantileOf(sorted, 0.5);
  return Math.max((quantileOf(sorted, 0.84) - quantileOf(sorted, 0.16)) / 2, (quantileOf(sorted, ORDINARY) - median) / 1.88);
}
