import type { Said } from '../language/said.ts';
import type { PageTrouble } from './page.ts';

/** What became of one way in one try to page somebody. */
export type WayTried =
  | { way: string; wakes: boolean; left: true }
  /** `person`: this way will never reach this person. Otherwise it may work later: it failed for now, or what it refuses is about us. */
  | {
      way: string;
      wakes: boolean;
      left: false;
      about: 'person' | 'now';
      why: PageTrouble['why'];
      code: string;
      said: Said;
      /** There was no answer: it may have arrived all the same. */
      unsure: boolean;
    };

export type Verdict =
  /** It left, and can wake this person. */
  | { verdict: 'reached' }
  /** It left, but they have Do Not Disturb on and nothing that left rings. */
  | { verdict: 'quiet'; trouble: PageTrouble }
  /** No way will ever reach this person. */
  | { verdict: 'refused'; trouble: PageTrouble }
  /** Nothing left; something may, later. */
  | { verdict: 'later'; trouble: PageTrouble };

/** What a try comes to. `quietUntil`: until when this person has Do Not Disturb on; absent when they have not, or when nobody knows. */
export function judgeTry(tried: readonly WayTried[], { quietUntil }: { quietUntil?: Date | undefined } = {}): Verdict {
  const left = tried.filter((one) => one.left);
  if (left.length > 0) {
    if (quietUntil === undefined || left.some(({ wakes }) => wakes)) return { verdict: 'reached' };
    return { verdict: 'quiet', trouble: { why: 'quiet', until: quietUntil.toISOString() } };
  }
  const failed = tried.flatMap((one) => (one.left ? [] : [one]));
  const passing = failed.find(({ about }) => about === 'now');
  if (passing) return { verdict: 'later', trouble: { why: 'failing', code: passing.code, said: passing.said } };
  const [first] = failed;
  return { verdict: 'refused', trouble: first ? { why: first.why, code: first.code } : { why: 'no-way' } };
}
