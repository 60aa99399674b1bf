import { TransientError } from '../domain/errors.ts';
import { momentOf } from '../domain/foreign/moment.ts';
import { type Said, saidIn } from '../domain/language/said.ts';
import { systemClock } from '../domain/time/clock.ts';
import { worded } from '../languages/worded.ts';

/** What is read of an answer over HTTP before anybody reads its words. */
export interface Answered {
  status: number;
  headers: Headers;
}

/** Timed out (408), too early (425), too many (429), in trouble (5xx): nothing about what was asked (RFC 9110, 15.5.9 and 15.6; RFC 8470, 5.2; RFC 6585, 4). */
export function passes(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || (status >= 500 && status <= 599);
}

/**
 * The one reader of statuses, for every client of ours: an answer that passes by itself, whatever stands in its body (Prometheus's JSON, a proxy's page), is
 * a TransientError `ratelimited` or `http_…`, with the wait that it asks for. Undefined for any other status. `now` is the time by which a wait until a
 * date is measured; without it the sender's own clock counts.
 */
export function passingAnswer(vendor: Said, { status, headers }: Answered, now?: Date): TransientError | undefined {
  if (!passes(status)) return undefined;
  const text =
    status === 429
      ? worded(({ network }, language) => network.asksToWaitHttp429(saidIn(vendor, language)))
      : worded(({ network }, language) => network.failedWithHttp(saidIn(vendor, language), status));
  return new TransientError(status === 429 ? 'ratelimited' : `http_${status}`, text, waitAsked(headers, now));
}

/** The wait that an answer asks for, to be spread into the options of a TransientError. */
export function waitAsked(headers: Headers, now?: Date): { retryAfterMs?: number } {
  const ms = retryAfterMs(headers, now);
  return ms === undefined ? {} : { retryAfterMs: ms };
}

/**
 * Retry-After in milliseconds: seconds, or a date (RFC 9110, 10.2.3; Zoom writes an ISO date). A date is measured by `now`, else by the moment that the
 * answer itself bears, because two clocks may differ. Undefined when absent or unreadable.
 */
export function retryAfterMs(headers: Headers, now?: Date): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  if (/^\d{1,10}(\.\d{1,9})?$/.test(value)) return Math.ceil(Number(value) * 1_000);
  const at = momentOf(value, 'UTC');
  if (at === undefined) return undefined;
  const from = now ?? momentOf(headers.get('date'), 'UTC') ?? systemClock.now();
  return Math.max(0, at.getTime() - from.getTime());
}
