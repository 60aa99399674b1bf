import type { SignalSpec } from '../playbook/schema.ts';
import { type Doubtful, isWhole } from './doubts.ts';
import type { ReadingState } from './reading.ts';

/** What a value means against the playbook's thresholds (D1–D6); the worst one that is crossed counts. Being equal does not cross. */
export function levelOf(value: number, thresholds: SignalSpec['thresholds']): 'normal' | 'warning' | 'critical' {
  let worst: 'normal' | 'warning' | 'critical' = 'normal';
  for (const threshold of thresholds) {
    const crossed =
      (threshold.above !== undefined && value > threshold.above) || (threshold.below !== undefined && value < threshold.below);
    if (crossed && worst !== 'critical') worst = threshold.level;
  }
  return worst;
}

/**
 * The same of a value that may be less than the whole. What is there only in part can only be more: above a limit it is above, but that it lies inside the
 * limits, or below one, nobody knows.
 */
export function stateOf({ value, ...answer }: { value: number } & Doubtful, thresholds: SignalSpec['thresholds']): ReadingState {
  if (isWhole(answer)) return levelOf(value, thresholds);
  const level = levelOf(value, aboveOnly(thresholds));
  return level === 'normal' ? 'unsure' : level;
}

/** The limits that even a part of the value can cross. */
export function aboveOnly<T extends { above?: number | undefined }>(thresholds: readonly T[]): T[] {
  return thresholds.filter(({ above }) => above !== undefined);
}

const GRAVITY: Record<ReadingState, number> = { critical: 5, warning: 4, unreachable: 3, unsure: 2, 'no-data': 1, normal: 0 };

/** For sorting readings with the worst first. */
export function gravity(state: ReadingState): number {
  return GRAVITY[state];
}
