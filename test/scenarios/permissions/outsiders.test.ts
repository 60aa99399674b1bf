import { workspaceOf } from '../../../sandbox/people.ts';
import type { PersonOption } from '../../../sandbox/slack/index.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

const OUTSIDERS: PersonOption[] = [
  { name: 'guest', realName: 'Guest of several channels', id: 'U0GUEST', guest: 'several-channels' },
  { name: 'lone', realName: 'Guest of one channel', id: 'U0LONE', guest: 'one-channel' },
  { name: 'partner', realName: 'From another workspace', id: 'U0PARTNER', teamId: 'T0PARTNER' },
];
const PEOPLE = workspaceOf(couponPlaybook()).users;
const REFUSED = /Guests and people of other workspaces can follow/;
const NOT_KNOWN = /Slack does not say at the moment whether you are a full member/;

const withOutsiders = (): Promise<Scenario> => scenario({ ...CALM, slack: { users: [...PEOPLE, ...OUTSIDERS] } });
const lookUps = (s: Scenario) => s.slack.calls.filter(({ method }) => method === 'users.info').map(({ args }) => args.user);

describe.each(OUTSIDERS.map(({ name }) => name))('%s, who is no member of this workspace,', (who) => {
  it('opens nothing and reads nothing by a command', async () => {
    const s = await withOutsiders();
    for (const words of ['open sev1 Coupons late', 'open', 'list', 'oncall']) expect((await s.says(who, words)).answer).toMatch(REFUSED);
    expect(await s.app.runtime.storage.incidents.list(['open'], 1)).toEqual([]);
    expect(s.slack.views(who)).toEqual([]);
    expect(lookUps(s)).toHaveLength(1);
  });

  it('presses no button, not even with a role, and takes no page', async () => {
    const s = await withOutsiders();
    const { briefing } = await s.opens('minji', 'sev2 Coupons late');
    await s.says('minji', `assign #1 operations @${who}`);
    s.expectPosted('#1', /has the role Operations/);
    for (const actionId of ['command.assign.commander', 'command.assign', 'command.cancel']) {
      await s.clicks(who, briefing, actionId);
      s.expectTold(who, REFUSED);
    }
    expect(s.slack.views(who)).toEqual([]);
    // The button of somebody else's page, as if it stood where they can see it.
    const value = JSON.stringify({ command: 'page acknowledge', incident: 1, args: { page: 1 } });
    const button = { type: 'button', action_id: 'command.page-acknowledge', text: { type: 'plain_text', text: 'Take it' }, value };
    const message = { text: 'A page', blocks: [{ type: 'actions', elements: [button] }] };
    await s.app.runtime.chat.post({ channel: briefing.channel, key: 'shown-elsewhere', message }, { lane: 'page' });
    await s.clicks(who, s.expectPosted('#1', /A page/), 'command.page-acknowledge');
    s.expectTold(who, REFUSED);
    expect(await s.app.runtime.storage.pages.find(1)).toMatchObject({ acknowledgedBy: null });
    expect(await s.incident(1)).toMatchObject({ state: 'open' });
    expect(await s.app.runtime.storage.roles.of(1)).toEqual({ operations: s.slack.users[who] });
  });
});

describe('looking people up', () => {
  it('never asks about people whom the playbook names, even when Slack would not say', async () => {
    const s = await withOutsiders();
    s.slack.faults.inject({ call: 'users.info', fault: { kind: 'hang' } });
    await s.opens('minji', 'sev2 Coupons late');
    expect(lookUps(s)).not.toContain('U0MINJI');
    s.slack.faults.clear();
  });

  it('asks once about each of the others, and again after some minutes', async () => {
    const s = await withOutsiders();
    await s.says('jisoo', 'list');
    await s.says('jisoo', 'list all');
    expect(lookUps(s).filter((user) => user === 'U0JISOO')).toHaveLength(1);
    await s.advance('6m');
    await s.says('jisoo', 'list');
    expect(lookUps(s).filter((user) => user === 'U0JISOO')).toHaveLength(2);
  });

  it.each([
    ['hangs', { kind: 'hang' }],
    ['fails', { kind: 'http', status: 503 }],
  ] as const)('lets them read and declare, and change nothing else, while Slack %s', async (_how, fault) => {
    const s = await withOutsiders();
    await s.opens('minji', 'sev2 Coupons late');
    s.slack.faults.inject({ call: 'users.info', fault });
    const { delivery, answer } = await s.says('jisoo', 'list');
    // Slack gives up after three seconds: any status shows that it still listened.
    expect(delivery.status).toBe(200);
    expect(answer).toMatch(/Coupons late/);
    expect((await s.says('jisoo', 'status #1')).answer).toMatch(/Coupons late/);
    for (const words of ['note #1 pool enlarged', 'assign #1 commander']) expect((await s.says('jisoo', words)).answer).toMatch(NOT_KNOWN);
    s.slack.faults.clear();
  });

  it('takes them at their word again as soon as Slack answers', async () => {
    const s = await withOutsiders();
    s.slack.faults.inject({ call: 'users.info', fault: { kind: 'http', status: 503 }, times: 1 });
    await s.opens('jisoo', 'sev2 Coupons late');
    s.slack.faults.inject({ call: 'users.info', fault: { kind: 'http', status: 503 }, times: 1 });
    await s.advance('6m');
    expect((await s.says('jisoo', 'note #1 pool enlarged')).answer).toMatch(NOT_KNOWN);
    await s.says('jisoo', 'note #1 pool enlarged');
    s.expectPosted('#1', /pool enlarged/);
  });
});
