import type { ReadinessCheck } from '../runtime/readiness.ts';

/** What failed longer ago was seen, or nobody misses it. */
const SHOWN_FOR_MS = 86_400_000;

/** Messages, other effects and runs that failed for good within a day, and timers that never come again: nothing tries them again, and no other check would name them. */
export const undelivered: ReadinessCheck = ({ storage, clock, mask }) => {
  return async () => {
    const since = new Date(clock.now().getTime() - SHOWN_FOR_MS);
    const failed = [
      ...(await storage.outbox.failures(since)),
      ...(await storage.runs.failures(since)),
      ...(await storage.timers.failures()),
    ];
    return failed.map(({ kind, count, key, error }) => ({
      code: `failed-${kind}`,
      text: `${count} of ${kind} failed for good. The newest is ${key}: ${mask(error)}`,
      unready: false,
    }));
  };
};
