import { PermanentError, refusalOf, TransientError } from '../errors.ts';
import { NEWS_FOR_MS } from './notice.ts';

/** What becomes of a delivery that did not arrive, and of who was to have it. */
export type AfterFailedDelivery =
  | { do: 'again'; at: Date }
  /** Nobody needs it any more. */
  | { do: 'give-up' }
  /** Nothing is sent there any more. */
  | { do: 'drop'; because: string }
  /** It is not about this address: nothing leaves this way for now. */
  | { do: 'pause'; again: Date };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 4 * HOUR_MS;
/** An address that took nothing for so long is given up; Svix and others allow a webhook the same. */
const DROP_AFTER_MS = 5 * 24 * HOUR_MS;

/** Of the server through which everybody is reached, or of our account there. */
const ABOUT_ALL = new Set(['connection', 'timeout', 'smtp_421', 'auth_refused', 'certificate', 'no_encryption', 'not_configured']);

export interface FailedDelivery {
  error: unknown;
  /** Whether everybody is reached through one server, as by mail. */
  shared: boolean;
  /** Of this delivery, this one included. */
  attempts: number;
  firstAt: Date;
  /** Since when nothing has reached this address; null for the first failure. */
  failingSince: Date | null;
  now: Date;
  /** Between 0 (inclusive) and 1 (exclusive). */
  fraction: number;
}

/** Decides about one. The wait doubles, so that a server in trouble is not asked more for it. */
export function afterFailedDelivery({
  error,
  shared,
  attempts,
  firstAt,
  failingSince,
  now,
  fraction,
}: FailedDelivery): AfterFailedDelivery {
  const refused = refusalOf(error)?.refused;
  if (error instanceof PermanentError && refused?.about === 'person') return { do: 'drop', because: error.code };
  const doubled = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 20)) * (0.8 + 0.4 * fraction);
  const asked = error instanceof TransientError ? Math.min(error.retryAfterMs ?? 0, LONGEST_WAIT_MS) : 0;
  const again = new Date(now.getTime() + Math.round(Math.max(doubled, asked)));
  // Trouble that is everybody's says nothing about this address.
  if (shared && isAboutAll(error)) {
    return now.getTime() - firstAt.getTime() >= NEWS_FOR_MS ? { do: 'give-up' } : { do: 'pause', again };
  }
  if (failingSince !== null && now.getTime() - failingSince.getTime() >= DROP_AFTER_MS) return { do: 'drop', because: codeOf(error) };
  if (again.getTime() - firstAt.getTime() >= NEWS_FOR_MS) return { do: 'give-up' };
  return { do: 'again', at: again };
}

function isAboutAll(error: unknown): boolean {
  return (error instanceof PermanentError || error instanceof TransientError) && ABOUT_ALL.has(error.code);
}

function codeOf(error: unknown): string {
  return error instanceof PermanentError || error instanceof TransientError ? error.code : 'unexpected';
}
