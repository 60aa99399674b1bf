import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCalendars } from '../../../src/integrations/calendars/index.ts';

const WITHIN = { from: new Date('2026-03-02T00:00:00Z'), to: new Date('2026-03-09T00:00:00Z') };
const SEOUL = { zone: 'Asia/Seoul', within: WITHIN };

let server: Server;
let address = '';
let answer: { status: number; body: string; hangs?: boolean } = { status: 200, body: '' };
beforeAll(async () => {
  server = createServer((_request, response) => {
    if (answer.hangs) return;
    response.writeHead(answer.status, { 'content-type': 'text/calendar' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/minji.ics?key=secret`;
});
afterAll(() => server.closeAllConnections());
afterAll(async () => await new Promise((resolve) => server.close(resolve)));

const entry = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');
const calendar = (...parts: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...parts, 'END:VCALENDAR'].join('\r\n');

async function busy(body: string): Promise<string[]> {
  answer = { status: 200, body };
  const spans = await createCalendars().busy({ address, ...SEOUL });
  return spans.map(({ from, to }) => `${from.toISOString().slice(5, 16)}–${to.toISOString().slice(5, 16)}`).sort();
}

describe('a calendar says when somebody is busy', () => {
  it.each([
    ['in UTC', entry('UID:1', 'DTSTART:20260303T060000Z', 'DTEND:20260303T070000Z'), ['03-03T06:00–03-03T07:00']],
    ['with a length', entry('UID:1', 'DTSTART:20260303T060000Z', 'DURATION:PT90M'), ['03-03T06:00–03-03T07:30']],
    [
      'in a zone by its name alone',
      entry('UID:1', 'DTSTART;TZID=Europe/Berlin:20260303T090000', 'DTEND;TZID=Europe/Berlin:20260303T100000'),
      ['03-03T08:00–03-03T09:00'],
    ],
    ['by the wall of whoever has it', entry('UID:1', 'DTSTART:20260303T150000', 'DTEND:20260303T160000'), ['03-03T06:00–03-03T07:00']],
    ['for a whole day', entry('UID:1', 'DTSTART;VALUE=DATE:20260303', 'DTEND;VALUE=DATE:20260304'), ['03-02T15:00–03-03T15:00']],
    ['not when it is shown as free', entry('UID:1', 'DTSTART:20260303T060000Z', 'DTEND:20260303T070000Z', 'TRANSP:TRANSPARENT'), []],
    ['not when it was called off', entry('UID:1', 'DTSTART:20260303T060000Z', 'DTEND:20260303T070000Z', 'STATUS:CANCELLED'), []],
    ['not before or after what is asked about', entry('UID:1', 'DTSTART:20260310T060000Z', 'DTEND:20260310T070000Z'), []],
  ])('%s', async (_, part, expected) => {
    expect(await busy(calendar(part))).toEqual(expected);
  });

  it('each time that it repeats, but where it was left out or moved', async () => {
    const daily = entry(
      'UID:1',
      'DTSTART;TZID=Asia/Seoul:20260101T100000',
      'DURATION:PT30M',
      'RRULE:FREQ=DAILY',
      'EXDATE;TZID=Asia/Seoul:20260303T100000',
    );
    const moved = entry(
      'UID:1',
      'RECURRENCE-ID;TZID=Asia/Seoul:20260304T100000',
      'DTSTART;TZID=Asia/Seoul:20260304T170000',
      'DURATION:PT30M',
    );
    const off = entry(
      'UID:1',
      'RECURRENCE-ID;TZID=Asia/Seoul:20260305T100000',
      'DTSTART;TZID=Asia/Seoul:20260305T100000',
      'DURATION:PT30M',
      'STATUS:CANCELLED',
    );
    expect(await busy(calendar(daily, moved, off))).toEqual([
      '03-02T01:00–03-02T01:30',
      '03-04T08:00–03-04T08:30',
      '03-06T01:00–03-06T01:30',
      '03-07T01:00–03-07T01:30',
      '03-08T01:00–03-08T01:30',
    ]);
  });

  it('as a server that gives nothing but spans', async () => {
    const spans = [
      'BEGIN:VFREEBUSY',
      'FREEBUSY;FBTYPE=BUSY:20260303T060000Z/PT1H,20260304T060000Z/20260304T063000Z',
      'FREEBUSY;FBTYPE=FREE:20260305T060000Z/PT1H',
      'END:VFREEBUSY',
    ].join('\r\n');
    expect(await busy(calendar(spans))).toEqual(['03-03T06:00–03-03T07:00', '03-04T06:00–03-04T06:30']);
  });

  it('what is good beside an entry that is none', async () => {
    const good = entry('UID:2', 'DTSTART:20260303T060000Z', 'DTEND:20260303T070000Z');
    expect(await busy(calendar(entry('UID:1', 'SUMMARY:no time'), entry('UID:3', 'DTSTART:20269999T999999Z'), good))).toContain(
      '03-03T06:00–03-03T07:00',
    );
  });

  it.each([
    ['a page of a proxy', { status: 200, body: '<html>sign in</html>' }, 'no_calendar'],
    ['an address that is gone', { status: 404, body: '' }, 'no_calendar'],
    ['a server in trouble', { status: 503, body: '' }, 'http_503'],
    ['a server that does not answer', { status: 200, body: '', hangs: true }, 'timeout'],
  ])('and refuses %s without its address', async (_, given, code) => {
    answer = given;
    const refused = await createCalendars({ timeoutMs: 200 })
      .busy({ address, ...SEOUL })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ code });
    expect(JSON.stringify(refused) + String(refused)).not.toContain('secret');
  });
});
