import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import type { ChangeOptions, Dial, DialState, DialValue } from '../../domain/mitigation/targets.ts';
import { worded } from '../../languages/worded.ts';
import { sameValue } from './fitting.ts';
import { said } from './said.ts';

/** What a file says of one thing of the watched system, so that it becomes a dial. `Seen` may carry what a write needs besides, such as a version. */
export interface Turnable<Seen extends DialState> {
  where: string;
  mask: (text: string) => string;
  look(options: { timeoutMs: number }): Promise<Seen>;
  /** Throws PermanentError `invalid` for what the target would refuse. */
  check(to: DialValue, seen: Seen): void;
  /** Changes it, by compare-and-set where the target has that. */
  set(change: { to: DialValue; key: string; seen: Seen }, options: { timeoutMs: number }): Promise<void>;
  byHand(to: DialValue): string;
}

/**
 * A dial that looks before it writes, and after an answer that was lost: what is set already is left alone, what somebody else changed is refused. What nothing tells of
 * (`unseen`) is done as it is said.
 */
export function lookedUpDial<Seen extends DialState>({ where, mask, look, check, set, byHand }: Turnable<Seen>): Dial {
  const lookFor = async ({ from, to }: { from: DialState; to: DialValue }, timeoutMs: number): Promise<Seen | 'set already'> => {
    const seen = await look({ timeoutMs });
    check(to, seen);
    if (seen.unseen) return seen;
    if (sameValue(seen.value, to)) return 'set already';
    if (!sameValue(seen.value, from.value)) throw changedTo(where, mask, { is: seen.value, was: from.value });
    if (from.version !== undefined && seen.version !== from.version)
      throw changedSince(
        where,
        worded(({ executors }) => executors.somethingElseOfItWasChanged),
      );
    return seen;
  };
  return {
    where,
    read: async (options) => {
      const { value, version, facts, unseen } = await look(options);
      return { value, ...(version !== undefined && { version }), ...(facts && { facts }), ...(unseen && { unseen }) };
    },
    rehearse: async (change, { timeoutMs }) => void (await lookFor(change, timeoutMs)),
    async write({ from, to, key }, { timeoutMs, ask }: ChangeOptions) {
      const seen = await lookFor({ from, to }, timeoutMs);
      if (seen === 'set already') return;
      await ask?.();
      try {
        await set({ to, key, seen }, { timeoutMs });
      } catch (error) {
        const unsure = error instanceof TransientError || (error instanceof PermanentError && error.code === 'changed');
        if (!unsure || seen.unseen) throw error;
        const after = await look({ timeoutMs }).catch(() => undefined);
        if (after === undefined || !sameValue(after.value, to)) throw error;
      }
    },
    byHand: (to) => mask(byHand(to)),
  };
}

export function changedSince(where: string, how: Bilingual): PermanentError {
  return new PermanentError(
    'changed',
    worded(({ executors }, language) => executors.hasBeenChangedSinceItWasPlanned2(where, pick(how, language))),
  );
}

export function changedTo(where: string, mask: (text: string) => string, { is, was }: { is: DialValue; was: DialValue }): PermanentError {
  const [now, before] = [is, was].map((one) => (one === null ? 'not set' : said(String(one), mask, 80)));
  return changedSince(
    where,
    worded(({ executors }) => executors.itIsAndNoLonger2(now, before)),
  );
}
