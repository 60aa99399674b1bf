import { errorText, PermanentError } from '../../domain/errors.ts';
import type { Calendars } from '../../domain/ports/calendars.ts';
import { worded } from '../../languages/worded.ts';
import { httpRequest } from '../http.ts';
import { part } from '../part.ts';
import { passingAnswer } from '../passing-answer.ts';
import { busyIn } from './busy-in.ts';

/** Nobody waits for an invitation longer than this because of a calendar. */
const TIMEOUT_MS = 10_000;
/** A busy person's calendar of ten years. */
const MAX_BYTES = 16 * 2 ** 20;
const VENDOR = 'iCalendar';

export const icalPart = part({
  name: 'ical.js',
  without: worded(({ reviews }) => reviews.calendarsAreNotRead),
  from: async () => (await import('ical.js')).default,
});

/** People's calendars by their iCalendar addresses. The library that reads them is loaded at the first question; redirects are not followed. */
export function createCalendars({ timeoutMs = TIMEOUT_MS }: { timeoutMs?: number } = {}): Calendars {
  return {
    async busy({ address, ...asked }) {
      const headers = { accept: 'text/calendar' };
      const reply = await httpRequest({ vendor: VENDOR, method: 'GET', url: address, timeoutMs, maxBytes: MAX_BYTES, headers });
      const passing = passingAnswer(VENDOR, reply);
      if (passing) throw passing;
      if (reply.status !== 200)
        throw new PermanentError(
          'no_calendar',
          worded(({ network }) => network.failedWithHttp(VENDOR, reply.status)),
        );
      const library = await icalPart.load();
      try {
        return busyIn(library, reply.text, asked);
      } catch (error) {
        throw new PermanentError(
          'no_calendar',
          worded(({ reviews }) => reviews.isNoCalendar(errorText(error))),
          { cause: error },
        );
      }
    },
  };
}
