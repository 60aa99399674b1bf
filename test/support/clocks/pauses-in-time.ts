import type { Pause } from '../../../src/domain/time/pause.ts';
import type { MovableClock } from './movable-clock.ts';

/** Waits of the bot and of the stand-ins on one clock: they end at their real time, or as soon as the clock has been moved there. */
export class PausesInTime {
  private readonly open = new Set<{ until: number; end: () => void }>();
  /** The one wait for a wait to begin, however many ask. */
  private next: { begun: Promise<void>; begins: () => void } | undefined;

  constructor(private readonly clock: MovableClock) {}

  readonly pause: Pause = (ms, ...signals) =>
    new Promise((resolve) => {
      if (signals.some(({ aborted }) => aborted)) return resolve();
      const end = () => {
        clearTimeout(timer);
        for (const signal of signals) signal.removeEventListener('abort', end);
        this.open.delete(wait);
        resolve();
      };
      const wait = { until: this.clock.nowMs() + ms, end };
      const timer = setTimeout(end, ms);
      for (const signal of signals) signal.addEventListener('abort', end);
      this.open.add(wait);
      this.next?.begins();
      this.next = undefined;
    });

  /** Resolves when there is one. */
  async some(): Promise<void> {
    if (this.open.size > 0) return;
    if (!this.next) {
      let begins = () => {};
      const begun = new Promise<void>((resolve) => {
        begins = resolve;
      });
      this.next = { begun, begins };
    }
    await this.next.begun;
  }

  /** When the first of them ends, in milliseconds of the clock; infinity without any. */
  get nextMs(): number {
    return Math.min(...[...this.open].map(({ until }) => until));
  }

  /** Ends those whose time has come. */
  endDue(): void {
    const now = this.clock.nowMs();
    for (const { end } of [...this.open].filter(({ until }) => until <= now).sort((a, b) => a.until - b.until)) end();
  }
}
