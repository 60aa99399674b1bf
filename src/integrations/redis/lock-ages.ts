import type { Lock } from './locks.ts';

const PATTERNS_KEPT = 50;

interface Held {
  holder: string;
  sinceMs: number;
}

/**
 * How long locks have been held. Redis does not write down when a key was made: what is known is since when the same holder was seen at
 * every look, and that a key was not made after it was last touched. Both are lower bounds.
 */
export class LockAges {
  readonly #seen = new Map<string, Map<string, Held>>();

  /** In milliseconds by key, for the locks of one look at `pattern`. */
  look(pattern: string, locks: readonly Lock[], nowMs: number): Map<string, number> {
    const before = this.#seen.get(pattern);
    const now = new Map<string, Held>();
    const ages = new Map<string, number>();
    for (const { key, holder = '', idleMs } of locks) {
      const known = before?.get(key);
      const sinceMs = Math.min(known?.holder === holder ? known.sinceMs : nowMs, nowMs - idleMs);
      now.set(key, { holder, sinceMs });
      ages.set(key, nowMs - sinceMs);
    }
    this.#seen.delete(pattern);
    this.#seen.set(pattern, now);
    const oldest = this.#seen.keys().next().value;
    if (this.#seen.size > PATTERNS_KEPT && oldest !== undefined) this.#seen.delete(oldest);
    return ages;
  }
}
