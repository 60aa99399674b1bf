import type { Span } from '../review/plan-retro.ts';

/** Whose calendar is asked. */
export interface CalendarQuestion {
  /** iCalendar address (RFC 5545) of somebody's entries, or of when they are free and busy. May carry a secret: no error names it. */
  address: string;
  /** IANA zone of entries that name none, such as a whole day. */
  zone: string;
  /** What is asked about. */
  within: Span;
}

/** Calendars of people, which others keep. */
export interface Calendars {
  /**
   * When somebody is busy: spans inside `within`, in any order, which may overlap. What entries are called is not read. Rejects with TransientError or PermanentError when the calendar cannot be had, and with
   * PermanentError `no_calendar` when what is there is none.
   */
  busy(question: CalendarQuestion): Promise<Span[]>;
}
