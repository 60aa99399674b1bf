import type { Clock } from '../src/domain/time/clock.ts';

/** A clock that can be made to run faster or slower, to stand still, and to be put forward; never backward. It starts with the real time. */
export class ScaledClock implements Clock {
  private readonly realMs: () => number;
  private sinceRealMs: number;
  private sinceMs: number;
  private pace = 1;

  /** @param realMs milliseconds of the real time. */
  constructor(realMs: () => number = Date.now) {
    this.realMs = realMs;
    this.sinceRealMs = realMs();
    this.sinceMs = this.sinceRealMs;
  }

  now(): Date {
    // Whole milliseconds, as a Date holds them: two readings of one moment must be equal.
    return new Date(Math.floor(this.sinceMs + (this.realMs() - this.sinceRealMs) * this.pace));
  }

  /** Seconds of this clock in a real second. */
  get speed(): number {
    return this.pace;
  }

  /** @param speed seconds of this clock in a real second; 0 stops it. Throws when it is negative. */
  run(speed: number): void {
    if (!(speed >= 0) || !Number.isFinite(speed)) throw new RangeError(`a clock cannot run at ${speed}`);
    this.skip(0);
    this.pace = speed;
  }

  /** Puts it forward by so many milliseconds. Throws when they are negative. */
  skip(ms: number): void {
    if (!(ms >= 0) || !Number.isFinite(ms)) throw new RangeError(`a clock cannot be put forward by ${ms} ms`);
    const real = this.realMs();
    this.sinceMs += (real - this.sinceRealMs) * this.pace + ms;
    this.sinceRealMs = real;
  }
}
