import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { calendarText, wholeSecond } from '../review/calendar-invite.ts';

export interface CalendarWork {
  /** The same for every version of it. */
  uid: string;
  sequence: number;
  changedAt: Date;
  startsAt: Date;
  endsAt: Date;
  summary: string;
  description: string;
  isCancelled: boolean;
}

/** The iCalendar object that calendars subscribe to (RFC 5545), times in UTC: each shows them in its owner's own. */
export function maintenanceCalendar({
  name,
  url,
  works,
}: {
  name: string;
  url: string | undefined;
  works: readonly CalendarWork[];
}): string {
  const calendar = ical({
    prodId: { company: 'Bongsu', product: 'Bongsu', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    name: calendarText(name).replace(/\n/g, ' '),
    // Calendars that ask for it come back so often.
    ttl: 900,
  });
  for (const work of works) {
    calendar.createEvent({
      id: work.uid,
      sequence: work.sequence,
      stamp: wholeSecond(work.changedAt),
      start: wholeSecond(work.startsAt),
      end: wholeSecond(work.endsAt),
      summary: calendarText(work.summary).replace(/\n/g, ' '),
      description: calendarText(work.description),
      status: work.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      ...(url !== undefined && { url }),
    });
  }
  return calendar.toString();
}
