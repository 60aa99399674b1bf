import { ORDINARY, quantileOf, sortedKnown } from '../../signals/robust.ts';

/** How much of a callee's excess arrives at one caller. */
export interface Coupling {
  /** Position of the callee. */
  callee: number;
  /** 0 … 1: the best estimate. */
  share: number;
  /** 0 … 1: what it may be when the callee is given the benefit of the doubt. */
  atMost: number;
  /** 0 … 1: the caller's part of the callee's requests, which holds where ordinary operation has nothing to say. */
  guess: number;
}

/** How far, before any measurement, the share may lie from the caller's part of the callee's requests. */
const DOUBT = 0.3;

/**
 * The shares by which callees' excesses arrive at a caller. The caller's part of the callee's requests is the first guess; ordinary
 * operation corrects it (Bayesian linear regression), which tells a callee whose time is not waited for, such as a workflow that is
 * only started, from one that is. A callee that never varied says nothing, and the guess stays.
 * @param caller excess per row, in the baseline, tamed
 * @param callees their excesses in the same rows and the first guesses, 0 … 1
 */
export function couple(caller: Float64Array, callees: readonly { index: number; excess: Float64Array; guess: number }[]): Coupling[] {
  const count = callees.length;
  if (count === 0) return [];
  const y = caller;
  const xs = callees.map(({ excess }) => excess);
  const cross = xs.map((a) => xs.map((b) => dot(a, b)));
  const against = xs.map((x) => dot(x, y));
  let noise = dot(y, y) / y.length;
  let shares = callees.map(({ guess }) => guess);
  let spreads = callees.map(() => DOUBT);
  for (let round = 0; round < 2 && noise > 0; round += 1) {
    const prior = noise / DOUBT ** 2;
    const inverse = invert(cross.map((row, i) => row.map((value, j) => value + (i === j ? prior : 0))));
    shares = inverse.map((row) => row.reduce((sum, value, j) => sum + value * ((against[j] ?? 0) + prior * (callees[j]?.guess ?? 0)), 0));
    spreads = inverse.map((row, i) => Math.sqrt(noise * (row[i] ?? 0)));
    noise = meanSquareLeft(y, xs, shares);
  }
  return callees.map(({ index, guess }, i) => {
    const share = clamp(shares[i] ?? 0);
    return { callee: index, share, atMost: clamp(share + (spreads[i] ?? 0)), guess: clamp(guess) };
  });
}

/** An excess made fit for the regression: around its mean, without its extremes on either side, and 0 where nothing is known. */
export function tame(excess: Float64Array): Float64Array {
  const sorted = sortedKnown(excess);
  // Who does not vary is 0 throughout.
  if (sorted[0] === sorted[sorted.length - 1]) return new Float64Array(excess.length);
  const low = quantileOf(sorted, 1 - ORDINARY);
  const high = quantileOf(sorted, ORDINARY);
  const mean = sorted.reduce((sum, value) => sum + Math.min(high, Math.max(low, value)), 0) / sorted.length;
  const values = new Float64Array(excess.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = excess[row] as number;
    if (!Number.isNaN(value)) values[row] = Math.min(high, Math.max(low, value)) - mean;
  }
  return values;
}

function meanSquareLeft(y: Float64Array, xs: readonly Float64Array[], shares: readonly number[]): number {
  const left = new Float64Array(y);
  xs.forEach((x, i) => {
    const share = shares[i] ?? 0;
    for (let row = 0; row < left.length; row += 1) left[row] = (left[row] as number) - share * (x[row] as number);
  });
  return dot(left, left) / left.length;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < a.length; row += 1) sum += (a[row] ?? 0) * (b[row] ?? 0);
  return sum;
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** Gauss and Jordan; the matrix is symmetric with a positive diagonal added, so that it needs no pivot. */
function invert(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < size; column += 1) {
    const pivotRow = rows[column] as number[];
    const pivot = pivotRow[column] as number;
    for (let k = 0; k < 2 * size; k += 1) pivotRow[k] = (pivotRow[k] as number) / pivot;
    for (const row of rows) {
      if (row === pivotRow) continue;
      const factor = row[column] as number;
      for (let k = 0; k < 2 * size; k += 1) row[k] = (row[k] as number) - factor * (pivotRow[k] as number);
    }
  }
  return rows.map((row) => row.slice(size));
}
