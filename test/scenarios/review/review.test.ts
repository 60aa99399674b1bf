import ICAL from 'ical.js';
import { simpleParser } from 'mailparser';
import { type MailServer, startMailServer } from '../../../sandbox/pagers/mail-server.ts';
import type { MessageState } from '../../../sandbox/slack/index.ts';
import { describeWith } from '../../support/run/services.ts';
import { CALM, type Scenario, type ScenarioOptions, scenario } from '../../support/scenario/scenario.ts';

const LOGIN = { user: 'bongsu', password: 'secret' };
const FROM = 'bongsu@example.com';

let server: MailServer;
beforeEach(async () => {
  server = await startMailServer(LOGIN);
});
afterEach(async () => {
  await server.close();
});

function withMail(): Pick<ScenarioOptions, 'environment'> {
  return { environment: { ...CALM.environment, SMTP_URL: server.smtpUrl, MAIL_FROM: FROM } };
}

/** The calendar entries of those who responded that arrived since the last look. */
async function invitations(): Promise<ReturnType<typeof invitation>[]> {
  const all = await everyInvitation();
  return all.filter(({ to, attendees }) => attendees.includes(`mailto:${to}`));
}

/** Every calendar entry that arrived since the last look, as another library understands it. */
async function everyInvitation(): Promise<ReturnType<typeof invitation>[]> {
  const raws = server.mails.splice(0).map(({ raw }) => raw);
  const mails = await Promise.all(raws.map((raw) => simpleParser(raw)));
  return mails.map(invitation).sort((a, b) => a.to.localeCompare(b.to));
}

function invitation(mail: Awaited<ReturnType<typeof simpleParser>>) {
  const part = mail.attachments.find(({ contentType }) => contentType === 'text/calendar');
  const calendar = new ICAL.Component(ICAL.parse(part?.content.toString('utf8') ?? ''));
  const component = calendar.getFirstSubcomponent('vevent');
  if (!component) throw new Error('no event in the mail');
  const event = new ICAL.Event(component);
  return {
    to: [mail.to].flat()[0]?.text ?? '',
    subject: mail.subject,
    method: calendar.getFirstPropertyValue('method'),
    uid: event.uid,
    sequence: event.sequence,
    startsAt: event.startDate.toJSDate().toISOString(),
    endsAt: event.endDate.toJSDate().toISOString(),
    location: event.location,
    organizer: event.organizer,
    attendees: addresses(event, 'REQ-PARTICIPANT'),
    optional: addresses(event, 'OPT-PARTICIPANT'),
  };
}

function addresses({ attendees }: ICAL.Event, role: string): string[] {
  return attendees
    .filter((attendee) => attendee.getFirstParameter('role') === role)
    .map((attendee) => String(attendee.getFirstValue()).toLowerCase())
    .sort();
}

/** Declares and resolves: minji declares and was paged, sora commands, jisoo (whom the playbook does not know) writes a note. */
async function resolved(s: Scenario): Promise<{ id: number; invitation: MessageState; followUps: MessageState }> {
  const { id } = await s.opens('minji', 'sev1 Coupons late');
  await s.says('sora', `assign #${id} commander`);
  s.expectPosted(`#${id}`, /takes the role Commander/);
  await s.says('jisoo', `note #${id} users complain`);
  s.expectPosted(`#${id}`, /users complain/);
  await s.says('sora', `resolve #${id}`);
  for (const where of [`#${id}`, 'status']) s.expectPosted(where, /is resolved/);
  return { id, ...s.expectReview(id) };
}

const row = async (s: Scenario, id: number, rowId = 'T1') =>
  (await s.app.runtime.storage.deadlines.of(id)).find((deadline) => deadline.rowId === rowId);
const meetings = (s: Scenario) =>
  s.world.zoom.meetings.filter(({ topic }) => topic.startsWith('Retrospective')).map(({ request }) => request.start_time);

function review(getRedis: () => string | undefined): void {
  const begin = (options: ScenarioOptions = {}) => scenario({ ...CALM, redisUrl: getRedis(), ...options });

  it('invites everyone who responded at once: Zoom, calendar, channel', async () => {
    const s = await begin(withMail());
    const { id, invitation: invited, followUps } = await resolved(s);
    expect(meetings(s)).toEqual(['2026-03-03T07:30:00Z']);
    const text = s.textNow(invited);
    expect(text).toMatch(/<@U0MINJI>/);
    expect(text).toMatch(/<@U0SORA>/);
    expect(text).toMatch(/<@U0JISOO>/);
    expect(text).toMatch(/Who:\*(?:(?!U0DOHYUN).)*\n\*Welcome too:\* @U0DOHYUN/);
    expect(text).toMatch(/https:\/\/zoom\.example\.com\/j\//);
    const everyone = await everyInvitation();
    const [first, ...others] = everyone.filter(({ to, attendees }) => attendees.includes(`mailto:${to}`));
    const welcome = ['dohyun', 'junho', 'taeho', 'yuna'].map((name) => `mailto:${name}@example.com`);
    expect(everyone.map(({ to }) => `mailto:${to}`).filter((address) => welcome.includes(address))).toEqual(welcome);
    expect(first).toMatchObject({
      optional: welcome,
      to: 'minji@example.com',
      subject: 'Retrospective of incident #1: Coupons late',
      method: 'REQUEST',
      sequence: 0,
      startsAt: '2026-03-03T07:30:00.000Z',
      endsAt: '2026-03-03T08:30:00.000Z',
      organizer: `mailto:${FROM}`,
      attendees: ['mailto:minji@example.com', 'mailto:sora@example.com'],
    });
    expect(first?.location).toMatch(/^https:\/\/zoom\.example\.com\/j\//);
    expect(others.map(({ to, uid }) => [to, uid])).toEqual([['sora@example.com', first?.uid]]);
    expect(s.textNow(followUps)).toMatch(/N1.*<@U0SORA>[\s\S]*N2.*<@U0JUNHO>[\s\S]*N3.*<@U0DOHYUN>/);

    await s.clicks('jisoo', invited, 'command.retro-accept');
    s.expectTold('jisoo', /You take part in the retrospective of #1/);
    expect(s.textNow(invited)).toMatch(/<@U0JISOO> ✓/);

    await s.advance('3h');
    for (const who of ['minji', 'sora']) s.expectDirect(who, /You have not answered yet: the retrospective of #1/);
    expect((await row(s, id))?.state).toBe('pending');
    await s.says('sora', `retro #${id} held`);
    expect(s.textNow(invited)).toMatch(/held/);
    expect(await row(s, id)).toMatchObject({ state: 'kept' });
  });

  it('moves to a proposal that a lead takes: the same entry, a higher sequence, everybody asked again', async () => {
    const s = await begin(withMail());
    const { id, invitation: older } = await resolved(s);
    const before = await invitations();
    await s.clicks('minji', older, 'command.retro-accept');
    s.expectTold('minji', /You take part/);

    await s.clicks('minji', older, 'command.retro-propose');
    await s.submits('minji', { moment: String(Date.parse('2026-03-04T01:00:00Z') / 1_000) });
    const proposal = s.expectPosted(`#${id}`, /<@U0MINJI> proposes/);
    await s.clicks('minji', proposal, 'command.retro-move');
    s.expectTold('minji', /Only the commander or a lead/);
    expect(meetings(s)).toEqual(['2026-03-03T07:30:00Z']);

    await s.clicks('sora', proposal, 'command.retro-move');
    s.expectTold('sora', /is moved to/);
    const newer = s.expectPosted(`#${id}`, /Moved by <@U0SORA>/);
    expect(s.textNow(older)).toMatch(/moved\. The newer invitation is further down/);
    expect(s.textNow(newer)).not.toMatch(/✓/);
    expect(meetings(s)).toEqual(['2026-03-04T01:00:00Z']);
    const after = await invitations();
    expect(after.map(({ to, uid }) => [to, uid])).toEqual(before.map(({ to, uid }) => [to, uid]));
    expect(after.map(({ sequence, method, startsAt }) => [sequence, method, startsAt])).toEqual([
      [1, 'REQUEST', '2026-03-04T01:00:00.000Z'],
      [1, 'REQUEST', '2026-03-04T01:00:00.000Z'],
    ]);
    expect(await row(s, id)).toMatchObject({ state: 'pending' });

    // Beyond the day that T1 gives: missed at once, and pending again when it is moved back.
    const { answer } = await s.says('sora', `retro #${id} move 2026-03-05 15:00`);
    expect(answer).toMatch(/after T1 is due, so T1 counts as missed/);
    s.expectPosted(`#${id}`, /T1 is missed: The meeting was moved past the time when it is due/);
    expect(await row(s, id)).toMatchObject({ state: 'missed' });
    await s.says('sora', `retro #${id} move 2026-03-04 10:30`);
    s.expectPosted(`#${id}`, /Moved by <@U0SORA>/);
    expect(await row(s, id)).toMatchObject({ state: 'pending' });
    expect((await invitations()).map(({ sequence }) => sequence)).toEqual([2, 3, 2, 3]);
    expect(meetings(s)).toEqual(['2026-03-04T01:30:00Z']);
  });

  it('is cancelled everywhere when the incident is reopened, and planned anew under the same entry', async () => {
    const s = await begin(withMail());
    const { id, invitation: invited } = await resolved(s);
    const [first] = await invitations();
    await s.says('minji', `reopen #${id}`);
    for (const where of [`#${id}`, 'status']) s.expectPosted(where, /is open again/);
    s.expectDirect('minji', /You are paged/);
    s.expectPosted(`#${id}`, /retrospective of #1 .* is cancelled: the incident was reopened/i);
    expect(meetings(s)).toEqual([]);
    expect(s.textNow(invited)).toMatch(/cancelled, because the incident was reopened/);
    expect((await invitations()).map(({ method, sequence, uid }) => [method, sequence, uid])).toEqual([
      ['CANCEL', 1, first?.uid],
      ['CANCEL', 1, first?.uid],
    ]);
    const { storage } = s.app.runtime;
    expect((await storage.followUps.of(id)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'cancelled']);

    await s.says('minji', `resolve #${id}`);
    for (const where of [`#${id}`, 'status']) s.expectPosted(where, /is resolved/);
    s.expectReview(id);
    expect((await invitations()).map(({ method, sequence, uid }) => [method, sequence, uid])).toEqual([
      ['REQUEST', 2, first?.uid],
      ['REQUEST', 2, first?.uid],
    ]);
    expect((await storage.followUps.of(id)).map(({ state }) => state)).toEqual(['open', 'open', 'open']);
  });

  it('goes to the first working slot when the day after holds none, and shows T1 as missed with that reason', async () => {
    const s = await begin({ startAt: new Date('2026-03-06T10:30:00Z') });
    const { id, invitation: invited } = await resolved(s);
    expect(meetings(s)).toEqual(['2026-03-09T01:00:00Z']);
    expect(s.textNow(invited)).toMatch(/T1 is missed: There is no working hour before it is due; this is the first working slot/);
    expect(await row(s, id)).toMatchObject({ state: 'missed', reason: { code: 'no-working-hour' } });
  });

  it('uses the standing room when Zoom refuses, and invites all the same', async () => {
    const s = await begin(withMail());
    const { id } = await s.opens('minji', 'sev2 Late');
    s.world.zoom.faults.inject({ call: 'POST /users/meetings', fault: { kind: 'error', code: '4711' } });
    await s.says('minji', `resolve #${id}`);
    for (const where of [`#${id}`, 'status']) s.expectPosted(where, /is resolved/);
    s.expectPosted(`#${id}`, /Follow-ups/);
    const invited = s.expectPosted(`#${id}`, /Retrospective of/);
    expect(s.textNow(invited)).toMatch(/https:\/\/meet\.example\.com\/coupon-war-room/);
    expect((await invitations()).map(({ location }) => location)).toEqual(['https://meet.example.com/coupon-war-room']);
  });

  it('is told to nobody whom a private incident does not concern', async () => {
    const s = await begin(withMail());
    const { id } = await s.opens('junho', 'sev2 Leaked key --private');
    await s.says('junho', `resolve #${id}`);
    s.expectPosted(`#${id}`, /is resolved/);
    const { invitation: invited, followUps } = s.expectReview(id);
    expect(s.textNow(invited)).not.toMatch(/U0SORA|U0DOHYUN/);
    expect((await invitations()).map(({ to }) => to)).toEqual(['junho@example.com', 'minji@example.com']);
    // N1 is sora's, who may not see it; N3 is the lead's, who may.
    expect(s.textNow(followUps)).toMatch(/N1[^\n]*nobody yet[^\n]*\n.*N2[^\n]*@U0JUNHO[^\n]*\n.*N3[^\n]*@U0DOHYUN/);
    expect((await s.says('sora', `retro #${id}`)).answer).toMatch(/There is no incident/);
    await s.says('junho', `followups #${id} done N2`);
    await s.says('junho', `followups #${id} done N3`);
    for (const row of ['N2', 'N3']) s.expectPosted(`#${id}`, new RegExp(`${row} of .* is done`));
    await s.says('junho', `retro #${id} held`);
    await s.advance('6d');
    s.expectPosted(`#${id}`, /2 deadlines were missed:[\s\S]*T2 [\s\S]*T3 /);
    s.expectPosted(`#${id}`, /N1 of #1 is due[\s\S]*Nobody owns it/);
  });

  it('says whose calendar invitation did not arrive; the others have theirs', async () => {
    await server.close();
    server = await startMailServer({ ...LOGIN, unknown: ['minji@example.com'] });
    const s = await begin(withMail());
    const { id } = await resolved(s);
    s.expectPosted(`#${id}`, /takes no mail for minji@example\.com/);
    expect((await invitations()).map(({ to }) => to)).toEqual(['sora@example.com']);
  });

  it('refuses times that have passed and words that are no time; a form says so beside its field', async () => {
    const s = await begin();
    const { id, invitation: invited } = await resolved(s);
    expect((await s.says('sora', `retro #${id} move 2026-03-01 10:00`)).answer).toMatch(/That time has passed/);
    expect((await s.says('sora', `retro #${id} move tomorrow`)).answer).toMatch(/"tomorrow" is no time here.*Asia\/Seoul/);
    expect((await s.says('sora', `retro #${id} move 2026-03-03 16:30`)).answer).toMatch(/planned for that time already/);
    expect((await s.says('sora', `retro #${id} perhaps`)).answer).toMatch(/Write `retro`/);
    await s.clicks('minji', invited, 'command.retro-propose');
    const { body } = await s.submits('minji', { moment: String(Date.parse('2026-03-01T00:00:00Z') / 1_000) });
    expect(body).toMatchObject({ response_action: 'errors', errors: { moment: expect.stringMatching(/has passed/) } });
    expect((await s.says('minji', `retro #${id}`)).answer).toMatch(/Retrospective of #1/);
    expect((await s.says('minji', 'retro #1 accept')).answer).toMatch(/You take part/);
    expect((await s.says('minji', 'followups #1 done N9')).answer).toMatch(/has no follow-up N9\. It has N1, N2, N3/);
  });

  it('leaves follow-ups that are reminded a day before, when due, then said to the lead once, until they are done', async () => {
    const s = await begin();
    const { id, followUps } = await resolved(s);
    await s.clicks('dohyun', followUps, 'command.followups-done.N3');
    s.expectTold('dohyun', /N3 of #1 is done/);
    s.expectPosted(`#${id}`, /N3 of #1 is done \(<@U0DOHYUN>\)/);
    await s.says('sora', `followups #${id} assign N1 <@U0MINJI>`);
    s.expectPosted(`#${id}`, /N1 of #1 belongs to <@U0MINJI> now/);
    await s.says('sora', `retro #${id} held`);
    await s.advance('1d');
    s.expectPosted(`#${id}`, /2 deadlines were missed:[\s\S]*T2 [\s\S]*T3 /);
    await s.advance('5d');
    s.expectDirect('minji', /N1 of #1 is due/);
    const soon = s.expectDirect('junho', /N2 of #1 is due/);
    s.expectNothingElse();
    await s.advance('1d');
    s.expectDirect('minji', /N1 of #1 is due now/);
    s.expectDirect('junho', /N2 of #1 is due now/);
    s.expectNothingElse();
    await s.clicks('junho', soon, 'command.followups-done.N2');
    s.expectTold('junho', /N2 of #1 is done/);
    s.expectPosted(`#${id}`, /N2 of #1 is done/);
    await s.advance('1d');
    s.expectDirect('sora', /N1 of #1 is overdue/);
    await s.advance('6d');
    s.expectNothingElse();
    await s.advance('1d');
    s.expectDirect('minji', /N1 of #1 is still open/);
    await s.says('minji', `followups #${id} done N1`);
    s.expectPosted(`#${id}`, /N1 of #1 is done/);
    expect((await s.says('junho', `followups #${id} done N1`)).answer).toMatch(/marked as done by <@U0MINJI> already/);
    await s.advance('10d');
    s.expectNothingElse();
  });
}

describe('the review, on Postgres alone', () => review(() => undefined));
describeWith('redis', (getUrl) => review(getUrl));
