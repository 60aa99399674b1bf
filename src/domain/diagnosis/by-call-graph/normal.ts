import { ORDINARY, quantileOf, sortedKnown, tailSpread } from '../../signals/robust.ts';
import { type CallGraph, calleesFirst, callersOf } from '../call-graph.ts';
import { type Coupling, couple, tame } from './coupling.ts';
import { excessOf, type Level, levelOf, requestsOf, type Suffering } from './excess.ts';
import type { ComponentSeries } from './samples.ts';

/** A component's normal, as the baseline shows it. Amounts are those of `Excess`. */
export interface ComponentNormal {
  component: string;
  level: Level;
  couplings: readonly Coupling[];
  /** Usual spread of what its callees do not explain, summed over so many rows. */
  spreadOver: SpreadOver;
  /** Usual spread of its whole excess, its callees' included, over so many rows. */
  wholeSpreadOver: SpreadOver;
  /** How far its level may wander between the baseline and another day, per row. */
  drift: number;
  /** Variance of its faults over that of a Poisson count; at least 1, which it is for time. */
  overdispersion: number;
}

/** By number of rows; infinite where the baseline says too little. Reckoned when it is first asked for. */
export type SpreadOver = (rows: number) => number;

export interface Normal {
  suffering: Suffering;
  /** Callees before callers; the target is the last. */
  components: readonly ComponentNormal[];
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
}): Normal {
  const { graph, baseline, rows, target, suffering } = input;
  const order = calleesFirst(graph, target);
  const index = new Map(order.map((component, at) => [component, at]));
  const callers = callersOf(graph);
  const nothing = Array.from({ length: rows }, () => Number.NaN);
  const seen = order.map((component) => {
    const series = baseline.get(component) ?? { latency: nothing, requests: nothing, availability: nothing };
    const level = levelOf(series, suffering);
    // Who never failed varied by nothing, and nothing is learnt from that.
    const excess = excessOf(series, suffering, { ...level, perRequest: level.seen });
    return { level, excess, tamed: tame(excess.amounts) };
  });
  const asked = new Map(
    order.map((callee) => [callee, (callers.get(callee) ?? []).reduce((sum, caller) => sum + requestsFrom(caller), 0)]),
  );
  const components = order.map((component, at): ComponentNormal => {
    const { level, excess, tamed } = seen[at] as (typeof seen)[number];
    const callees = [...new Set(graph.get(component) ?? [])].flatMap((callee) => {
      const position = index.get(callee);
      if (position === undefined || position >= at) return [];
      const all = asked.get(callee) ?? 0;
      const guess = all > 0 ? level.requests / all : 1;
      return [{ index: position, excess: (seen[position] as (typeof seen)[number]).tamed, guess }];
    });
    const couplings = couple(tamed, callees);
    const own = new Float64Array(excess.amounts);
    for (const { callee, share } of couplings) {
      if (share === 0) continue;
      const passed = (seen[callee] as (typeof seen)[number]).excess.amounts;
      for (let row = 0; row < own.length; row += 1) {
        const amount = passed[row] as number;
        if (!Number.isNaN(amount)) own[row] = (own[row] as number) - share * amount;
      }
    }
    const usual = level.perRequest * level.requests;
    const spread = (amounts: Float64Array): SpreadOver =>
      level.rows < ENOUGH_ROWS
        ? () => Number.POSITIVE_INFINITY
        : once((length) => Math.max(tailSpread(sumsOver(amounts, length, Math.ceil(length / 3))), LEAST_SPREAD * usual * length));
    const spreadOver = spread(own);
    return {
      component,
      level,
      couplings,
      spreadOver,
      // Who calls nobody has nothing explained: all of it is its own.
      wholeSpreadOver: couplings.length === 0 ? spreadOver : spread(excess.amounts),
      drift: level.rows < ENOUGH_ROWS ? 0 : driftOf(own, usual, suffering),
      overdispersion: suffering === 'time' || level.rows < ENOUGH_ROWS ? 1 : overdispersionOf(own, excess.expected),
    };
  });
  return { suffering, components };

  /** Of a caller that the target does not wait for as well: it has its part of the callee's requests. */
  function requestsFrom(caller: string): number {
    const at = index.get(caller);
    const series = baseline.get(caller);
    return at === undefined ? (series ? requestsOf(series).mean : 0) : (seen[at]?.level.requests ?? 0);
  }
}

/** The same, reckoned once for each number of rows. */
export function once(spreadOver: SpreadOver): SpreadOver {
  const found = new Map<number, number>();
  return (rows) => {
    const spread = found.get(rows) ?? spreadOver(rows);
    found.set(rows, spread);
    return spread;
  };
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
  const amounts = sortedKnown(own);
  // Who never failed varies by nothing.
  if (amounts.length === 0 || amounts[0] === amounts[amounts.length - 1]) return 1;
  const squares = sortedKnown(amounts.map((amount) => amount * amount));
  const cap = quantileOf(squares, ORDINARY);
  const variance = squares.reduce((sum, square) => sum + Math.min(cap, square), 0) / squares.length;
  const awaited = sortedKnown(expected);
  const mean = awaited.reduce((sum, value) => sum + value, 0) / awaited.length;
  return mean > 0 ? Math.max(1, variance / mean) : 1;
}
