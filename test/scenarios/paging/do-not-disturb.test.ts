import { type PagerStandIns, startPagerStandIns } from '../../../sandbox/pagers/index.ts';
import { CLOCKS } from '../../support/clocks/paging-clocks.ts';
import { add } from '../../support/scenario/edit-playbook.ts';
import { type Scenario, type ScenarioOptions, scenario } from '../../support/scenario/scenario.ts';
import { takes } from '../../support/scenario/takes.ts';

const HOURS = 3_600_000;
const pagesOf = (s: Scenario, person: string) => s.slack.directMessages(person).filter(({ metadata }) => metadata !== undefined);
const concerns = async (s: Scenario): Promise<{ code: string }[]> =>
  ((await (await fetch(`${s.app.url}/readyz`)).json()) as { concerns?: { code: string }[] }).concerns ?? [];
const sleeps = (s: Scenario, person: string) => s.slack.doNotDisturb(person, s.now().getTime() + 8 * HOURS);

describe('somebody who has Do Not Disturb on', () => {
  it('is paged, the next one too, and the channel is told why', async () => {
    const s = await scenario(CLOCKS);
    sleeps(s, 'minji');
    await s.says('jisoo', 'open sev1 Coupons late');
    expect(pagesOf(s, 'minji')).toHaveLength(1);
    s.expectDirect('junho', /You are paged as first on-call/);
    s.expectPosted(
      '#1',
      /@U0MINJI has Do Not Disturb on until 22:00 GMT\+9, and nothing that rings reaches them\. @U0JUNHO is paged for #1 as well/,
    );
    expect(await concerns(s)).toEqual([]);
    takes(s, '#1 briefing', '#status announcement', '@minji page L1 1', 'channels incident', 'to jisoo where it is', 'zoom bridge');
    // Whoever answers answers for both.
    const [page] = pagesOf(s, 'minji');
    if (page) await s.clicks('minji', page, 'command.page-acknowledge');
    await s.advance('29m');
    expect(pagesOf(s, 'junho')).toHaveLength(1);
    takes(s, '#1 acknowledged by U0MINJI', 'to minji thanks');
  });

  it('whose Do Not Disturb is over by now is paged like anybody', async () => {
    const s = await scenario(CLOCKS);
    s.slack.doNotDisturb('minji', s.now().getTime() - HOURS);
    await s.opens('jisoo', 'sev1 Coupons late');
    expect(pagesOf(s, 'junho')).toEqual([]);
  });

  it('and everybody after them: it is said that nobody can be woken, in the channel, in the status channel and at /readyz', async () => {
    const s = await scenario(CLOCKS);
    for (const person of ['minji', 'junho', 'sora', 'dohyun', 'hana']) sleeps(s, person);
    await s.says('jisoo', 'open sev1 Coupons late');
    for (const person of ['minji', 'junho', 'sora', 'dohyun', 'hana']) expect(pagesOf(s, person)).toHaveLength(1);
    for (const where of ['#1', 'status'])
      s.expectPosted(where, /Nobody could be paged for #1\.[\s\S]*@U0MINJI has Do Not Disturb on until/);
    expect(await concerns(s)).toEqual([expect.objectContaining({ code: 'nobody_reached' })]);
    s.takeAll();
    const [page] = pagesOf(s, 'dohyun');
    if (page) await s.clicks('dohyun', page, 'command.page-acknowledge');
    expect(await concerns(s)).toEqual([]);
    s.expectPosted('#1', /Somebody could be reached for #1 after all: @U0DOHYUN/);
    s.takeAll();
  });

  it('is not known to have it on where the app may not see that: they are paged like anybody', async () => {
    const s = await scenario(CLOCKS);
    sleeps(s, 'minji');
    s.slack.faults.inject({ call: 'dnd.info', fault: { kind: 'error', code: 'missing_scope' } });
    await s.opens('jisoo', 'sev1 Coupons late');
    expect(pagesOf(s, 'junho')).toEqual([]);
    expect(await concerns(s)).toEqual([]);
  });

  it('holds up no page while Slack does not say so', async () => {
    const s = await scenario(CLOCKS);
    s.slack.faults.inject({ call: 'dnd.info', fault: { kind: 'hang' } });
    await s.opens('jisoo', 'sev1 Coupons late');
    expect(pagesOf(s, 'junho')).toEqual([]);
  });
});

describe('somebody who has Do Not Disturb on and a telephone', () => {
  let pagers: PagerStandIns;
  beforeAll(async () => {
    pagers = await startPagerStandIns();
  });
  afterAll(() => pagers.close());

  const withPhones = (...order: string[]): ScenarioOptions => ({
    ...CLOCKS,
    environment: { ...CLOCKS.environment, ...pagers.environment },
    playbook: [...CLOCKS.playbook, add('team.paging', { order }), add('team.people.minji.phone', '+821011112222')],
  });
  const calledNow = () => pagers.twilio.phoneCalls.length;

  it('is rung at once, although Slack took the page, and nobody else is woken', async () => {
    const s = await scenario(withPhones('slack', 'email', 'voice'));
    sleeps(s, 'minji');
    const before = calledNow();
    await s.opens('jisoo', 'sev1 Coupons late');
    expect(calledNow() - before).toBe(1);
    expect(pagesOf(s, 'junho')).toEqual([]);
  });

  it('is not rung when Do Not Disturb is off', async () => {
    const s = await scenario(withPhones('slack', 'email', 'voice'));
    const before = calledNow();
    await s.opens('jisoo', 'sev1 Coupons late');
    expect(calledNow() - before).toBe(0);
  });

  it('whose number is refused: the next one is asked as well', async () => {
    const s = await scenario(withPhones('slack', 'voice'));
    sleeps(s, 'minji');
    pagers.twilio.faults.inject({ call: 'POST /Calls', fault: { kind: 'error', code: '21211' }, times: 1 });
    await s.says('jisoo', 'open sev1 Coupons late');
    s.expectDirect('junho', /You are paged as first on-call/);
    takes(
      s,
      '#1 U0MINJI sleeps, U0JUNHO is paged',
      '#1 briefing',
      '#status announcement',
      '@minji page L1 1',
      'channels incident',
      'to jisoo where it is',
      'zoom bridge',
    );
  });

  it('met-C6: who is deactivated in Slack is rung, and nobody else is woken', async () => {
    const s = await scenario(withPhones('slack', 'voice'));
    s.slack.deactivate('minji');
    const before = calledNow();
    await s.says('jisoo', 'open sev1 Coupons late');
    expect(calledNow() - before).toBe(1);
    expect(pagesOf(s, 'junho')).toEqual([]);
    s.takeAll();
  });

  it('met-C6: whom no way will ever reach: the next one is asked at once', async () => {
    const s = await scenario(withPhones('voice', 'slack'));
    s.slack.deactivate('minji');
    pagers.twilio.faults.inject({ call: 'POST /Calls', fault: { kind: 'error', code: '21211' }, times: 1 });
    await s.says('jisoo', 'open sev1 Coupons late');
    s.expectDirect('junho', /You are paged as first on-call/);
    s.expectPosted('#1', /@U0MINJI .*cannot be paged for #1\. @U0JUNHO is paged now/);
    takes(s, '#1 briefing', '#status announcement', 'channels incident', 'to jisoo where it is', 'to jisoo where it is', 'zoom bridge');
  });
});

it('met-C6: an account that Slack calls inactive is theirs, not ours: the next one is paged at once', async () => {
  const s = await scenario(CLOCKS);
  s.slack.deactivate('minji');
  const theirs = (args: Record<string, unknown>) => args.users === 'U0MINJI';
  s.slack.faults.inject({ call: 'conversations.open', fault: { kind: 'error', code: 'account_inactive' }, when: theirs });
  await s.says('jisoo', 'open sev1 Coupons late');
  s.expectDirect('junho', /You are paged as first on-call/);
  s.expectPosted('#1', /@U0MINJI is deactivated in Slack and cannot be paged for #1/);
  takes(s, '#1 briefing', '#status announcement', 'channels incident', 'to jisoo where it is', 'to jisoo where it is', 'zoom bridge');
});
