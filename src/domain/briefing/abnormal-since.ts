import type { SignalSpec } from '../playbook/schema.ts';
import type { Sample } from '../ports/metrics.ts';
import { isWhole } from '../signals/doubts.ts';
import { medianOf, spreadOf } from '../signals/robust.ts';
import { levelOf, stateOf } from '../signals/thresholds.ts';
import { leastOfLimit } from './compare-readings.ts';

/** A value this many standard deviations away is not of the signal's normal, however often one looks. */
const FAR = 5;

/** And it is a tenth away at least: a signal that hardly moves is not abnormal for moving a little. */
const LEAST_SHARE = 0.1;

/** So many values back inside are a breath, not the end. */
const BREATH = 2;

export interface Onset {
  since: Date;
  /** It was so already when the history begins. */
  earlier: boolean;
}

/**
 * Since when a signal is over its limit or outside its own normal, without interruption until now; undefined when it is not, or when nobody
 * knows. Its normal is what it mostly was until `calmUntil`, which a trouble that had begun by then does not move while it is shorter than half of that.
 * Of what is measured only in part only too much counts: too little may be what is missing, and is neither inside nor outside.
 * @param history oldest first; the last one is the present.
 */
export function abnormalSince(input: {
  history: readonly Sample[];
  calmUntil: Date;
  better: SignalSpec['better'];
  thresholds: SignalSpec['thresholds'];
}): Onset | undefined {
  const { history, calmUntil, better, thresholds } = input;
  const isAbnormal = judge(
    calmOf(history, calmUntil).map(({ value }) => value),
    better,
    thresholds,
  );
  let onset: number | undefined;
  let inside = 0;
  for (let index = history.length - 1; index >= 0 && inside <= BREATH; index -= 1) {
    const sample = history[index];
    if (!sample) continue;
    const judged = isAbnormal(sample);
    if (judged === undefined && onset !== undefined) continue;
    if (judged) {
      onset = index;
      inside = 0;
    } else if (onset === undefined) return undefined;
    else inside += 1;
  }
  const first = onset === undefined ? undefined : history[onset];
  return first && { since: first.at, earlier: onset === 0 };
}

/** What is compared with: the whole values, or, where there are none, those that lack the same as the present. */
function calmOf(history: readonly Sample[], calmUntil: Date): Sample[] {
  const calm = history.filter(({ at }) => at <= calmUntil);
  const whole = calm.filter(isWhole);
  const present = history.at(-1);
  return whole.length > 0 || present === undefined || isWhole(present) ? whole : calm;
}

/** Undefined: nobody knows. */
function judge(
  calm: readonly number[],
  better: SignalSpec['better'],
  thresholds: SignalSpec['thresholds'],
): (sample: Sample) => boolean | undefined {
  const middle = medianOf(calm);
  const spread = middle === undefined ? undefined : spreadOf(calm, middle);
  const overLimit = (value: number) => levelOf(value, thresholds) !== 'normal';
  const partOverLimit = (sample: Sample) => (stateOf(sample, thresholds) === 'unsure' ? undefined : true);
  if (middle === undefined || spread === undefined) return (sample) => (isWhole(sample) ? overLimit(sample.value) : partOverLimit(sample));
  const band = Math.max(FAR * spread, LEAST_SHARE * Math.abs(middle), leastOfLimit(thresholds));
  return (sample) => {
    const { value } = sample;
    const above = value > middle + band;
    if (!isWhole(sample)) return (above && better !== 'higher') || partOverLimit(sample);
    if (overLimit(value)) return true;
    const below = value < middle - band;
    return better === 'lower' ? above : better === 'higher' ? below : above || below;
  };
}
