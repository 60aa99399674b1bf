import { TransientError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/time/clock.ts';
import { worded } from '../../languages/worded.ts';

export interface HostPool {
  /** The hosts that may be asked, beginning with the one whose turn it is. */
  inTurn(): string[];
  /** Leaves a host alone for so many milliseconds; without a number, it only loses this turn. */
  rest(host: string, forMs: number | undefined): void;
  /** Why nobody is left. */
  exhausted(): TransientError;
}

/** Zoom users in turn, so that none of them reaches its limit of about 100 meetings a day while others are idle. */
export function createHostPool(hosts: readonly string[], clock: Clock): HostPool {
  const restingUntil = new Map<string, number>();
  let turn = 0;

  const awake = (host: string): boolean => (restingUntil.get(host) ?? 0) <= clock.now().getTime();

  return {
    inTurn() {
      const start = turn % Math.max(hosts.length, 1);
      turn += 1;
      return [...hosts.slice(start), ...hosts.slice(0, start)].filter(awake);
    },
    rest(host, forMs) {
      if (forMs !== undefined) restingUntil.set(host, clock.now().getTime() + forMs);
    },
    exhausted() {
      const soonest = Math.min(...restingUntil.values());
      return new TransientError(
        'daily_limit',
        worded(({ messengers }) => messengers.everyZoomHostHasUsedUpItsMeetingsFor),
        {
          retryAfterMs: Math.max(0, soonest - clock.now().getTime()),
        },
      );
    },
  };
}
