import type { OwnTrouble } from './own-trouble.ts';

/** Nobody gives up on a call before it has taken so many times as long as normal. */
const LEAST_PATIENCE = 3;

/** What of its callers' faults is put down to a component's slowness. */
export interface GivenUp {
  /** Requests. */
  amount: number;
  /** How unlikely the faults are that it explains, in powers of ten: the most unlikely of its callers'. */
  surprise: number;
}

/**
 * Requests that failed in callers because a callee was too slow: it did not fail itself, so its own faults do not show them. As many as its
 * callers cannot explain otherwise, as far as it is strangely slow and its seconds suffice. Callers before callees: who waits for a slow one
 * is slow as well, and may be given up on for it.
 * @param failing of every component, by the faults alone; the target is the last, and callees stand before their callers
 * @param slow the same of the time
 */
export function givenUpOn(failing: readonly OwnTrouble[], slow: readonly OwnTrouble[]): GivenUp[] {
  const wanted = failing.map((): GivenUp => ({ amount: 0, surprise: 0 }));
  const found = failing.map((): GivenUp => ({ amount: 0, surprise: 0 }));
  for (let at = failing.length - 1; at >= 0; at -= 1) {
    const [faults, late, want] = [failing[at], slow[at], wanted[at]];
    if (!faults || !late || !want) continue;
    const enough = late.normally > 0 ? late.excess / (LEAST_PATIENCE * late.normally) : 0;
    const amount = late.strange * Math.max(0, Math.min(enough, want.amount));
    if (amount > 0) found[at] = { amount, surprise: want.surprise };
    for (const { callee } of faults.couplings) {
      const so = wanted[callee] as GivenUp;
      so.amount += faults.left + amount;
      so.surprise = Math.max(so.surprise, faults.surprise, amount > 0 ? want.surprise : 0);
    }
  }
  return found;
}
