import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { add } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** Three in the morning in Seoul, on a Tuesday. */
const NIGHT = new Date('2026-03-02T18:00:00.000Z');
const SORA = [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'UID:1',
  'DTSTART:20260303T040000Z',
  'DTEND:20260303T060000Z',
  'END:VEVENT',
  'END:VCALENDAR',
];

let server: Server;
let asked: string[] = [];
beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    if (url === '/sora.ics') response.writeHead(200).end(SORA.join('\r\n'));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => await new Promise((resolve) => server.close(resolve)));

const calendarOf = (person: string) =>
  add(`team.people.${person}.calendar`, `http://127.0.0.1:${(server.address() as AddressInfo).port}/${person}.ics`);

/** Minji is paged at three and takes it; sora commands. It is over twenty minutes later. */
async function resolvedAtNight(s: Scenario): Promise<{ id: number; text: string }> {
  const { id, page } = await s.opens('minji', 'sev1 Coupons late');
  await s.clicks('minji', page, 'command.page-acknowledge');
  s.expectTold('minji', /You have acknowledged #1/);
  s.expectPosted(`#${id}`, /acknowledged/);
  await s.says('sora', `assign #${id} commander`);
  s.expectPosted(`#${id}`, /takes the role Commander/);
  await s.advance('20m');
  await s.says('sora', `resolve #${id}`);
  for (const where of [`#${id}`, 'status']) s.expectPosted(where, /is resolved/);
  const { invitation } = s.expectReview(id);
  return { id, text: s.textNow(invitation) };
}

const meeting = async (s: Scenario, id: number) => {
  const { storage } = s.app.runtime;
  return { ...(await storage.retros.find(id)), events: (await storage.timeline.of(id)).map(({ kind }) => kind) };
};

describe('the retrospective', () => {
  it('waits for whoever was woken and is around what calendars hold; nobody who accepts is asked, and whoever leads told', async () => {
    const s = await scenario({
      ...CALM,
      startAt: NIGHT,
      playbook: [...CALM.playbook, calendarOf('sora'), calendarOf('minji'), calendarOf('dohyun')],
    });
    const { id, text } = await resolvedAtNight(s);
    // Minji rests until 12:20 and sora is busy from 13:00 to 15:00; dohyun need not come.
    expect(text).toMatch(/15:00 GMT\+9/);
    expect(text).not.toMatch(/no time at which everybody can/);
    expect(asked.sort()).toEqual(['/minji.ics', '/sora.ics']);
    expect(s.world.zoom.meetings.at(-1)?.request.start_time).toBe('2026-03-03T06:00:00Z');
    const { events } = await meeting(s, id);
    expect(events.filter((kind) => kind.startsWith('retro.'))).toEqual([
      'retro.planned',
      'retro.problem',
      'retro.planned',
      'retro.invited',
    ]);

    await s.advance('6h');
    for (const who of ['minji', 'sora']) s.expectDirect(who, /You have not answered yet: the retrospective of #1 .*15:00/);
    await s.advance('3h');
    s.expectDirect('sora', /Nobody has accepted the retrospective of #1 .*`\/incident retro #1 move/);
    expect((await meeting(s, id)).events).toContain('retro.unanswered');
  });

  it('is not said to be nobody’s when somebody accepts', async () => {
    const s = await scenario({ ...CALM, startAt: NIGHT });
    const { id } = await resolvedAtNight(s);
    await s.advance('5h');
    const ask = s.expectDirect('minji', /You have not answered yet/);
    s.expectDirect('sora', /You have not answered yet/);
    await s.clicks('minji', ask, 'command.retro-accept');
    s.expectTold('minji', /You take part in the retrospective of #1/);
    await s.advance('3h');
    expect((await meeting(s, id)).events).not.toContain('retro.unanswered');
  });

  it('is where most can be when not everybody can, and says who cannot; a lead who moves it is told as much', async () => {
    const abroad = [add('team.people.minji.zone', 'America/Los_Angeles'), calendarOf('minji')];
    const s = await scenario({ ...CALM, playbook: [...CALM.playbook, ...abroad] });
    await s.opens('minji', 'sev1 Coupons late');
    await s.says('sora', 'assign #1 commander');
    s.expectPosted('#1', /takes the role Commander/);
    await s.says('sora', 'resolve #1');
    for (const where of ['#1', 'status']) s.expectPosted(where, /is resolved/);
    const { invitation } = s.expectReview(1);
    // Ten to seven in Los Angeles is three in the morning to noon in Seoul.
    expect(s.textNow(invitation)).toMatch(/10:00 GMT\+9/);
    await s.says('sora', 'retro #1 move 2026-03-04 13:00');
    const moved = s.expectPosted('#1', /Moved by <@U0SORA>/);
    expect(s.textNow(moved)).toMatch(/At this one cannot: @U0MINJI \(outside their working hours\)/);
  });
});
