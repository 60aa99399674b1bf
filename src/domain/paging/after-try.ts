import { dueAgainAt } from './decide-page.ts';
import type { Verdict } from './judge-try.ts';
import type { PageTrouble } from './page.ts';

/** A call that has reached nobody for so long makes others be asked while a page of it cannot leave: a short trouble wakes nobody else. In milliseconds. */
const ASK_OTHERS_AFTER_MS = 30_000;
/** After so long without anybody reached, people are told that nobody can be. In milliseconds. */
const SAY_UNREACHED_AFTER_MS = 120_000;

/** What a try to page somebody leads to. */
export type AfterTry =
  /** It left. `quiet`: to somebody who sleeps, so that the next person is asked beside them. */
  | { page: 'left'; reached: boolean; again: Date | null; quiet?: PageTrouble }
  /** It never will: the next person is asked at once. */
  | { page: 'refused'; trouble: PageTrouble }
  /** It is tried again soon. Meanwhile others may be asked, and people may be told that nobody can be reached. */
  | { page: 'waits'; trouble: PageTrouble; askOthers: boolean; sayUnreached: boolean };

/** `calledAt`: since when the call it belongs to asks for somebody (`calledAt` of calls.ts). Whoever comes late in a line of people who cannot be reached waits no half minute of their own. */
export function afterTry(
  page: { delivered: number; createdAt: Date; repeatEveryMs: number | null },
  verdict: Verdict,
  now: Date,
  calledAt: Date = page.createdAt,
): AfterTry {
  switch (verdict.verdict) {
    case 'reached':
      return { page: 'left', reached: true, again: dueAgainAt(page, now) };
    case 'quiet':
      return { page: 'left', reached: false, again: dueAgainAt(page, now), quiet: verdict.trouble };
    case 'refused':
      return { page: 'refused', trouble: verdict.trouble };
    case 'later': {
      const waited = now.getTime() - calledAt.getTime();
      const first = page.delivered === 0;
      const askOthers = first && waited >= ASK_OTHERS_AFTER_MS;
      return { page: 'waits', trouble: verdict.trouble, askOthers, sayUnreached: first && waited >= SAY_UNREACHED_AFTER_MS };
    }
  }
}
