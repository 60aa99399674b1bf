import { BREAKABLE, type Break, type Breakable, causesOf } from './conditions.ts';
import type { Controls } from './controls.ts';
import { History } from './history.ts';
import type { Meters } from './meters.ts';
import { CouponModel } from './model.ts';
import { POOL } from './pool-meters.ts';
import { EVALUATE, RATE_WINDOW } from './signals.ts';
import { TRAFFIC, trafficKey } from './traffic.ts';

export interface SimulationOptions {
  seed: number;
  /** Seconds of the service's time in one second of the clock. */
  speed: number;
  now: () => Date;
  /** How much calm history there is at the start. */
  calmMs: number;
}

const SAMPLE_MS = 1_000;
const CALM_SAMPLE_MS = 5_000;
const KEEP_MS = 3 * 3_600_000;
/** After a longer sleep than this (a suspended laptop), the time in between is left out. */
const CATCH_UP_MS = 15 * 60_000;

/** The model run along the clock: catches up whenever it is asked, and remembers. */
export class Simulation {
  readonly history = new History([...Object.keys({ ...EVALUATE, ...POOL }), ...TRAFFIC.map(({ labels }) => trafficKey(labels))], KEEP_MS);
  private readonly model: CouponModel;
  private window: Meters[] = [];
  private atMs: number;

  constructor(private readonly options: SimulationOptions) {
    this.model = new CouponModel(options.seed);
    this.atMs = options.now().getTime() - options.calmMs;
    // The queues need some time to find their level, and the first rates a whole window.
    this.model.advance(120);
    for (let second = 0; second < RATE_WINDOW; second += 5) this.step(5, undefined);
    for (; this.atMs < options.now().getTime() - CALM_SAMPLE_MS; this.atMs += CALM_SAMPLE_MS) this.step(CALM_SAMPLE_MS / 1_000, this.atMs);
    this.catchUp();
  }

  /** Runs the model up to the present. */
  catchUp(): void {
    const nowMs = this.options.now().getTime();
    if (nowMs - this.atMs > CATCH_UP_MS) this.atMs = nowMs - SAMPLE_MS;
    for (; this.atMs + SAMPLE_MS <= nowMs; ) {
      this.atMs += SAMPLE_MS;
      this.step((SAMPLE_MS / 1_000) * this.options.speed, this.atMs);
    }
  }

  break(scenario: string, { strength = 1, cause }: { strength?: number; cause?: string } = {}): Break {
    const known = BREAKABLE.find((id) => id === scenario);
    if (!known) throw new RangeError(`${scenario} cannot be broken; possible: ${BREAKABLE.join(', ')}`);
    if (!(strength > 0) || strength > 10) throw new RangeError(`strength must lie above 0 and at most at 10, not ${strength}`);
    const done: Break = { scenario: known, cause: causeOf(known, cause), strength };
    this.catchUp();
    this.model.break(done);
    return done;
  }

  heal(scenario?: string): void {
    this.catchUp();
    this.model.heal(scenario);
  }

  controls(): Readonly<Controls> {
    return this.model.controls;
  }

  turn(change: Partial<Controls>): void {
    this.catchUp();
    this.model.turn(change);
  }

  broken(): readonly Break[] {
    return this.model.breaks;
  }

  cured(): readonly Break[] {
    return this.model.cured;
  }

  meters(): Meters {
    this.catchUp();
    return this.model.read();
  }

  /** The signals as they are now, by key; those without a value are absent. */
  snapshot(): Record<string, number> {
    const now = this.meters();
    return Object.fromEntries(Object.entries(this.evaluate(now)).filter(([, value]) => !Number.isNaN(value)));
  }

  /** Every signal's values in this time, by key: seconds since 1970 and value, oldest first. */
  recorded(fromMs: number, toMs: number): Record<string, [number, number][]> {
    this.catchUp();
    const all = this.history.between(fromMs, toMs);
    return Object.fromEntries(Object.keys(EVALUATE).map((key) => [key, all[key] ?? []]));
  }

  private step(seconds: number, recordAtMs: number | undefined): void {
    this.model.advance(seconds);
    const now = this.model.read();
    this.window.push(now);
    // One older than the window stays, so that the whole window is covered.
    const inside = this.window.findIndex(({ time }) => time > now.time - RATE_WINDOW);
    if (inside > 1) this.window.splice(0, inside - 1);
    if (recordAtMs !== undefined) this.history.push(recordAtMs, { ...this.evaluate(now), ...this.beside(now) });
  }

  /** What is asked for besides the signals: requests by their labels, and the pool. */
  private beside(now: Meters): Record<string, number> {
    const before = this.window[0] ?? now;
    return Object.fromEntries([
      ...TRAFFIC.map(({ labels, evaluate }) => [trafficKey(labels), evaluate(now, before)]),
      ...Object.entries(POOL).map(([key, evaluate]) => [key, evaluate(now, before)]),
    ]);
  }

  private evaluate(now: Meters): Record<string, number> {
    const before = this.window[0] ?? now;
    return Object.fromEntries(Object.entries(EVALUATE).map(([key, evaluate]) => [key, evaluate(now, before)]));
  }
}

function causeOf(scenario: Breakable, cause: string | undefined): string {
  const causes = causesOf(scenario);
  const chosen = cause ?? causes[0];
  if (chosen === undefined || !causes.includes(chosen))
    throw new RangeError(`${scenario} has no cause ${cause}; possible: ${causes.join(', ')}`);
  return chosen;
}
