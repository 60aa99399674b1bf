import type { Playbook, SignalSpec } from '../../src/domain/playbook/schema.ts';
import { type SeededRandom, seededRandom } from '../coupon/random.ts';

export interface PlausibleBreak {
  scenario: string;
  cause: string;
  strength: number;
}

type Modelled = Pick<Playbook, 'signals'> & Partial<Pick<Playbook, 'scenarios'>>;

/** Seconds of the service's time in which a signal covers two thirds of its way. */
const SETTLES = 12;
/** What a signal that has no threshold says in calm times, by its unit. */
const CALM: Readonly<Record<string, number>> = {
  seconds: 0.08,
  ratio: 0.3,
  'per-second': 120,
  count: 6,
  messages: 40,
  bytes: 2e9,
  'bytes-per-second': 5e6,
};
/** How much of itself a signal wobbles. */
const NOISE = 0.03;

/**
 * Made-up numbers for a playbook that no model knows: each signal stands well within its limits, and while something is broken those that the playbook says it shows in
 * go past them (`when` of the cause, its `signals`, the first evidence of its scenario). Nothing causes anything here. Same seed, same steps, same numbers.
 */
export class PlausibleSignals {
  private readonly values = new Map<string, number>();
  private readonly broken = new Map<string, PlausibleBreak>();
  private readonly random: SeededRandom;

  constructor(
    private readonly playbook: Modelled,
    seed: number,
  ) {
    this.random = seededRandom(seed);
    for (const [key, signal] of Object.entries(playbook.signals)) this.values.set(key, calmOf(signal));
  }

  /** What a scenario can be broken by, the default first. */
  causesOf(scenario: string): string[] {
    return this.playbook.scenarios?.[scenario]?.causes.map(({ key }) => key) ?? [];
  }

  break(scenario: string, { strength = 1, cause }: { strength?: number; cause?: string } = {}): PlausibleBreak {
    const causes = this.causesOf(scenario);
    const chosen = cause ?? causes[0];
    if (chosen === undefined || !causes.includes(chosen))
      throw new RangeError(`${scenario} cannot be broken by ${cause ?? 'anything'}; possible: ${causes.join(', ') || 'nothing'}`);
    const done = { scenario, cause: chosen, strength };
    this.broken.set(scenario, done);
    return done;
  }

  heal(scenario?: string): void {
    if (scenario === undefined) this.broken.clear();
    else this.broken.delete(scenario);
  }

  get breaks(): PlausibleBreak[] {
    return [...this.broken.values()];
  }

  /** What one of these mitigations helps against, by the playbook: the cause's own, else those of its scenario. */
  cured(applied: ReadonlySet<string>): PlausibleBreak[] {
    return this.breaks.filter(({ scenario, cause }) => {
      const found = this.playbook.scenarios?.[scenario];
      const own = found?.causes.find(({ key }) => key === cause)?.mitigations ?? [];
      return (own.length > 0 ? own : (found?.mitigations ?? [])).some((name) => applied.has(name));
    });
  }

  /** Advances by so many seconds of the service's time. */
  advance(seconds: number, applied: ReadonlySet<string> = new Set()): void {
    const cured = new Set(this.cured(applied));
    const showing = this.breaks.filter((one) => !cured.has(one));
    const share = 1 - Math.exp(-seconds / SETTLES);
    for (const [key, signal] of Object.entries(this.playbook.signals)) {
      const calm = calmOf(signal);
      const goal = calm + showing.reduce((sum, one) => sum + (this.shownBy(one, key, signal) - calm) * one.strength, 0);
      const before = this.values.get(key) ?? calm;
      this.values.set(key, before + (goal - before) * share);
    }
  }

  /** With a wobble of its own at each look. */
  read(): Record<string, number> {
    return Object.fromEntries(
      Object.entries(this.playbook.signals).map(([key, signal]) => {
        const value = (this.values.get(key) ?? calmOf(signal)) * (1 + NOISE * this.random.normal());
        const whole = signal.unit === 'count' || signal.unit === 'messages' ? Math.round(value) : value;
        return [key, Math.max(0, signal.unit === 'ratio' ? Math.min(1, whole) : whole)];
      }),
    );
  }

  private shownBy({ scenario, cause }: PlausibleBreak, key: string, signal: SignalSpec): number {
    const found = this.playbook.scenarios?.[scenario]?.causes.find((one) => one.key === cause);
    const said = found?.when?.find((one) => one.signal === key);
    const is = said && 'is' in said ? said.is : undefined;
    if (is === 'normal' || found?.unless?.some((one) => one.signal === key)) return calmOf(signal);
    if (is === 'low') return wrongOf(signal, 'low');
    if (is === 'high') return wrongOf(signal, 'high');
    // What the scenario is known by shows whichever cause it has.
    const isOf = found?.signals?.includes(key) || this.playbook.scenarios?.[scenario]?.evidence[0] === key;
    return isOf ? wrongOf(signal, signal.better === 'higher' ? 'low' : 'high') : calmOf(signal);
  }
}

function calmOf({ unit, thresholds = [] }: SignalSpec): number {
  const above = thresholds.flatMap((one) => (one.above === undefined ? [] : [one.above]));
  const below = thresholds.flatMap((one) => (one.below === undefined ? [] : [one.below]));
  if (above.length > 0) return Math.min(...above) * 0.35;
  if (below.length > 0) return Math.max(...below) * 2;
  return CALM[unit] ?? 1;
}

/** Past every limit, and far enough from calm to be told from its wobble; a share is never more than all. */
function wrongOf(signal: SignalSpec, way: 'high' | 'low'): number {
  const calm = calmOf(signal);
  const { thresholds = [], unit } = signal;
  if (way === 'low') {
    const below = thresholds.flatMap((one) => (one.below === undefined ? [] : [one.below]));
    return below.length > 0 ? Math.min(...below) * 0.5 : calm * 0.15;
  }
  const above = thresholds.flatMap((one) => (one.above === undefined ? [] : [one.above]));
  const high = Math.max(calm * 4, ...above.map((limit) => limit * 1.6));
  return unit === 'ratio' ? Math.min(0.97, high) : high;
}
