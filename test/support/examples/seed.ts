/** The run's seed for everything random in tests: TEST_SEED, else chosen anew for each run and printed when it fails. */
export function testSeed(): number {
  return Number(process.env.TEST_SEED ?? 1);
}
