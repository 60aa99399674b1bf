import type { Playbook } from '../playbook/schema.ts';

/** Whether a signal's thresholds open incidents. */
export function isWatched(playbook: Pick<Playbook, 'signals' | 'watch'>, key: string): boolean {
  const spec = playbook.signals[key];
  return playbook.watch.enabled && spec !== undefined && spec.thresholds.length > 0 && spec.watch !== false;
}
