/** Nothing is shared for longer, unless it is asked for the same moment. */
const KEPT_MS = 300_000;
/** Answers that are kept at most: those of every signal for each distance between values, several times over. */
const KEPT = 300;

interface Shared<T> {
  at: number;
  answer: Promise<T>;
}

/** Answers that several who ask for the same get together. A failed one is not shared with anybody who asks after it failed. */
export class SharedAnswers<T> {
  private readonly kept = new Map<string, Shared<T>>();

  /** The answer that somebody asked for less than `withinMs` before or after `at`; else that of `ask`. */
  of(key: string, { at, withinMs }: { at: Date; withinMs: number }, ask: () => Promise<T>): Promise<T> {
    const { kept } = this;
    const known = kept.get(key);
    if (known && Math.abs(at.getTime() - known.at) < withinMs) return known.answer;
    const fresh: Shared<T> = { at: at.getTime(), answer: ask() };
    kept.delete(key);
    kept.set(key, fresh);
    fresh.answer.catch(() => {
      if (kept.get(key) === fresh) kept.delete(key);
    });
    for (const [oldest, { at: when }] of kept) {
      if (kept.size <= KEPT && fresh.at - when < KEPT_MS) break;
      kept.delete(oldest);
    }
    return fresh.answer;
  }
}
