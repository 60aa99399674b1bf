import fc from 'fast-check';
import ICAL from 'ical.js';
import { convertIcsCalendar } from 'ts-ics';
import { type CalendarInvite, calendarInvite } from '../../../src/domain/review/calendar-invite.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { nastyText } from '../../support/examples/view-arbitraries.ts';

fc.configureGlobal({ seed: testSeed() });

const INVITE: CalendarInvite = {
  uid: 'retro-7-1772514000000@bongsu',
  sequence: 0,
  method: 'REQUEST',
  stampedAt: new Date('2026-03-03T05:10:00.123Z'),
  startsAt: new Date('2026-03-03T07:30:00Z'),
  endsAt: new Date('2026-03-03T08:30:00Z'),
  summary: '#7 쿠폰 발급 지연: retrospective',
  description: 'Everybody who responded.\nBring the timeline; nobody is blamed.',
  location: 'https://zoom.example.com/j/1?pwd=a&b=c',
  url: 'https://zoom.example.com/j/1?pwd=a&b=c',
  organizer: { name: 'Bongsu', email: 'bongsu@example.com' },
  attendees: [
    { name: 'Kim Minji', email: 'minji@example.com' },
    { name: '이소라', email: 'sora@example.com' },
    { name: 'Park Dohyun', email: 'dohyun@example.com', optional: true },
  ],
};

/** As another library understands it. */
function readBack(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const component = calendar.getFirstSubcomponent('vevent');
  if (!component) throw new Error('no event in it');
  const event = new ICAL.Event(component);
  return {
    method: calendar.getFirstPropertyValue('method'),
    status: component.getFirstPropertyValue('status'),
    uid: event.uid,
    sequence: event.sequence,
    startsAt: event.startDate.toJSDate(),
    endsAt: event.endDate.toJSDate(),
    zone: event.startDate.zone.tzid,
    stampedAt: (component.getFirstPropertyValue('dtstamp') as ICAL.Time).toJSDate(),
    summary: event.summary,
    description: event.description,
    location: event.location,
    url: component.getFirstPropertyValue('url'),
    organizer: event.organizer,
    attendees: event.attendees.map((attendee) => ({
      email: String(attendee.getFirstValue()).replace(/^mailto:/i, ''),
      name: attendee.getParameter('cn'),
      status: attendee.getParameter('partstat'),
      rsvp: attendee.getParameter('rsvp'),
      role: attendee.getParameter('role'),
    })),
  };
}

it('an invitation says the same to a second library', () => {
  const { method, events = [] } = convertIcsCalendar(undefined, calendarInvite(INVITE));
  expect(method).toBe('REQUEST');
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    uid: INVITE.uid,
    status: 'CONFIRMED',
    summary: INVITE.summary,
    description: INVITE.description,
    location: INVITE.location,
    start: { date: INVITE.startsAt },
    end: { date: INVITE.endsAt },
    organizer: { email: INVITE.organizer.email },
    attendees: INVITE.attendees.map(({ name, email, optional }) => ({
      name,
      email,
      role: optional ? 'OPT-PARTICIPANT' : 'REQ-PARTICIPANT',
      partstat: 'NEEDS-ACTION',
    })),
  });
});

it('an invitation says to a calendar what it says to us', () => {
  const read = readBack(calendarInvite(INVITE));
  expect(read).toEqual({
    method: 'REQUEST',
    status: 'CONFIRMED',
    uid: INVITE.uid,
    sequence: 0,
    startsAt: INVITE.startsAt,
    endsAt: INVITE.endsAt,
    zone: 'UTC',
    stampedAt: new Date('2026-03-03T05:10:00Z'),
    summary: INVITE.summary,
    description: INVITE.description,
    location: INVITE.location,
    url: INVITE.url,
    organizer: 'mailto:bongsu@example.com',
    attendees: [
      { email: 'minji@example.com', name: 'Kim Minji', status: 'NEEDS-ACTION', rsvp: 'TRUE', role: 'REQ-PARTICIPANT' },
      { email: 'sora@example.com', name: '이소라', status: 'NEEDS-ACTION', rsvp: 'TRUE', role: 'REQ-PARTICIPANT' },
      { email: 'dohyun@example.com', name: 'Park Dohyun', status: 'NEEDS-ACTION', rsvp: 'TRUE', role: 'OPT-PARTICIPANT' },
    ],
  });
});

it('a cancellation takes the same meeting out', () => {
  const read = readBack(calendarInvite({ ...INVITE, method: 'CANCEL', sequence: 2 }));
  expect(read).toMatchObject({ method: 'CANCEL', status: 'CANCELLED', uid: INVITE.uid, sequence: 2 });
});

it('nothing that people write can add to it or break it', () => {
  const person = fc.record({ name: nastyText, email: fc.emailAddress() });
  const texts = fc.record({
    summary: nastyText,
    description: nastyText,
    location: nastyText,
    organizer: person,
    attendees: fc.array(person),
  });
  fc.assert(
    fc.property(texts, (written) => {
      const text = calendarInvite({ ...INVITE, ...written });
      for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      const properties = text
        .replace(/\r\n[ \t]/g, '')
        .split('\r\n')
        .map((line) => /^[A-Z-]+/.exec(line)?.[0]);
      expect(properties.filter((name) => name === 'ATTENDEE')).toHaveLength(written.attendees.length);
      expect(properties.filter((name) => name === 'BEGIN')).toHaveLength(2);
      const read = readBack(text);
      expect(read).toMatchObject({ uid: INVITE.uid, startsAt: INVITE.startsAt, method: 'REQUEST', url: INVITE.url });
      expect(read.attendees.map(({ email }) => email)).toEqual(written.attendees.map(({ email }) => email));
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 200) },
  );
});
