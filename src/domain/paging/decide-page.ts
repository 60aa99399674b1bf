/** What to do about a page that is due. */
export type PageDecision =
  /** Send it (again). When it is due after that is decided once it has left. */
  | { do: 'send' }
  /** This person was reached often enough and has not answered: ask the next one. */
  | { do: 'hand-over' }
  /** Nobody needs to be asked any more. */
  | { do: 'stop' };

/** A page as far as it has got. */
export interface PageSoFar {
  /** How often it left; a try that did not leave counts for nothing. */
  delivered: number;
  repeatAtMost: number;
  /** When it first left in a way that can wake this person. */
  reachedAt: Date | null;
  refusedAt: Date | null;
  acknowledgedAt: Date | null;
  passedOnAt: Date | null;
  closedAt: Date | null;
}

/**
 * An unacknowledged page goes to the same person at most `repeatAtMost` more times after the first, then to the next person. What counts is how often
 * it was delivered: nobody is called silent who was not reached, and a page that never left is still to be sent.
 */
export function decidePage(page: PageSoFar, { wanted }: { wanted: boolean }): PageDecision {
  if (!wanted || isSettled(page)) return { do: 'stop' };
  if (page.delivered <= page.repeatAtMost) return { do: 'send' };
  // Whoever sleeps was never asked out loud; the next person was asked beside them at once.
  return page.reachedAt === null ? { do: 'stop' } : { do: 'hand-over' };
}

/** Nothing is sent by this page any more. */
export function isSettled(page: Pick<PageSoFar, 'refusedAt' | 'acknowledgedAt' | 'passedOnAt' | 'closedAt'>): boolean {
  return page.refusedAt !== null || page.acknowledgedAt !== null || page.passedOnAt !== null || page.closedAt !== null;
}

/** When a page that has just left is due again; null when it is not repeated. One that is repeated is looked at once more after its last time, to be handed over. */
export function dueAgainAt(page: { repeatEveryMs: number | null }, at: Date): Date | null {
  return page.repeatEveryMs === null ? null : new Date(at.getTime() + page.repeatEveryMs);
}
