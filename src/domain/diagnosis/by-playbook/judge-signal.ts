import type { SignalSpec } from '../../playbook/schema.ts';
import type { Sample } from '../../ports/metrics.ts';
import { type Doubtful, doubtsOf, isWhole } from '../../signals/doubts.ts';
import { firstFrom } from '../../signals/first-from.ts';
import { medianOf, spreadOf } from '../../signals/robust.ts';

/**
 * What a signal says now against its own past. Grades lie between 0 (not at all) and 1 (without doubt). `doubts`: it is measured only in part, and then it
 * can be too high, but nobody can tell that it is low or normal.
 */
export interface SignalJudgement extends Doubtful {
  key: string;
  /** `unknown`: no value now, or no past to compare it with. */
  state: 'high' | 'low' | 'normal' | 'unknown';
  high: number;
  low: number;
  /** Now: the median over the last moments, in the signal's unit. */
  value?: number;
  /** Its own normal: the median over the time before. */
  normal?: number;
  /** Since when it has been away from its normal without a longer break. */
  onsetAt?: Date;
}

export interface Windows {
  /** Up to here everything counts as its normal. */
  calmUntil: Date;
  /** From here on counts as now. */
  recentFrom: Date;
  /** Known troubles of before: what was measured in them is nobody's normal. */
  troubled?: readonly Stretch[];
}

/** From one moment to another, both counted in. */
export interface Stretch {
  from: Date;
  to: Date;
}

/** Fewer values than this are no past. */
const LEAST_PAST = 5;

/** So many spreads away from the median nothing is by chance. */
const SPREADS = 5;

/** And a change of less than this share of the normal does not explain an incident. */
const LEAST_SHARE = 0.3;

/** A value this many times the least change away is high without doubt. */
const SURE = 2;

/** The share of values that must lie away from the normal, from the onset on. */
const LASTING = 0.75;

/** Judges one signal; pure, and the same for values in seconds as in milliseconds when `matters` is. `history`: oldest first. */
export function judgeSignal(key: string, spec: Pick<SignalSpec, 'matters'>, history: readonly Sample[], windows: Windows): SignalJudgement {
  const now = history.slice(firstFrom(history, windows.recentFrom.getTime()));
  const parts = doubtsOf(...now);
  const calm = firstFrom(history, windows.calmUntil.getTime() + 1);
  const past = history.slice(0, calm);
  const quiet = pastFor(outside(past, windows.troubled), parts);
  // Where trouble filled it all, that is what there is to compare with.
  const before = quiet.length >= LEAST_PAST ? quiet : pastFor(past, parts);
  const value = medianOf(now.map((sample) => sample.value));
  const normal = before.length >= LEAST_PAST ? medianOf(before) : undefined;
  if (value === undefined || normal === undefined) {
    return {
      key,
      state: 'unknown',
      high: 0,
      low: 0,
      ...(value !== undefined && { value }),
      ...(normal !== undefined && { normal }),
      ...parts,
    };
  }
  const least = Math.max(SPREADS * (spreadOf(before, normal) ?? 0), LEAST_SHARE * Math.abs(normal), spec.matters ?? 0);
  const high = grade(value - normal, least);
  const low = grade(normal - value, least);
  const state = high >= 0.5 ? 'high' : low >= 0.5 ? 'low' : 'normal';
  if (state !== 'high' && !isWhole(parts)) return { key, state: 'unknown', high: 0, low: 0, value, normal, ...parts };
  if (state === 'normal') return { key, state, high, low, value, normal };
  const sign = state === 'high' ? 1 : -1;
  const onsetAt = onsetOf(history, calm, (sample) => sign * (sample.value - normal) >= least / 2);
  return { key, state, high, low, value, normal, ...(onsetAt && { onsetAt }), ...parts };
}

function outside(past: readonly Sample[], troubled: readonly Stretch[] = []): readonly Sample[] {
  return troubled.length === 0 ? past : past.filter(({ at }) => !troubled.some(({ from, to }) => at >= from && at <= to));
}

/** What is compared with: whole values; for a present that lacks something, where there are too few of them, those that lack it too. */
function pastFor(past: readonly Sample[], present: Doubtful): number[] {
  const whole: number[] = [];
  for (const sample of past) if (isWhole(sample)) whole.push(sample.value);
  return isWhole(present) || whole.length >= LEAST_PAST ? whole : past.map(({ value }) => value);
}

/** 0 below half of the least change, 0.5 at it, 1 from twice of it on. */
function grade(change: number, least: number): number {
  if (least === 0) return change > 0 ? 1 : 0;
  const times = change / least;
  if (times <= 0.5) return 0;
  return times <= 1 ? times - 0.5 : Math.min(1, 0.5 + (0.5 * (times - 1)) / (SURE - 1));
}

/** The earliest moment after which nearly everything is away. Looks a little into the calm: what began it may have begun there. */
function onsetOf(history: readonly Sample[], first: number, away: (sample: Sample) => boolean): Date | undefined {
  let count = 0;
  let onset: Date | undefined;
  for (let index = history.length - 1; index >= 0; index -= 1) {
    const sample = history[index];
    if (!sample) break;
    const is = away(sample);
    if (is) count += 1;
    const seen = history.length - index;
    if (is && count / seen >= LASTING) onset = sample.at;
    if (index < first && !is) break;
  }
  return onset;
}
