/** Statistics that a few wild values do not move. */

/** Makes a median absolute deviation comparable with a standard deviation. */
const AS_DEVIATION = 1.4826;
/** Fewer values than this say nothing about how much a signal wobbles by itself. */
const ENOUGH = 5;

/** The middle value; undefined of none. */
export function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  return sorted.length % 2 === 1 || upper === undefined ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** How far the values usually lie from `middle`, as a standard deviation that a few wild ones do not move; undefined of too few. */
export function spreadOf(values: readonly number[], middle: number): number | undefined {
  const away = values.filter((value) => Number.isFinite(value)).map((value) => Math.abs(value - middle));
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
