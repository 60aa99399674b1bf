/** What to do about a page that is due. */
export type PageDecision =
  /** Send it (again); `nextAt` is when it is looked at after that. */
  | { do: 'send'; attempt: number; nextAt: Date | null }
  /** This person was asked often enough: ask the next one. */
  | { do: 'hand-over' }
  /** Nobody needs to be asked any more. */
  | { do: 'stop' };

/**
 * An unacknowledged page goes to the same person every `repeatEveryMs`, at most `repeatAtMost` more times after the first, then to the next
 * person. Pages that nobody repeats are sent once.
 */
export function decidePage(
  page: { attempts: number; repeatEveryMs: number | null; repeatAtMost: number; acknowledgedAt: Date | null; passedOnAt: Date | null },
  input: { escalating: boolean; now: Date },
): PageDecision {
  if (!input.escalating || page.acknowledgedAt !== null || page.passedOnAt !== null) return { do: 'stop' };
  if (page.attempts > page.repeatAtMost) return { do: 'hand-over' };
  const nextAt = page.repeatEveryMs === null ? null : new Date(input.now.getTime() + page.repeatEveryMs);
  return { do: 'send', attempt: page.attempts + 1, nextAt };
}
