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

/** The share of a baseline that counts as ordinary; 1.88 standard deviations lie above it. */
export const ORDINARY = 0.97;
