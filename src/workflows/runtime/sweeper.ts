import type { Clock } from '../../domain/time/clock.ts';
import type { Stores } from '../../storage/index.ts';
import type { Ticker } from './wake.ts';

/** Each so many looks everything is drained, whatever is found due: what the one question might not see is late by a minute, and no more. */
const WHOLE_EVERY = 12;

/**
 * Looks at all due rows every so often, wake-up or not: whatever a lost job, an emptied Redis or a crash between commit and wake-up left behind is found here. The interval decides
 * nothing about time; the rows do. Most looks find nothing, so that they ask once for everything.
 */
export class Sweeper {
  private looks = 0;

  constructor(
    private readonly ticker: Ticker,
    private readonly stores: Pick<Stores, 'due'>,
    private readonly clock: Clock,
  ) {}

  /** Resolves when everything that it found is done; rejects when the database does not answer, and the next look tries again. */
  async look(): Promise<void> {
    const whole = this.looks % WHOLE_EVERY === 0;
    this.looks += 1;
    if (whole) return await this.ticker.sweep();
    const due = new Set(await this.stores.due.kinds(this.clock.now()));
    await this.ticker.sweepWhere((topic) => due.has(topic));
  }

  /** Begins to look, each `everyMs` milliseconds; never for 0. `onError` is told of a look that failed. */
  start(everyMs: number, onError: (error: unknown) => void): { stop: () => void } {
    if (everyMs <= 0) return { stop: () => {} };
    const timer = setInterval(() => void this.look().catch(onError), everyMs);
    timer.unref();
    return { stop: () => clearInterval(timer) };
  }
}
