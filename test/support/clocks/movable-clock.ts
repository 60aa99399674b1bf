import type { Clock } from '../../../src/domain/time/clock.ts';

/**
 * A clock that goes like every clock and can be moved ahead. It goes, because real timers (a job of 250 ms, Slack's limits) must not
 * find that no time has passed.
 */
export class MovableClock implements Clock {
  private readonly startedMs = performance.now();
  private aheadMs = 0;

  constructor(
    private readonly from: Date,
    /** True: it stands still until it is moved, as on a machine that is infinitely fast. */
    private readonly stands = false,
  ) {}

  now(): Date {
    return new Date(this.nowMs());
  }

  nowMs(): number {
    const passedMs = this.stands ? 0 : performance.now() - this.startedMs;
    return this.from.getTime() + this.aheadMs + passedMs;
  }

  /** Does nothing when `at` has passed: time never goes back. */
  moveTo(at: Date): void {
    this.aheadMs += Math.max(0, Math.ceil(at.getTime() - this.nowMs()));
  }
}
