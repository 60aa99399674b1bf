import type { ReadingState } from '../signals/reading.ts';

/** What tells whether an incident still lasts. */
export interface Signs {
  /** How many alerts of it fire, and how many ever did. */
  firing: number;
  fired: number;
  /** Every signal of it that has limits. */
  readings: readonly {
    state: ReadingState;
    /** Not half an answer. */
    whole: boolean;
    /** Nobody set its source up: it tells nothing, and never will. */
    unset: boolean;
    /** It spoke since the incident began, or shortly before. */
    spoke: boolean;
  }[];
}

/** `unclear`: everything that should tell is silent, which passes after a start or a scrape that was missed; `afterwards` is what it comes to when it does not pass. */
export type Lasting = { state: 'lasts' | 'over' } | { state: 'unclear'; afterwards: 'lasts' | 'over' };

/**
 * Whether an incident lasts, for the clock of its escalation (spec.md, "Lasts"). It is over, so that escalation is held, while every alert of it has ended, no signal is out of its limits, and something speaks for
 * calm: a whole reading within its limits, or the end of the alerts themselves where nothing is measured. What cannot be asked speaks for nothing, and what fell silent (an exporter dies with its service)
 * speaks against calm. An incident without alerts and signals lasts until somebody says otherwise.
 */
export function lasting({ firing, fired, readings }: Signs): Lasting {
  if (firing > 0) return { state: 'lasts' };
  if (readings.some(({ state }) => state === 'critical' || state === 'warning')) return { state: 'lasts' };
  if (readings.some(({ state, whole }) => state === 'normal' && whole)) return { state: 'over' };
  const set = readings.filter(({ unset }) => !unset);
  if (set.some(({ state }) => state !== 'no-data')) return { state: 'lasts' };
  const byAlerts = fired === 0 ? 'lasts' : 'over';
  if (set.length === 0) return { state: byAlerts };
  return { state: 'unclear', afterwards: set.some(({ spoke }) => spoke) ? 'lasts' : byAlerts };
}

/** So long may it be unclear. */
export const UNCLEAR_FOR_MS = 30_000;
/** An unclear moment that long ago has nothing to do with this one. */
const FORGOTTEN_AFTER_MS = 120_000;

/** What to do about an unclear look at `now` (ms): wait for another one, or take it as it is. `since` is when it was first unclear. */
export function whenUnclear(since: number | undefined, now: number): { since: number; wait: boolean } {
  if (since === undefined || now - since > FORGOTTEN_AFTER_MS || now < since) return { since: now, wait: true };
  return { since, wait: now - since < UNCLEAR_FOR_MS };
}
