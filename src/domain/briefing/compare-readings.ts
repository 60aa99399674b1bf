import type { SignalSpec } from '../playbook/schema.ts';
import { medianOf, noiseOf, spreadOf } from '../signals/robust.ts';

/** `higher` and `lower` are for signals of which neither is better. `unknown`: one of the two values is missing. */
export type Verdict = 'better' | 'worse' | 'higher' | 'lower' | 'same' | 'unknown';

/** A change that chance brings about once in hundreds of looks: three standard deviations of a difference. */
const SURE = 3;
/** So many of the last values tell how much it wobbles from one to the next. */
const RECENT = 60;
/** Nobody acts on a change of less than a twentieth. */
const LEAST_SHARE = 0.05;
/** Nor on one of less than a hundredth of the way to the signal's nearest limit. */
const LEAST_OF_LIMIT = 0.01;

/**
 * Whether a signal is better or worse than it was. A change counts when it is larger than what the signal wobbles by (from value to value
 * lately, and as a whole before the trouble), and large enough to matter to anybody.
 * @param past its values until now, oldest first; the first `calm` of them are from before the trouble.
 */
export function compareReadings(input: {
  now: number | undefined;
  before: number | undefined;
  past: readonly number[];
  calm: number;
  better: SignalSpec['better'];
  thresholds: SignalSpec['thresholds'];
}): Verdict {
  const { now, before, better } = input;
  if (now === undefined || before === undefined || Number.isNaN(now) || Number.isNaN(before)) return 'unknown';
  if (now === before || Math.abs(now - before) <= deadBand({ ...input, now, before })) return 'same';
  const higher = now > before;
  if (better === 'neither') return higher ? 'higher' : 'lower';
  return higher === (better === 'higher') ? 'better' : 'worse';
}

/** Differences up to this are no change. */
function deadBand(input: {
  now: number;
  before: number;
  past: readonly number[];
  calm: number;
  thresholds: SignalSpec['thresholds'];
}): number {
  const { now, before, past, thresholds } = input;
  // A quantile above the last bucket is infinite: that is a change whatever the noise.
  if (!Number.isFinite(now) || !Number.isFinite(before)) return 0;
  const calm = past.slice(0, input.calm);
  // Values that are averages over a minute wander slowly: from one to the next they look steadier than they are.
  const wobble = Math.max(noiseOf(past.slice(-RECENT)) ?? 0, spreadOf(calm, medianOf(calm) ?? 0) ?? 0);
  const share = LEAST_SHARE * Math.max(Math.abs(now), Math.abs(before));
  return Math.max(SURE * Math.SQRT2 * wobble, share, leastOfLimit(thresholds));
}

/** What is too little to matter, measured by the signal's nearest limit; 0 for one without limits. */
export function leastOfLimit(thresholds: SignalSpec['thresholds']): number {
  const limits = thresholds.flatMap(({ above, below }) => [above, below]).filter((limit) => limit !== undefined);
  return limits.length === 0 ? 0 : LEAST_OF_LIMIT * Math.min(...limits.map(Math.abs));
}
