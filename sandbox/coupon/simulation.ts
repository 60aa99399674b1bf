import { BREAKABLE, type Break, type Breakable, causesOf } from './conditions.ts';
import type { Controls } from './controls.ts';
import { Course } from './course.ts';
import type { History } from './history.ts';
import type { Meters } from './meters.ts';
import type { CouponModel } from './model.ts';
import { EVALUATE } from './signals.ts';

export interface SimulationOptions {
  seed: number;
  /** Seconds of the service's time in one second of the clock. */
  speed: number;
  now: () => Date;
  /** How much calm history there is at the start. */
  calmMs: number;
}

const SAMPLE_MS = 1_000;
/** After a longer sleep than this (a suspended laptop), the time in between is left out. */
const CATCH_UP_MS = 15 * 60_000;

/** The model run along the clock: catches up whenever it is asked, and remembers. */
export class Simulation {
  private readonly course: Course;

  constructor(private readonly options: SimulationOptions) {
    this.course = Course.calm(options.seed, options.calmMs, options.now().getTime());
    this.catchUp();
  }

  get history(): History {
    return this.course.history;
  }

  /** Runs the model up to the present. */
  catchUp(): void {
    const { course, options } = this;
    const nowMs = options.now().getTime();
    if (nowMs - course.atMs > CATCH_UP_MS) course.atMs = nowMs - SAMPLE_MS;
    for (; course.atMs + SAMPLE_MS <= nowMs; ) {
      course.atMs += SAMPLE_MS;
      course.step((SAMPLE_MS / 1_000) * options.speed, course.atMs);
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
    return Object.fromEntries(Object.entries(this.course.signals(now)).filter(([, value]) => !Number.isNaN(value)));
  }

  /** Every signal's values in this time, by key: seconds since 1970 and value, oldest first. */
  recorded(fromMs: number, toMs: number): Record<string, [number, number][]> {
    this.catchUp();
    const all = this.history.between(fromMs, toMs);
    return Object.fromEntries(Object.keys(EVALUATE).map((key) => [key, all[key] ?? []]));
  }

  private get model(): CouponModel {
    return this.course.model;
  }
}

function causeOf(scenario: Breakable, cause: string | undefined): string {
  const causes = causesOf(scenario);
  const chosen = cause ?? causes[0];
  if (chosen === undefined || !causes.includes(chosen))
    throw new RangeError(`${scenario} has no cause ${cause}; possible: ${causes.join(', ')}`);
  return chosen;
}
