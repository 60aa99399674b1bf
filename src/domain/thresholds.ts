import type { SignalSpec } from './playbook/schema.ts';
import type { ReadingState } from './reading.ts';

/** What a value means against the playbook's thresholds (D1–D4); the worst one that is crossed counts. Being equal does not cross. */
export function levelOf(value: number, thresholds: SignalSpec['thresholds']): 'normal' | 'warning' | 'critical' {
  let worst: 'normal' | 'warning' | 'critical' = 'normal';
  for (const threshold of thresholds) {
    const crossed =
      (threshold.above !== undefined && value > threshold.above) || (threshold.below !== undefined && value < threshold.below);
    if (crossed && worst !== 'critical') worst = threshold.level;
  }
  return worst;
}

const GRAVITY: Record<ReadingState, number> = { critical: 4, warning: 3, unreachable: 2, 'no-data': 1, normal: 0 };

/** For sorting readings with the worst first. */
export function gravity(state: ReadingState): number {
  return GRAVITY[state];
}
