import type { SignalSpec } from '../playbook/schema.ts';
import type { Sample } from '../ports/metrics.ts';
import { type Doubtful, isWhole } from '../signals/doubts.ts';
import { abnormalSince, type Onset } from './abnormal-since.ts';
import { compareReadings, type Verdict } from './compare-readings.ts';

/** How a signal moved during an incident. */
export interface ReadingChange {
  /** Against its value when the incident was opened; absent while that is this very moment. */
  opening?: Verdict;
  /** Against its value at the last mitigation; absent when there was none. */
  mitigation?: { verdict: Verdict; at: Date };
  /** Since when it is over its limit or outside its own normal. */
  abnormal?: Onset;
}

/**
 * What became of a signal since the opening and since the last mitigation, from its history. Whole values alone are compared.
 * @param history oldest first, reaching back before the opening; undefined when it could not be read.
 * @param settledMs how long after a moment there is something to compare it with.
 */
export function readingChange(input: {
  signal: Pick<SignalSpec, 'better' | 'thresholds' | 'staleAfter'>;
  now: number | undefined;
  /** Why `now` is less than the whole. */
  doubts?: Doubtful['doubts'];
  at: Date;
  history: readonly Sample[] | undefined;
  opening: Date;
  mitigation?: Date | undefined;
  /** What the history says until then is the signal's normal. */
  calmUntil: Date;
  settledMs: number;
}): ReadingChange {
  const { signal, now, doubts, at, history = [], opening, mitigation, calmUntil, settledMs } = input;
  const present: Sample[] = now === undefined ? [] : [{ at, value: now, ...(doubts && { doubts }) }];
  const whole = history.filter(isWhole);
  const past = whole.map(({ value }) => value);
  const calm = whole.filter((sample) => sample.at <= calmUntil).length;
  const since = (moment: Date): Verdict =>
    compareReadings({
      now: present.every(isWhole) ? now : undefined,
      before: valueAt(history, moment, signal.staleAfter),
      past,
      calm,
      better: signal.better,
      thresholds: signal.thresholds,
    });
  const isPast = (moment: Date) => at.getTime() - moment.getTime() >= settledMs;
  const abnormal =
    now === undefined
      ? undefined
      : abnormalSince({ history: [...history, ...present], calmUntil, better: signal.better, thresholds: signal.thresholds });
  return {
    ...(isPast(opening) && { opening: since(opening) }),
    ...(mitigation && isPast(mitigation) && { mitigation: { verdict: since(mitigation), at: mitigation } }),
    ...(abnormal && { abnormal }),
  };
}

/** The value that counted at `moment`: the newest one until then, if it was not stale and is the whole one. */
export function valueAt(history: readonly Sample[], moment: Date, staleAfterMs: number): number | undefined {
  const last = history.findLast(({ at }) => at <= moment);
  return last && isWhole(last) && moment.getTime() - last.at.getTime() <= staleAfterMs ? last.value : undefined;
}
