import { PermanentError, refusalOf, TransientError } from '../../domain/errors.ts';
import type { Random } from '../../domain/ports/random.ts';
import { backoffMs, slowBackoffMs } from './backoff.ts';

/** How long the caller of something that fails is ready to wait for it, all in milliseconds. */
export interface Patience {
  /** After so many attempts it fails for good. Without it, it is tried on. */
  attempts?: number;
  /** So long after the first attempt it fails for good: nobody needs it any more. */
  giveUpAfterMs?: number;
  /**
   * There is a replacement, and this long after the first attempt nobody waits any longer for what would be better: not for a server in trouble, nor
   * for one that asks to come back in an hour. What we may not do gives way to it at once.
   */
  replaceAfterMs?: number;
  /** False: what stands in needs no rights in Slack, so that a refusal about us gives way to it at once as well. */
  waitsForRights?: false;
}

/** What waits for somebody to mend our token, app or rights carries this word. */
export const WAITS_FOR_US = 'us';

/** So long a row of a kind that this release does not know is left to processes of another one. */
export const OTHERS_MAY_KNOW_MS = 3_600_000;

export type AfterFailure =
  /** For good, or until `waitsFor` (a channel's id) is back. */
  | { do: 'fail'; waitsFor: string | null }
  /** Again at `at`, or as soon as what it waits for is mended. */
  | { do: 'wait'; at: Date; waitsFor: string | null };

/** A server that asks for more than this is not waited for where attempts are counted: the caller has something better to do. */
const SIT_OUT_MS = 5_000;

/** Decides what becomes of an attempt that failed. `firstAt`: when the first one began; `attempts` counts this one. */
export function afterFailure(
  error: unknown,
  made: { attempts: number; firstAt: Date; now: Date },
  patience: Patience,
  random: Random,
): AfterFailure {
  const { attempts, firstAt, now } = made;
  const refused = refusalOf(error)?.refused;
  const within = (waitMs: number, limitMs: number | undefined) => limitMs === undefined || sinceMs(firstAt, now) + waitMs <= limitMs;
  if (refused?.about === 'us') {
    const instead = patience.waitsForRights === false || (!refused.wholly && patience.replaceAfterMs !== undefined);
    const waitMs = slowBackoffMs(attempts, refused.wholly ? EVERYTHING_MS : ONE_THING_MS, random);
    if (instead || !within(waitMs, patience.giveUpAfterMs)) return { do: 'fail', waitsFor: null };
    return { do: 'wait', at: new Date(now.getTime() + waitMs), waitsFor: WAITS_FOR_US };
  }
  if (error instanceof PermanentError) {
    const isGone = refused?.about === 'place' && refused.gone;
    return { do: 'fail', waitsFor: isGone ? (error.refusal?.place ?? null) : null };
  }
  const waitMs = Math.max(error instanceof TransientError ? (error.retryAfterMs ?? 0) : 0, backoffMs(attempts, random));
  // What is neither kind is a bug or a lost database; the next attempt looks first.
  if (!(error instanceof TransientError)) return { do: 'wait', at: new Date(now.getTime() + waitMs), waitsFor: null };
  if (patience.attempts !== undefined && (attempts >= patience.attempts || waitMs > SIT_OUT_MS)) return { do: 'fail', waitsFor: null };
  if (!within(waitMs, patience.giveUpAfterMs)) return { do: 'fail', waitsFor: null };
  if (within(waitMs, patience.replaceAfterMs)) return { do: 'wait', at: new Date(now.getTime() + waitMs), waitsFor: null };
  const replaceAt = new Date(firstAt.getTime() + (patience.replaceAfterMs ?? 0));
  return replaceAt > now ? { do: 'wait', at: replaceAt, waitsFor: null } : { do: 'fail', waitsFor: null };
}

/** While nothing at all gets through, one of those that wait tries about once a minute; what works again wakes the others. */
export const EVERYTHING_MS = 60_000;

/** A scope or a setting is added by a person, some time. */
const ONE_THING_MS = 10 * 60_000;

function sinceMs(from: Date, now: Date): number {
  return now.getTime() - from.getTime();
}
