import { type PagerStandIns, startPagerStandIns } from '../../../sandbox/pagers/index.ts';
import { workspaceOf } from '../../../sandbox/people.ts';
import type { PersonOption } from '../../../sandbox/slack/index.ts';
import { addAll, type Edit, remove } from '../../support/scenario/edit-playbook.ts';
import { CALM, scenario } from '../../support/scenario/scenario.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

/** What a real workspace does that a stand-in by default does not (docs/install.md, Day one). */
const { users, channels } = workspaceOf(couponPlaybook());

it('answers to another slash command, and calls itself by it', async () => {
  const s = await scenario({ ...CALM, environment: { ...CALM.environment, SLASH_COMMAND: '/bongsu' }, slack: { command: '/bongsu' } });
  const { answer } = await s.says('minji', 'help');
  expect(answer).toContain('/bongsu open');
  expect(answer).not.toContain('/incident');
  await s.opens('minji', 'sev2 Coupons late');
});

it('joins the status channel by itself when it is public', async () => {
  const s = await scenario(CALM);
  const { status = '' } = s.slack.channelIds;
  const members = () => s.slack.channels().find(({ id }) => id === status)?.members;
  expect(members()).not.toContain(s.slack.botUserId);
  await s.opens('minji', 'sev2 Coupons late');
  expect(members()).toContain(s.slack.botUserId);
});

it('says how to let it into a status channel that is private, and everything else happens', async () => {
  const secret = channels.map((channel) => ({ ...channel, private: channel.name === 'status' }));
  const s = await scenario({ ...CALM, slack: { channels: secret } });
  await s.says('minji', 'open sev2 Coupons late');
  s.expect('channels', /^inc-1\b/);
  s.expect('zoom', /#1\b/);
  s.expectDirect('minji', /You are paged as first on-call/);
  s.expectPosted('#1', /#1/);
  s.expectTold('minji', /#1 is open in(?!.*Announcement)/s);
  s.expectTold('minji', /Announcement: .*check its id in the playbook, and invite Bongsu if the channel is private/);
});

it('goes on in a thread of the status channel where nobody lets it create channels', async () => {
  const s = await scenario({ ...CALM, slack: { restrictChannelCreation: true } });
  await s.says('minji', 'open sev2 Coupons late');
  const announced = s.expectPosted('status', /New incident/);
  const briefing = s.expectPosted('status', /#1\b/);
  expect(briefing.thread_ts).toBe(announced.ts);
  expect(s.textNow(briefing)).toMatch(/Incident channel: .*admin/);
  s.expect('zoom', /#1\b/);
  s.expectDirect('minji', /You are paged as first on-call/);
  s.expectTold('minji', /Incident channel: .*admin/);
});

it('one person who was deactivated keeps nobody else out of the incident channel, and is written down', async () => {
  const left = users.map((user): PersonOption => ({ ...user, deactivated: user.name === 'yuna' }));
  const s = await scenario({ ...CALM, slack: { users: left } });
  await s.says('minji', 'open sev2 Coupons late');
  const { members = [] } = s.slack.channels().find(({ name }) => name.startsWith('inc-1')) ?? {};
  const names = Object.entries(s.slack.users).flatMap(([name, id]) => (members.includes(id) ? [name] : []));
  expect(names.sort()).toEqual(['junho', 'minji', 'taeho']);
  const invites = s.slack.calls.filter(({ method }) => method === 'conversations.invite');
  expect(invites.every(({ args }) => String(args.force) === 'true')).toBe(true);
  const timeline = await s.app.runtime.storage.timeline.of(1);
  expect(timeline.filter(({ kind }) => kind === 'people.invited')).toContainEqual(
    expect.objectContaining({ data: expect.objectContaining({ failed: [{ user: s.slack.users.yuna, code: expect.any(String) }] }) }),
  );
  s.takeAll();
});

describe('a page that is repeated, by every way that there is,', () => {
  let pagers: PagerStandIns;
  beforeEach(async () => {
    pagers = await startPagerStandIns();
  });
  afterEach(async () => {
    await pagers.close();
  });

  it.each<[string, Edit[], string[]]>([
    ['without an e-mail address comes by Slack alone', [remove('team.people.minji.email')], []],
    ['with one comes by mail as well', [], ['minji@example.com']],
  ])('to somebody %s', async (_who, edits, mailed) => {
    const { SMTP_URL = '', MAIL_FROM = '' } = pagers.environment;
    const s = await scenario({
      ...CALM,
      environment: { ...CALM.environment, SMTP_URL, MAIL_FROM },
      playbook: [...CALM.playbook, addAll('escalation.A1', { repeatEvery: '5m', repeatAtMost: 1 }), ...edits],
    });
    await s.opens('minji', 'sev2 Coupons late');
    expect(pagers.mail.mails).toEqual([]);
    await s.advance('6m');
    s.expectDirect('minji', /Page 2 to you/);
    expect(pagers.mail.mails.flatMap(({ to }) => to)).toEqual(mailed);
  });
});

describe('in an organisation of several workspaces (Enterprise Grid)', () => {
  const ENTERPRISE = 'E0ORGANISATION';
  const HOME = 'T0OTHER';
  const both: PersonOption = { name: 'both', realName: 'Belongs to both', id: 'U0BOTH', teamId: HOME, teams: [HOME, 'T0BONGSU'] };
  const other: PersonOption = { name: 'other', realName: 'Belongs to the other', id: 'U0OTHER', teamId: HOME, teams: [HOME] };
  const grid = () => scenario({ ...CALM, slack: { enterpriseId: ENTERPRISE, users: [...users, both, other] } });

  it('somebody who belongs here too may press, whatever workspace Slack names first', async () => {
    const s = await grid();
    const { briefing } = await s.opens('minji', 'sev2 Coupons late');
    await s.clicks('both', briefing, 'command.assign.commander');
    s.expectPosted('#1', /takes the role Commander/);
    s.expectTold('both', /Commander of #1/);
  });

  it('somebody of another workspace alone may not', async () => {
    const s = await grid();
    const { briefing } = await s.opens('minji', 'sev2 Coupons late');
    await s.clicks('other', briefing, 'command.assign.commander');
    s.expectTold('other', /Guests and people of other workspaces can follow/);
    expect(await s.app.runtime.storage.roles.of(1)).toEqual({});
  });
});
