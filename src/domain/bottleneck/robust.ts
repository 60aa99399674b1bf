/** Statistics that a few wild values do not move. */

export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** The median distance from `centre`, scaled so that it is the standard deviation of a normal distribution. */
export function spread(values: readonly number[], centre: number): number {
  return 1.4826 * (median(values.map((value) => Math.abs(value - centre))) ?? 0);
}
