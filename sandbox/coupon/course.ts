import { History } from './history.ts';
import type { Meters } from './meters.ts';
import { CouponModel } from './model.ts';
import { POOL } from './pool-meters.ts';
import { EVALUATE, RATE_WINDOW } from './signals.ts';
import { TRAFFIC, trafficKey } from './traffic.ts';

const CALM_SAMPLE_MS = 5_000;
const KEEP_MS = 3 * 3_600_000;
const KEYS = [...Object.keys({ ...EVALUATE, ...POOL }), ...TRAFFIC.map(({ labels }) => trafficKey(labels))];

/** The model step by step, and what it measured. */
export class Course {
  private constructor(
    readonly model: CouponModel,
    readonly history: History,
    private readonly window: Meters[],
    /** Up to which moment of the clock it has run. */
    public atMs: number,
  ) {}

  /** One that has run in calm for so many milliseconds, which end at `untilMs`, but for the last few seconds. */
  static calm(seed: number, calmMs: number, untilMs: number): Course {
    // The same seed gives the same calm, whenever that is, and working it out takes a while: most worlds of a process begin as the last one did.
    if (last?.seed !== seed || last.calmMs !== calmMs) last = { seed, calmMs, course: Course.begun(seed, calmMs) };
    const { model, history, window, atMs } = last.course;
    return new Course(model.copy(), history.later(untilMs), [...window], untilMs + atMs);
  }

  private static begun(seed: number, calmMs: number): Course {
    const course = new Course(new CouponModel(seed), new History(KEYS, KEEP_MS), [], -calmMs);
    // The queues need some time to find their level, and the first rates a whole window.
    course.model.advance(120);
    for (let second = 0; second < RATE_WINDOW; second += 5) course.step(5);
    for (; course.atMs < -CALM_SAMPLE_MS; course.atMs += CALM_SAMPLE_MS) course.step(CALM_SAMPLE_MS / 1_000, course.atMs);
    return course;
  }

  /** Lets so many seconds of the service's time pass, and records what it measures at their end under that time of the clock. */
  step(seconds: number, recordAtMs?: number): void {
    this.model.advance(seconds);
    const now = this.model.read();
    this.window.push(now);
    // One older than the window stays, so that the whole window is covered.
    const inside = this.window.findIndex(({ time }) => time > now.time - RATE_WINDOW);
    if (inside > 1) this.window.splice(0, inside - 1);
    const before = this.window[0] ?? now;
    if (recordAtMs !== undefined) this.history.push(recordAtMs, () => ({ ...signals(now, before), ...beside(now, before) }));
  }

  /** Every signal as it is with these meters, by key; NaN where it has no value. */
  signals(now: Meters): Record<string, number> {
    return signals(now, this.window[0] ?? now);
  }
}

function signals(now: Meters, before: Meters): Record<string, number> {
  return Object.fromEntries(Object.entries(EVALUATE).map(([key, evaluate]) => [key, evaluate(now, before)]));
}

/** What is asked for besides the signals: requests by their labels, and the pool. */
function beside(now: Meters, before: Meters): Record<string, number> {
  return Object.fromEntries([
    ...TRAFFIC.map(({ labels, evaluate }) => [trafficKey(labels), evaluate(now, before)]),
    ...Object.entries(POOL).map(([key, evaluate]) => [key, evaluate(now, before)]),
  ]);
}

let last: { seed: number; calmMs: number; course: Course } | undefined;
