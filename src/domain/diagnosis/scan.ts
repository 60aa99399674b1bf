import type { Coupling } from './coupling.ts';
import { type ComponentNormal, known, type Normal } from './normal.ts';
import { spreadsOfCount, surpriseOf } from './surprise.ts';

/** The excesses of one stretch of rows, in the order of `Normal.components`. */
export type Stretch = readonly { amounts: Float64Array; expected: Float64Array }[];

/** What one component has to do with what the target suffers between two rows. */
export interface Finding {
  /** Position in `Normal.components`. */
  at: number;
  /** Its excess over the rows, and how much of it its callees may explain. */
  excess: number;
  explained: number;
  /** Faults only: what was to be expected in these rows. */
  expected: number;
  /** Time only: what one request takes normally; NaN for faults. */
  normally: number;
  /** What is left, in usual spreads of its own. */
  spreads: number;
  /** How unlikely what is left is by its own normal, in powers of ten. */
  surprise: number;
  /** 0 … 1: the share of the target's excess that what is left accounts for. */
  share: number;
  /** `surprise × share`. */
  score: number;
}

export interface Scan {
  /** First and last row, within the stretch. */
  from: number;
  to: number;
  /** How unlikely the target's own course in these rows is, in powers of ten. */
  targetSurprise: number;
  /** Those with a score, highest first. */
  findings: Finding[];
}

/** In powers of ten: up to one in four is ordinary; one in forty is beyond. */
const ORDINARY_SURPRISE = 0.6;
/** More than so many times the target's excess is not what the target waits for. */
const TOO_MUCH = 3;

/**
 * The rows in which the target suffers and somebody has something unexplained, and what each component has there.
 * @param lift how unlikely the target's statistic is between two rows, in powers of ten, by length and first row
 */
export function scan(normal: Normal, stretch: Stretch, lift: (from: number, length: number) => number): Scan {
  const rows = stretch[0]?.amounts.length ?? 0;
  let best: Scan = { from: 0, to: rows - 1, targetSurprise: 0, findings: [] };
  let highest = 0;
  normal.lengths.forEach((length, which) => {
    for (let from = 0; from + length <= rows; from += 1) {
      const targetSurprise = lift(from, length);
      if (targetSurprise <= 0) continue;
      const findings = weigh(normal, stretch, { from, length, which });
      const height = findings.length === 0 ? 0 : targetSurprise + Math.max(...findings.map(({ score }) => score));
      if (height <= highest) continue;
      highest = height;
      best = { from, to: from + length - 1, targetSurprise, findings };
    }
  });
  return { ...best, findings: best.findings.sort((a, b) => b.score - a.score || a.at - b.at) };
}

/** What each component has to do with what the target suffers in these rows; those with a score, in no order. `which` is the position of the length. */
export function weigh(normal: Normal, stretch: Stretch, rows: { from: number; length: number; which: number }): Finding[] {
  const { components } = normal;
  const sums = components.map((component, at) => sumOver(component, stretch[at] as Stretch[number], rows));
  const last = components.length - 1;
  const target = sums[last];
  const targetSpread = components[last]?.spreads[rows.which] ?? Number.POSITIVE_INFINITY;
  if (!target || !(target.excess > 0)) return [];
  const couplings = components.map((component) =>
    component.couplings.map((coupling) =>
      beyondOrdinary(coupling, strangeness(normal, coupling.callee, sums[coupling.callee] as RowSum, rows.which)),
    ),
  );
  const reach = reachOf(couplings);
  const findings: Finding[] = [];
  components.forEach((component, at) => {
    const sum = sums[at] as RowSum;
    // In quadrature: one callee's trouble explains the caller's, the ordinary ups of many do not add up to an explanation.
    const explained = Math.hypot(...(couplings[at] ?? []).map(({ callee, atMost }) => atMost * Math.max(0, sums[callee]?.excess ?? 0)));
    const left = sum.excess - explained;
    const spread = component.spreads[rows.which] ?? Number.POSITIVE_INFINITY;
    if (!(left > 0) || !Number.isFinite(spread)) return;
    const spreads =
      normal.suffering === 'time'
        ? left / Math.hypot(spread, sum.doubt)
        : spreadsOfCount(sum.excess + sum.expected, sum.expected + explained, component.overdispersion);
    const surprise = surpriseOf(spreads);
    const { share, atMost } = reach[at] as (typeof reach)[number];
    const arriving = Math.min(1, (atMost * left) / Math.max(target.excess, targetSpread));
    const plausible = Math.min(1, (TOO_MUCH * Math.max(target.excess, targetSpread)) / (share * left || Number.MIN_VALUE));
    const score = surprise * arriving * plausible;
    if (score > 0) {
      findings.push({
        at,
        excess: sum.excess,
        explained,
        expected: sum.expected,
        normally: normal.suffering === 'time' ? component.level.perRequest : Number.NaN,
        spreads,
        surprise,
        share: arriving * plausible,
        score,
      });
    }
  });
  return findings;
}

/** 0: what the callee does is within what the baseline has seen; 1: it is beyond. */
function strangeness(normal: Normal, at: number, sum: RowSum, which: number): number {
  const component = normal.components[at];
  const spread = component?.wholeSpreads[which] ?? Number.POSITIVE_INFINITY;
  if (!component || !(sum.excess > 0) || !Number.isFinite(spread)) return 0;
  const spreads =
    normal.suffering === 'time'
      ? sum.excess / Math.hypot(spread, sum.doubt)
      : spreadsOfCount(sum.excess + sum.expected, sum.expected, component.overdispersion);
  return Math.min(1, Math.max(0, surpriseOf(spreads) - ORDINARY_SURPRISE));
}

/** Ordinary variation teaches how ordinary variation is passed on; what is beyond it is given the benefit of the caller's part of the requests. */
function beyondOrdinary(coupling: Coupling, strange: number): Coupling {
  const { callee, share, atMost, guess } = coupling;
  return { callee, guess, share: share + strange * Math.max(0, guess - share), atMost: atMost + strange * Math.max(0, guess - atMost) };
}

export interface RowSum {
  excess: number;
  expected: number;
  /** How far the level may have wandered, over all the rows. */
  doubt: number;
}

/** The rows outside say where the level is today; the fewer they are, the less they are believed. */
export function sumOver(
  component: Pick<ComponentNormal, 'drift' | 'spreads'>,
  stretch: Stretch[number],
  { from, length }: { from: number; length: number },
): RowSum {
  const sum = { inside: 0, rows: 0, expected: 0, outside: 0, quiet: 0 };
  for (let row = 0; row < stretch.amounts.length; row += 1) {
    const amount = known(stretch.amounts[row]);
    if (amount === undefined) continue;
    if (row >= from && row < from + length) {
      sum.inside += amount;
      sum.expected += stretch.expected[row] ?? 0;
      sum.rows += 1;
    } else {
      sum.outside += amount;
      sum.quiet += 1;
    }
  }
  const wander = component.drift ** 2;
  const noise = sum.quiet === 0 ? Number.POSITIVE_INFINITY : (component.spreads[0] ?? Number.POSITIVE_INFINITY) ** 2 / sum.quiet;
  const belief = Number.isFinite(noise) && wander + noise > 0 ? wander / (wander + noise) : 0;
  const shift = sum.quiet === 0 ? 0 : belief * (sum.outside / sum.quiet);
  const doubt = Math.sqrt(wander * (1 - belief));
  return {
    excess: sum.inside - shift * sum.rows,
    expected: Math.max(0, sum.expected + Math.max(0, shift) * sum.rows),
    doubt: doubt * sum.rows,
  };
}

/** How much of an excess of each arrives at the target, over all the ways there. */
function reachOf(couplings: readonly (readonly Coupling[])[]): { share: number; atMost: number }[] {
  const last = couplings.length - 1;
  const reach = couplings.map((_, at) => ({ share: at === last ? 1 : 0, atMost: at === last ? 1 : 0 }));
  for (let at = last; at >= 0; at -= 1) {
    const caller = reach[at] as (typeof reach)[number];
    for (const { callee, share, atMost } of couplings[at] ?? []) {
      const arriving = reach[callee] as (typeof reach)[number];
      arriving.share = Math.min(1, arriving.share + caller.share * share);
      arriving.atMost = Math.min(1, arriving.atMost + caller.atMost * atMost);
    }
  }
  return reach;
}
