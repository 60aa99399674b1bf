import { type CallGraph, calleesFirst, callersOf } from './call-graph.ts';
import { type Coupling, couple } from './coupling.ts';
import { excessOf, type Level, levelOf, type Suffering } from './excess.ts';
import { ORDINARY, quantileOf, sortedKnown, tailSpread } from './quantiles.ts';
import type { ComponentSeries } from './samples.ts';

/** A component's normal, as the baseline shows it. Amounts are those of `Excess`. */
export interface ComponentNormal {
  component: string;
  level: Level;
  couplings: readonly Coupling[];
  /** Usual spread of what its callees do not explain, summed over so many rows; by position in `Normal.lengths`. */
  spreads: readonly number[];
  /** Usual spread of its whole excess, its callees' included, over so many rows. */
  wholeSpreads: readonly number[];
  /** How far its level may wander between the baseline and another day, per row. */
  drift: number;
  /** Variance of its faults over that of a Poisson count; at least 1. */
  overdispersion: number;
}

export interface Normal {
  suffering: Suffering;
  /** Callees before callers; the target is the last. */
  components: readonly ComponentNormal[];
  /** The numbers of rows over which excesses are summed. */
  lengths: readonly number[];
}

/** Fewer rows than this are not a normal. */
const ENOUGH_ROWS = 20;
/** Nobody is steadier than this share of what is usual, however steady two days looked. */
export const LEAST_SPREAD = 0.02;
/** Latencies and fault rates wander by so much between one week and another, as far as a baseline of days can tell. */
const WANDER = { time: 0.1, faults: 0.5 } as const;
const BLOCK_ROWS = 12;

export function learnNormal(input: {
  graph: CallGraph;
  baseline: ReadonlyMap<string, ComponentSeries>;
  rows: number;
  target: string;
  suffering: Suffering;
  lengths: readonly number[];
}): Normal {
  const { graph, baseline, rows, target, suffering, lengths } = input;
  const order = calleesFirst(graph, target);
  const index = new Map(order.map((component, at) => [component, at]));
  const callers = callersOf(graph);
  const nothing = Array.from({ length: rows }, () => Number.NaN);
  const seen = order.map((component) => {
    const series = baseline.get(component) ?? { latency: nothing, requests: nothing, availability: nothing };
    const level = levelOf(series, suffering);
    // Who never failed varied by nothing, and nothing is learnt from that.
    return { level, excess: excessOf(series, suffering, { ...level, perRequest: level.seen }) };
  });
  const requestsOf = (component: string): number => {
    const at = index.get(component);
    const series = baseline.get(component);
    return at === undefined ? (series ? levelOf(series, suffering).requests : 0) : (seen[at]?.level.requests ?? 0);
  };
  const components = order.map((component, at): ComponentNormal => {
    const { level, excess } = seen[at] as (typeof seen)[number];
    const callees = [...new Set(graph.get(component) ?? [])].flatMap((callee) => {
      const position = index.get(callee);
      if (position === undefined || position >= at) return [];
      const asked = (callers.get(callee) ?? []).reduce((sum, caller) => sum + requestsOf(caller), 0);
      const guess = asked > 0 ? requestsOf(component) / asked : 1;
      return [{ index: position, excess: (seen[position] as (typeof seen)[number]).excess.amounts, guess }];
    });
    const couplings = couple(excess.amounts, callees);
    const own = Float64Array.from(excess.amounts);
    for (const { callee, share } of couplings) {
      const passed = (seen[callee] as (typeof seen)[number]).excess.amounts;
      for (let row = 0; row < own.length; row += 1) own[row] = (own[row] as number) - share * (known(passed[row]) ?? 0);
    }
    const usual = level.perRequest * level.requests;
    const spreadsOf = (amounts: Float64Array) =>
      lengths.map((length) =>
        level.rows < ENOUGH_ROWS
          ? Number.POSITIVE_INFINITY
          : Math.max(tailSpread(sumsOver(amounts, length, Math.ceil(length / 3))), LEAST_SPREAD * usual * length),
      );
    const spreads = spreadsOf(own);
    return {
      component,
      level,
      couplings,
      spreads,
      // Who calls nobody has nothing explained: all of it is its own.
      wholeSpreads: couplings.length === 0 ? spreads : spreadsOf(excess.amounts),
      drift: driftOf(own, usual, suffering),
      overdispersion: overdispersionOf(own, excess.expected),
    };
  });
  return { suffering, components, lengths };
}

/** Undefined instead of NaN. */
export function known(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

/** How far the level of these excesses may wander from one day to another, per row: by what it did over the hours, and by experience. */
export function driftOf(amounts: Float64Array, usual: number, suffering: Suffering): number {
  return Math.hypot(WANDER[suffering] * usual, tailSpread(sumsOver(amounts, BLOCK_ROWS, BLOCK_ROWS)) / BLOCK_ROWS || 0);
}

/** Sums over so many rows, beginning every `step` rows, ascending. A row without data is left out of its sum, a sum without rows of the result. */
export function sumsOver(values: Float64Array, length: number, step: number): Float64Array {
  const sums = new Float64Array(Math.max(0, Math.floor((values.length - length) / step) + 1));
  for (let at = 0; at < sums.length; at += 1) {
    let sum = Number.NaN;
    for (let row = at * step; row < at * step + length; row += 1) {
      const value = values[row] as number;
      if (!Number.isNaN(value)) sum = Number.isNaN(sum) ? value : sum + value;
    }
    sums[at] = sum;
  }
  return sortedKnown(sums);
}

/** Variance over mean of counts, without their wildest hours; 1 for a Poisson count and for what varies less. */
export function overdispersionOf(own: Float64Array, expected: Float64Array): number {
  const squares = sortedKnown(own.map((value) => value ** 2));
  if (squares.length === 0) return 1;
  const cap = quantileOf(squares, ORDINARY);
  const variance = squares.reduce((sum, value) => sum + Math.min(cap, value), 0) / squares.length;
  const awaited = sortedKnown(expected);
  const mean = awaited.reduce((sum, value) => sum + value, 0) / awaited.length;
  return mean > 0 ? Math.max(1, variance / mean) : 1;
}
