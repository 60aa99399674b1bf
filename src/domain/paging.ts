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

/** A page for one person whom somebody asked for by name begins with this cause; the level they stand for is not asked by it. */
const ASKED_PERSON = 'person:';

/** The cause of a page that somebody asked for; `key` is what they did. */
export function askedCause(key: string, whom: 'person' | 'level'): string {
  return whom === 'person' ? `${ASKED_PERSON}${key}` : `asked:${key}`;
}

/** The cause of the page of whoever is asked instead. */
export function handedOverCause(page: { cause: string; userId: string }): string {
  return `${page.cause}>${page.userId}`;
}

interface Called {
  level: string;
  cause: string;
}

/** Whether it was one person who was asked for, not whoever is on call; whom such a page was handed over to included. */
export function isForPerson({ cause }: Called): boolean {
  return cause.startsWith(ASKED_PERSON);
}

/** Pages of one call are answered together: all of a level, or one person who was asked for and whoever it was handed over to. */
export function sameCall(a: Called, b: Called): boolean {
  if (a.level !== b.level || isForPerson(a) !== isForPerson(b)) return false;
  return !isForPerson(a) || a.cause.split('>')[0] === b.cause.split('>')[0];
}

/** Who has a page: they answered it, or after it was written another one of the same call. Undefined while nobody has. */
export function takenBy(
  page: Called & { createdAt: Date },
  pages: readonly (Called & { acknowledgedAt: Date | null; acknowledgedBy: string | null })[],
): { by: string; at: Date } | undefined {
  const answers = pages.flatMap((other) => {
    const { acknowledgedAt: at, acknowledgedBy: by } = other;
    return at !== null && by !== null && at >= page.createdAt && sameCall(page, other) ? [{ by, at }] : [];
  });
  return answers.sort((a, b) => a.at.getTime() - b.at.getTime())[0];
}
