import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { wellFormed } from '../text/well-formed.ts';

export interface CalendarInvite {
  /** The same for every version of the meeting: calendars replace by it. */
  uid: string;
  /** Rises with every version; calendars ignore what is older than what they have. */
  sequence: number;
  /** CANCEL takes the meeting out of people's calendars. */
  method: 'REQUEST' | 'CANCEL';
  /** When this version was written. */
  stampedAt: Date;
  startsAt: Date;
  endsAt: Date;
  summary: string;
  description: string;
  /** Where it takes place: the meeting's link, or words when there is none. */
  location: string;
  url?: string;
  organizer: { name: string; email: string };
  /** `optional`: may come, and is not waited for. */
  attendees: readonly { name: string; email: string; optional?: boolean }[];
}

/**
 * The iCalendar object of an invitation (RFC 5545, METHOD after RFC 5546), times in UTC, so that it needs no zone definitions and every
 * calendar shows its owner's own time.
 */
export function calendarInvite(invite: CalendarInvite): string {
  const cancelled = invite.method === 'CANCEL';
  const calendar = ical({
    prodId: { company: 'Bongsu', product: 'Bongsu', language: 'EN' },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
  });
  const event = calendar.createEvent({
    id: invite.uid,
    sequence: invite.sequence,
    stamp: wholeSecond(invite.stampedAt),
    start: wholeSecond(invite.startsAt),
    end: wholeSecond(invite.endsAt),
    summary: calendarText(invite.summary).replace(/\n/g, ' '),
    description: calendarText(invite.description),
    location: calendarText(invite.location).replace(/\n/g, ' '),
    ...(invite.url !== undefined && { url: invite.url }),
    organizer: { name: quotable(invite.organizer), email: invite.organizer.email },
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  for (const attendee of invite.attendees) {
    event.createAttendee({
      name: quotable(attendee),
      email: attendee.email,
      rsvp: !cancelled,
      role: attendee.optional ? ICalAttendeeRole.OPT : ICalAttendeeRole.REQ,
      status: ICalAttendeeStatus.NEEDSACTION,
    });
  }
  return calendar.toString();
}

/** iCalendar knows no fractions of a second. */
export function wholeSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1_000) * 1_000);
}

/** What RFC 5545 allows in a text: no control characters but line breaks, no half characters. */
export function calendarText(text: string): string {
  return wellFormed(text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replace(/(?!\n)\p{Cc}/gu, ' '));
}

/** Names stand between double quotes, for which there is no escape: one in a name would let the rest of it pass for parameters. */
function quotable({ name, email }: { name: string; email: string }): string {
  return (
    calendarText(name)
      .replace(/[\n"\\]/g, ' ')
      .trim() || email
  );
}
