import { workspaceOf } from '../../../sandbox/people.ts';
import type { PersonOption } from '../../../sandbox/slack/index.ts';
import { oncallCheck } from '../../../src/cli/doctor/oncall.ts';
import { loadConfig } from '../../../src/config.ts';
import { createLog } from '../../../src/integrations/log.ts';
import { reportOncall } from '../../../src/workflows/oncall/check-oncall.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

/** People whom nobody can count on, beside those of the playbook. */
const ODD: PersonOption[] = [
  { name: 'gone', realName: 'Gone', id: 'U0GONE', deactivated: true },
  { name: 'guest', realName: 'Guest', id: 'U0GUEST', guest: 'several-channels' },
  { name: 'other', realName: 'Other', id: 'U0OTHER', teamId: 'T0OTHER' },
];
const WITH_ODD = { ...CALM, slack: { users: [...workspaceOf(couponPlaybook()).users, ...ODD] } };

const WHO: [who: string, mention: string, why: RegExp][] = [
  ['the bot itself', '<@U0BONGSU>', /that is a bot/],
  ['somebody deactivated', '<@U0GONE>', /that account is deactivated in Slack/],
  ['an unknown id', '<@U0NOBODY>', /Slack knows nobody of that id/],
  ['a guest', '<@U0GUEST>', /guests of the workspace can press nothing here/],
  ['somebody of another workspace', '<@U0OTHER>', /that account belongs to another workspace/],
];
const overrides = async (s: Scenario) => await s.app.runtime.storage.oncallOverrides.notOver('', s.now());

describe.each(WHO)('met-C6b: %s', (_who, mention, why) => {
  it('is refused by name, with the reason, when put on call, given a role or paged', async () => {
    const s = await scenario(WITH_ODD);
    await s.opens('jisoo', 'sev3 Coupons late');
    expect((await s.says('minji', `override ${mention} 2h`)).answer).toMatch(new RegExp(`cannot be put on call: ${why.source}`));
    expect(await overrides(s)).toEqual([]);
    expect((await s.says('minji', `assign commander ${mention}`, '#1')).answer).toMatch(
      new RegExp(`cannot be given command: ${why.source}`),
    );
    expect(await s.app.runtime.storage.roles.of(1)).toEqual({});
    expect((await s.says('minji', `page ${mention} please`, '#1')).answer).toMatch(new RegExp(`cannot be paged: ${why.source}`));
    expect(await s.app.runtime.storage.pages.of(1)).toHaveLength(1);
  });
});

it('met-C6b: a guest may hold a role, such as a vendor’s engineer; somebody deactivated may not', async () => {
  const s = await scenario(WITH_ODD);
  await s.opens('jisoo', 'sev3 Coupons late');
  expect((await s.says('minji', 'assign operations <@U0GUEST>', '#1')).answer).toMatch(/✓/);
  s.expectPosted('#1', /has the role Operations/);
  expect((await s.says('minji', 'assign scribe <@U0GONE>', '#1')).answer).toMatch(/cannot be given a role: that account is deactivated/);
});

it('met-C6b: a guest whom the playbook names may be put on call: it has the last word', async () => {
  const users = WITH_ODD.slack.users.map((user) => (user.name === 'taeho' ? { ...user, guest: 'several-channels' as const } : user));
  const s = await scenario({ ...CALM, slack: { users } });
  expect((await s.says('minji', 'override @taeho 2h')).answer).toMatch(/✓ .*is on call/);
});

it('met-C6b: Slack being away keeps nobody from being put on call', async () => {
  const s = await scenario(WITH_ODD);
  s.slack.faults.inject({ call: 'users.info', fault: { kind: 'hang' } });
  expect((await s.says('minji', 'override @junho 2h')).answer).toMatch(/✓ .*is on call/);
});

it('met-C6b: an override whose person was deactivated afterwards is passed over, and that is said', async () => {
  const s = await scenario(WITH_ODD);
  await s.says('minji', 'override @taeho 2h');
  s.slack.deactivate('taeho');
  await s.says('jisoo', 'open sev1 Coupons late');
  s.expectDirect('minji', /You are paged as first on-call/);
  s.expectPosted('#1', /@U0TAEHO is deactivated in Slack and cannot be paged for #1\. @U0MINJI is paged now/);
  s.takeAll();
});

it('met-C6b: doctor and the start name an override whose person was deactivated', async () => {
  // Doctor looks at the clock on the wall.
  const s = await scenario({ ...WITH_ODD, startAt: new Date() });
  await s.says('minji', 'override @taeho 2h');
  const lines: string[] = [];
  const { runtime } = s.app;
  const { playbook, log, ...rest } = runtime;
  const config = loadConfig({
    ...s.world.environment,
    DATABASE_URL: s.databaseUrl,
  });
  const doctor = async () => await oncallCheck.run({ config, playbook, log, timeoutMs: 10_000 });
  const said = async () => (await doctor()).filter(({ subject }) => subject === 'override of L1');
  expect(await said()).toEqual([]);
  s.slack.deactivate('taeho');
  const text = expect.stringMatching(/U0TAEHO is deactivated in Slack, but is on call by override until .*`override clear L1`/);
  expect(await said()).toEqual([{ level: 'warn', subject: 'override of L1', text }]);
  await reportOncall({ ...rest, playbook, log: createLog({ level: 'warn', out: { write: (line) => lines.push(line) } }) }, '');
  expect(lines.join()).toMatch(/override of L1: U0TAEHO is deactivated in Slack/);
});
