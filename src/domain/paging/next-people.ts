import { type Called, handedOverCause, isForPerson, isHandedOver, isUnreached, type PageState } from './calls.ts';

/** Who is asked in whose place. */

/** Why somebody else is asked. `silent`: no answer. `asked`: they cannot help. `refused`: nothing reaches them. `quiet`: they sleep and nothing rings. */
export type InPlaceWhy = 'silent' | 'asked' | 'refused' | 'quiet';

export interface InPlace {
  /** Somebody was asked in their place before. */
  already: boolean;
  /** Who is asked now; absent when nobody is left, or nobody is to stand in. */
  next?: string;
  /** Nobody of the levels was reached, and nothing that is under way will reach anybody. */
  unreached: boolean;
}

/**
 * Who is asked in place of somebody, or beside one who sleeps: after somebody who was reached, the next one of the nearest of `levels`, the level asked and those after it; after somebody who was not, also those of the later
 * ones. Nobody who was asked `since` the clocks started, nor who has it (`having`).
 */
export function inPlaceOf(
  page: Called & { userId: string },
  world: {
    pages: readonly (PageState & { userId: string })[];
    levels: readonly (readonly string[])[];
    having: readonly string[];
    since: Date;
    why: InPlaceWhy;
  },
): InPlace {
  const { pages, levels, having, since, why } = world;
  const unreached = !isForPerson(page) && having.length === 0 && isUnreached(pages, since);
  if (isHandedOver(page, pages)) return { already: true, unreached };
  // Nobody stands in for a person who was asked for by name, except when they say so themselves.
  if (isForPerson(page) && why !== 'asked') return { already: false, unreached };
  const nearest = Math.max(
    0,
    levels.findIndex((people) => people.length > 0),
  );
  const wasReached = why === 'silent' || why === 'asked';
  const [next] = peopleInOrder(wasReached ? levels.slice(nearest, nearest + 1) : levels, notAgain(page, { pages, having, since }));
  return next === undefined ? { already: false, unreached } : { already: false, next, unreached: false };
}

/** Who is not asked in place of somebody: those with a page since the clocks started, except one that was only tried in vain in this very place, and those who have the incident. */
export function notAgain(
  page: Called & { userId: string },
  { pages, having, since }: { pages: readonly (PageState & { userId: string })[]; having: readonly string[]; since: Date },
): ReadonlySet<string> {
  const isTriedInVain = (other: PageState) =>
    other.cause === handedOverCause(page) && other.attempts === 0 && other.nextAt === null && other.refusedAt === null;
  const asked = pages.filter((other) => other.createdAt >= since && !isTriedInVain(other));
  return new Set([page.userId, ...asked.map(({ userId }) => userId), ...having]);
}

/** Who could be asked in place of somebody at a level, in that order: the others of the level, then the next levels. Each once, without those in `not`. */
export function peopleInOrder(levels: readonly (readonly string[])[], not: ReadonlySet<string>): string[] {
  return [...new Set(levels.flat())].filter((user) => !not.has(user));
}

/**
 * In which groups others are asked while a page cannot leave: one, then one more, two, four and so on, until somebody gets it. Nobody is woken besides whom that takes, and a
 * long list of people who cannot be reached is through in a few rounds.
 */
export function inWaves(people: readonly string[]): string[][] {
  const waves: string[][] = [];
  for (let from = 0, size = 1; from < people.length; size = Math.max(1, from)) {
    waves.push(people.slice(from, from + size));
    from += size;
  }
  return waves;
}
