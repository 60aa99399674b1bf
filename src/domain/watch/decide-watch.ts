import type { Playbook, SignalSpec } from '../playbook/schema.ts';
import { type Doubtful, isWhole } from '../signals/doubts.ts';
import type { Level } from '../signals/reading.ts';
import { aboveOnly } from '../signals/thresholds.ts';

/** What is remembered of a watched signal between two looks. */
export interface WatchState {
  /** What it was last said to be. It only rises until the value is back to normal. */
  level: 'normal' | Level;
  /** Since when, without a break, a threshold of at least this level is crossed. */
  warningSince: Date | null;
  criticalSince: Date | null;
  /** Since when the value stays well inside every threshold. */
  calmSince: Date | null;
  /** Since when there is no value, after there was one. */
  silentSince: Date | null;
  /** Silent for so long that it was said. */
  missing: boolean;
  value: number | null;
  /** When there was last a value. */
  seenAt: Date | null;
  evaluatedAt: Date | null;
}

export const UNWATCHED: WatchState = {
  level: 'normal',
  warningSince: null,
  criticalSince: null,
  calmSince: null,
  silentSince: null,
  missing: false,
  value: null,
  seenAt: null,
  evaluatedAt: null,
};

export type Threshold = SignalSpec['thresholds'][number];
export type WatchSpec = Pick<Playbook['watch'], 'for' | 'clearAfter' | 'hysteresis' | 'missingAfter'> & {
  thresholds: readonly Threshold[];
};

/** What became of a signal at one look. */
export type WatchNews =
  /** It is `level` now, and was not; `since` is when the threshold was first crossed. */
  | { kind: 'crossed'; level: Level; threshold: Threshold; since: Date }
  | { kind: 'cleared' }
  /** It stopped reporting at `since`. */
  | { kind: 'missing'; since: Date }
  | { kind: 'reporting' };

/**
 * What a look at a signal means; `value` is undefined when it did not report. A threshold must be crossed for its whole `for`; afterwards
 * the value must stay inside it by `hysteresis` for `clearAfter`, so that a flapping value is one disturbance. What nobody looked at for
 * longer than `missingAfter` (Bongsu was down) has not been held. Of a value that is less than the whole (`doubts`) a crossed limit counts, and nothing
 * else: it neither ends a disturbance nor takes back that one is beginning.
 */
export function decideWatch(
  before: WatchState,
  value: number | undefined,
  spec: WatchSpec,
  now: Date,
  answer: Doubtful = {},
): { state: WatchState; news: WatchNews[] } {
  const state = afterGap(before, spec, now);
  return value === undefined ? decideSilence(state, spec, now) : decideValue(state, { value, whole: isWhole(answer) }, spec, now);
}

function afterGap(before: WatchState, spec: WatchSpec, now: Date): WatchState {
  const gap = before.evaluatedAt === null ? 0 : now.getTime() - before.evaluatedAt.getTime();
  if (gap <= spec.missingAfter) return before;
  return { ...before, warningSince: null, criticalSince: null, calmSince: null, silentSince: null };
}

function decideSilence(before: WatchState, spec: WatchSpec, now: Date): { state: WatchState; news: WatchNews[] } {
  // A signal that never reported has not stopped: `doctor` says so instead.
  const silentSince = before.seenAt === null ? null : (before.silentSince ?? now);
  const missing = before.missing || (silentSince !== null && held(silentSince, spec.missingAfter, now));
  const state = {
    ...before,
    warningSince: null,
    criticalSince: null,
    calmSince: null,
    silentSince,
    missing,
    value: null,
    evaluatedAt: now,
  };
  const since = before.seenAt ?? now;
  return { state, news: missing && !before.missing ? [{ kind: 'missing', since }] : [] };
}

function decideValue(
  before: WatchState,
  { value, whole }: { value: number; whole: boolean },
  spec: WatchSpec,
  now: Date,
): { state: WatchState; news: WatchNews[] } {
  const crossed = (whole ? spec.thresholds : aboveOnly(spec.thresholds)).filter((threshold) => isCrossed(threshold, value));
  const critical = crossed.filter(({ level }) => level === 'critical');
  const calm = whole && spec.thresholds.every((threshold) => isLeftBehind(threshold, value, spec.hysteresis));
  const since = (count: number, known: Date | null) => (count > 0 ? (known ?? now) : whole ? null : known);
  const warningSince = since(crossed.length, before.warningSince);
  const criticalSince = since(critical.length, before.criticalSince);
  const calmSince = calm && before.level !== 'normal' ? (before.calmSince ?? now) : null;
  const state: WatchState = {
    ...before,
    warningSince,
    criticalSince,
    calmSince,
    silentSince: null,
    missing: false,
    value,
    seenAt: now,
    evaluatedAt: now,
  };
  const reporting: WatchNews[] = before.missing ? [{ kind: 'reporting' }] : [];

  const worst = heldOf(critical, criticalSince, spec, now);
  if (worst && before.level !== 'critical') return { state: { ...state, level: 'critical' }, news: [...reporting, worst] };
  const warning = heldOf(crossed, warningSince, spec, now);
  if (warning && before.level === 'normal') return { state: { ...state, level: 'warning' }, news: [...reporting, warning] };
  if (calmSince !== null && held(calmSince, spec.clearAfter, now)) {
    return { state: { ...state, level: 'normal', calmSince: null }, news: [...reporting, { kind: 'cleared' }] };
  }
  return { state, news: reporting };
}

/** A critical value crosses the warning too; what is said is the level whose time is over. */
function heldOf(crossed: readonly Threshold[], since: Date | null, spec: WatchSpec, now: Date): WatchNews | undefined {
  if (since === null) return undefined;
  const threshold = crossed.find((one) => held(since, one.for ?? spec.for, now));
  return threshold && { kind: 'crossed', level: threshold.level, threshold, since };
}

function held(since: Date, ms: number, now: Date): boolean {
  return now.getTime() - since.getTime() >= ms;
}

function isCrossed({ above, below }: Threshold, value: number): boolean {
  return (above !== undefined && value > above) || (below !== undefined && value < below);
}

/** Inside the threshold by a margin; a threshold of zero has none. */
function isLeftBehind({ above, below }: Threshold, value: number, hysteresis: number): boolean {
  if (above !== undefined) return hysteresis === 0 || above === 0 ? value <= above : value < above - Math.abs(above) * hysteresis;
  if (below !== undefined) return hysteresis === 0 || below === 0 ? value >= below : value > below + Math.abs(below) * hysteresis;
  return true;
}
