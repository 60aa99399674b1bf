/** Tails of real metrics are fatter than a bell: Student's with this many degrees of freedom is taken. */
const FREEDOM = 6;

/**
 * How unlikely an excess of so many usual spreads is, in powers of ten: 1 for one in ten, 3 for one in a thousand. 0 for no excess.
 * It grows with the logarithm, so that a very steady component does not outweigh everything else by its steadiness.
 */
export function surpriseOf(spreads: number): number {
  return spreads > 0 ? ((FREEDOM + 1) / 2) * Math.log10(1 + spreads ** 2 / FREEDOM) : 0;
}

/** The same measure for counts: so many spreads is it from the expected number to the seen one (signed root of the Poisson deviance). */
export function spreadsOfCount(seen: number, expected: number, overdispersion: number): number {
  if (seen <= expected || expected <= 0) return 0;
  return Math.sqrt((2 * (seen * Math.log(seen / expected) - (seen - expected))) / overdispersion);
}
