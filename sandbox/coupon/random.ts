/** Seeded randomness: the same seed gives the same run. */
export interface SeededRandom {
  /** Between 0 (inclusive) and 1 (exclusive). */
  fraction(): number;
  /** Standard normal. */
  normal(): number;
  /** Mean 1, always positive, skewed to the right as latencies are. */
  skewed(spread: number): number;
  /** How many of a Poisson process with this mean happen. */
  count(mean: number): number;
}

export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;

  // A 32-bit Weyl sequence, each value mixed by two multiplications: short, and even enough for noise.
  function fraction(): number {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  }

  function normal(): number {
    return Math.sqrt(-2 * Math.log(1 - fraction())) * Math.cos(2 * Math.PI * fraction());
  }

  return {
    fraction,
    normal,
    skewed: (spread) => Math.exp(spread * normal() - (spread * spread) / 2),
    // Good enough above a mean of about ten; below it, only rounding suffers.
    count: (mean) => Math.max(0, Math.round(mean + Math.sqrt(mean) * normal())),
  };
}
