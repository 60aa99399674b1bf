/** Randomness, so that a test can fix it. */
export interface Random {
  /** An opaque id nobody can guess. */
  id(): string;
  /** Between 0 (inclusive) and 1 (exclusive). */
  fraction(): number;
}
