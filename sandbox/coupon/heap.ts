import type { Conditions } from './conditions.ts';

// Taken once: in a test runner's sandbox, looking up a global costs more than the arithmetic.
const { max, min } = Math;

export const EDEN_BYTES = 1e9;
/** A concurrent cycle starts above this share of the old generation. */
const MARKING_AT = 0.45;
/** Above this share only stopping everything helps. */
const FULL_AT = 0.92;
/** A full collection is not repeated sooner than this, or nothing else would ever run. */
const FULL_EVERY = 9;

/** A generational heap: eden fills and is collected with a short pause; what survives fills the old generation, whose collection may stop everything. */
export class Heap {
  eden = 0;
  old = 1.1e9;
  allocated = 0;
  pauses = 0;
  pauseSeconds = 0;
  /** Seconds for which everything still stands still. */
  pauseLeft = 0;
  private sinceFull = FULL_EVERY;
  private recent: { at: number; seconds: number }[] = [];
  private time = 0;

  copy(): Heap {
    return Object.assign(new Heap(), this);
  }

  /** Advances by `dt` seconds in which `bytes` were allocated. Returns the share of the step in which the process ran. */
  advance(dt: number, bytes: number, conditions: Conditions): number {
    const { oldMax, liveBytes, promotion, youngPause, fullPause, freedPerSecond } = conditions;
    this.time += dt;
    this.sinceFull += dt;
    const frozen = min(this.pauseLeft, dt);
    this.pauseLeft -= frozen;

    this.allocated += bytes;
    this.eden += bytes;
    this.old += bytes * promotion;
    if (this.old > MARKING_AT * oldMax) this.old -= min(freedPerSecond * dt, max(0, this.old - liveBytes));
    // What stays alive is there whether it was promoted or not.
    this.old = min(oldMax, max(this.old, min(liveBytes, this.old + 0.15e9 * dt)));

    while (this.eden >= EDEN_BYTES) {
      this.eden -= EDEN_BYTES;
      // The faster objects come, the more of them are still alive when eden is full, and have to be copied.
      this.pause(youngPause * (1 + bytes / dt / 500e6));
    }
    if (this.old > FULL_AT * oldMax && this.sinceFull >= FULL_EVERY) {
      this.sinceFull = 0;
      this.old = min(this.old, liveBytes);
      this.pause(fullPause);
    }
    return 1 - frozen / dt;
  }

  /** The longest pause of the last two minutes, as Micrometer's maximum decays. */
  get longestPause(): number {
    return max(0, ...this.recent.map(({ seconds }) => seconds));
  }

  private pause(seconds: number): void {
    this.pauses += 1;
    this.pauseSeconds += seconds;
    this.pauseLeft += seconds;
    this.recent = [...this.recent.filter(({ at }) => at > this.time - 120), { at: this.time, seconds }];
  }
}
