// Taken once: in a test runner's sandbox, looking up a global costs more than the arithmetic.
const { PI, cos, exp, imul, log, max, round, sqrt } = Math;

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
  /** Another one that goes on from here in the same way. */
  copy(): SeededRandom;
}

export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;

  // A 32-bit Weyl sequence, each value mixed by two multiplications: short, and even enough for noise.
  function fraction(): number {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  }

  function normal(): number {
    return sqrt(-2 * log(1 - fraction())) * cos(2 * PI * fraction());
  }

  return {
    fraction,
    normal,
    skewed: (spread) => exp(spread * normal() - (spread * spread) / 2),
    // Good enough above a mean of about ten; below it, only rounding suffers.
    count: (mean) => max(0, round(mean + sqrt(mean) * normal())),
    copy: () => seededRandom(state),
  };
}
