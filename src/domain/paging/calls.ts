/** Pages of the same call belong together: who answers one answers all. */

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

export interface Called {
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

/** Since when the call of a page asks for somebody: when its first page was written, whoever it has been handed over to since. */
export function calledAt(page: Called & { createdAt: Date }, pages: readonly (Called & { createdAt: Date })[]): Date {
  const [first] = page.cause.split('>');
  const times = pages.filter(({ cause }) => cause.split('>')[0] === first).map(({ createdAt }) => createdAt.getTime());
  return new Date(Math.min(page.createdAt.getTime(), ...times));
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

/** What decides whether a page is still to be sent, besides its own row. */
interface Paged extends Called {
  id: number;
  userId: string;
}

/** A later page by the clock to the same person, at another level, stands in place of this one: nobody is asked at two levels. */
export function isSuperseded(page: Paged, pages: readonly Paged[]): boolean {
  return (
    !isForPerson(page) &&
    pages.some((other) => other.userId === page.userId && other.id > page.id && other.level !== page.level && !isForPerson(other))
  );
}

/** Whether somebody else was asked in place of this person, or is being asked. */
export function isHandedOver(
  page: { cause: string; userId: string },
  pages: readonly { cause: string; attempts: number; nextAt: Date | null }[],
): boolean {
  const cause = handedOverCause(page);
  return pages.some((other) => other.cause === cause && (other.attempts > 0 || other.nextAt !== null));
}

/** How far a page has got. */
export interface PageState extends Called {
  createdAt: Date;
  reachedAt: Date | null;
  refusedAt: Date | null;
  passedOnAt: Date | null;
  delivered: number;
  attempts: number;
  nextAt: Date | null;
}

/**
 * Whether nobody of the responsible levels can be reached any more by what is under way: every page of the clock since `since` was refused for good, passed on, or went to
 * somebody who sleeps. A page that is still being tried may reach somebody.
 */
export function isUnreached(pages: readonly PageState[], since: Date): boolean {
  const asked = pages.filter((page) => page.createdAt >= since && !isForPerson(page));
  const isTried = (page: (typeof asked)[number]) => page.delivered === 0 && (page.attempts > 0 || page.nextAt !== null);
  return asked.every((page) => page.reachedAt === null && (page.refusedAt !== null || !isTried(page)));
}
