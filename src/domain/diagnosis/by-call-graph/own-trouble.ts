import type { Coupling } from './coupling.ts';
import { type ComponentNormal, known, type Normal } from './normal.ts';
import { spreadsOfCount, surpriseOf } from './surprise.ts';

/** The excesses of one stretch of rows, in the order of `Normal.components`. */
export type Stretch = readonly { amounts: Float64Array; expected: Float64Array }[];

/** Rows of a stretch. */
export interface Rows {
  from: number;
  length: number;
}

/** What a component does between two rows, and what of it is its own. Whether the target suffers from it is another question. */
export interface OwnTrouble {
  /** More than normal, and how much of that its callees may explain; `left` is the rest, never below 0. */
  excess: number;
  explained: number;
  left: number;
  /** What is normal for as many requests. */
  expected: number;
  /** Of one request: seconds, or faults. */
  normally: number;
  /** What is left, in usual spreads of its own. */
  spreads: number;
  /** How unlikely what is left is by its own normal, in powers of ten. */
  surprise: number;
  /** 0: its excess, its callees' included, is within what the baseline has seen; 1: it is beyond. */
  strange: number;
  /** How its callees' excesses arrive at it in these rows. */
  couplings: readonly Coupling[];
}

/** In powers of ten: up to one in four is ordinary; one in forty is beyond. */
const ORDINARY_SURPRISE = 0.6;

/**
 * What is each component's own in these rows, by position in `Normal.components`.
 * @param more what comes to a component's callers beside its excess, in the same unit
 */
export function ownTroubles(normal: Normal, stretch: Stretch, rows: Rows, more?: readonly { amount: number }[]): OwnTrouble[] {
  const { components } = normal;
  const sums = components.map((component, at) => sumOver(component, stretch[at] as Stretch[number], rows));
  const stranges = components.map((component, at) => strangeness(normal, component, sums[at] as ExcessSum, rows.length));
  return components.map((component, at) => {
    const { excess, expected, doubt } = sums[at] as ExcessSum;
    const couplings = component.couplings.map((coupling) => beyondOrdinary(coupling, stranges[coupling.callee] ?? 0));
    // In quadrature: one callee's trouble explains the caller's, the ordinary ups of many do not add up to an explanation.
    const explained = Math.hypot(
      ...couplings.map(({ callee, atMost }) => atMost * (Math.max(0, sums[callee]?.excess ?? 0) + (more?.[callee]?.amount ?? 0))),
    );
    const spread = component.spreadOver(normal.suffering === 'time' ? rows.length : 1);
    const left = excess - explained > 0 && Number.isFinite(spread) ? excess - explained : 0;
    const spreads =
      left === 0
        ? 0
        : normal.suffering === 'time'
          ? left / Math.hypot(spread, doubt)
          : spreadsOfCount(excess + expected, expected + explained, component.overdispersion);
    return {
      excess,
      explained,
      left,
      expected,
      normally: component.level.perRequest,
      spreads,
      surprise: surpriseOf(spreads),
      strange: stranges[at] ?? 0,
      couplings,
    };
  });
}

function strangeness(normal: Normal, component: ComponentNormal, { excess, expected, doubt }: ExcessSum, length: number): number {
  if (!(excess > 0)) return 0;
  // Of faults only whether the baseline says enough is asked: a count has its spread in itself.
  const spread = normal.suffering === 'time' ? component.wholeSpreadOver(length) : component.spreadOver(1);
  if (!Number.isFinite(spread)) return 0;
  const spreads =
    normal.suffering === 'time'
      ? excess / Math.hypot(spread, doubt)
      : spreadsOfCount(excess + expected, expected, component.overdispersion);
  return Math.min(1, Math.max(0, surpriseOf(spreads) - ORDINARY_SURPRISE));
}

/** Ordinary variation teaches how ordinary variation is passed on; what is beyond it is given the benefit of the caller's part of the requests. */
function beyondOrdinary(coupling: Coupling, strange: number): Coupling {
  const { callee, share, atMost, guess } = coupling;
  return { callee, guess, share: share + strange * Math.max(0, guess - share), atMost: atMost + strange * Math.max(0, guess - atMost) };
}

export interface ExcessSum {
  excess: number;
  expected: number;
  /** How far the level may have wandered, over all the rows. */
  doubt: number;
}

/** The rows outside say where the level is today; the fewer they are, the less they are believed. */
export function sumOver(
  component: Pick<ComponentNormal, 'drift' | 'spreadOver'>,
  stretch: Stretch[number],
  { from, length }: { from: number; length: number },
): ExcessSum {
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
  const noise = sum.quiet === 0 ? Number.POSITIVE_INFINITY : component.spreadOver(1) ** 2 / sum.quiet;
  const belief = Number.isFinite(noise) && wander + noise > 0 ? wander / (wander + noise) : 0;
  const shift = sum.quiet === 0 ? 0 : belief * (sum.outside / sum.quiet);
  const doubt = Math.sqrt(wander * (1 - belief));
  return {
    excess: sum.inside - shift * sum.rows,
    expected: Math.max(0, sum.expected + Math.max(0, shift) * sum.rows),
    doubt: doubt * sum.rows,
  };
}
