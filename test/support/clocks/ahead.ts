/**
 * Runs the cases of a suite a few at a time although Jest asks for them one after another: whoever asks for one has the next ones begun.
 * Jest's own concurrent tests do not serve, because they may load modules when no test is running.
 */
export class Ahead {
  private readonly begun = new Map<number, Promise<void>>();
  private running = 0;

  constructor(
    private readonly atOnce: number,
    private readonly cases: readonly (() => Promise<void>)[],
  ) {}

  /** How the case at `index` went. */
  async outcome(index: number): Promise<void> {
    this.begin(index);
    this.fill();
    await this.begun.get(index);
  }

  /** Resolves when nothing is running any more, however it went. */
  async settled(): Promise<void> {
    this.running = Number.POSITIVE_INFINITY;
    await Promise.allSettled(this.begun.values());
  }

  private fill(): void {
    const last = Math.max(...this.begun.keys());
    for (let next = last + 1; next < this.cases.length && this.running < this.atOnce; next += 1) this.begin(next);
  }

  private begin(index: number): void {
    if (this.begun.has(index)) return;
    this.running += 1;
    const work = this.cases[index]?.() ?? Promise.reject(new Error(`there is no case ${index}`));
    const counted = work.finally(() => {
      this.running -= 1;
      this.fill();
    });
    // Whoever asks for it hears of it; until then it is no unhandled rejection.
    counted.catch(() => undefined);
    this.begun.set(index, counted);
  }
}
