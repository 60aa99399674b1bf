import type { Clock } from '../../domain/time/clock.ts';

/** Writes a line of a log, or not; `unsaid` is how many of its like were left out since the last one. */
export type Rarely = (write: (unsaid: number) => void) => void;

/** For lines that a broken sender can cause a thousand times a second: the first is written, then one in `everyMs` that counts the others. */
export function logRarely(clock: Clock, everyMs = 60_000): Rarely {
  let saidAt = Number.NEGATIVE_INFINITY;
  let unsaid = 0;
  return (write) => {
    const now = clock.now().getTime();
    if (Math.abs(now - saidAt) < everyMs) {
      unsaid += 1;
      return;
    }
    write(unsaid);
    saidAt = now;
    unsaid = 0;
  };
}
