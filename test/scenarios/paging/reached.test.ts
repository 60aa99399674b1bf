import { eventually } from '../../support/clocks/eventually.ts';
import { CLOCKS } from '../../support/clocks/paging-clocks.ts';
import { type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** Everybody on call by what they were sent. */
const pagesOf = (s: Scenario, person: string) => s.slack.directMessages(person).filter(({ metadata }) => metadata !== undefined);
const concerns = async (s: Scenario): Promise<{ code: string; text: string }[]> => {
  const { concerns: found = [] } = (await (await fetch(`${s.app.url}/readyz`)).json()) as { concerns?: { code: string; text: string }[] };
  return found;
};

describe('a first on-call who was deactivated', () => {
  it('met-C6: the next one is paged at once, and the channel is told why', async () => {
    const s = await scenario(CLOCKS);
    s.slack.deactivate('minji');
    await s.says('jisoo', 'open sev1 Coupons late');
    const page = s.expectDirect('junho', /You are paged as first on-call/);
    s.expectPosted('#1', /@U0MINJI is deactivated in Slack and cannot be paged for #1\. @U0JUNHO is paged now/);
    expect(pagesOf(s, 'minji')).toEqual([]);
    expect(await s.app.runtime.storage.deadlines.of(1)).toContainEqual(expect.objectContaining({ rowId: 'A1', state: 'kept' }));
    await s.clicks('junho', page, 'command.page-acknowledge');
    await s.advance('29m');
    // Nobody is called silent who was never reached, and what can never work is not tried again.
    expect(
      s
        .takeAll()
        .map(({ text }) => text)
        .join(),
    ).not.toMatch(/has not answered/);
    expect(s.slack.calls.filter(({ method, args }) => method === 'conversations.open' && args.users === 'U0MINJI')).toHaveLength(1);
  });

  it('met-C6: of an incident that an alert opened, too', async () => {
    const s = await scenario({ ...CLOCKS, environment: { ...CLOCKS.environment, ALERT_TOKEN: 'alert-token' } });
    s.slack.deactivate('minji');
    await fetch(`${s.app.url}/alerts/generic`, {
      method: 'POST',
      headers: { authorization: 'Bearer alert-token', 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Lag', severity: 'critical', fingerprint: 'lag' }),
    });
    await eventually('junho is paged', async () => {
      await s.settle();
      return s.slack.directMessages('junho')[0];
    });
    s.takeAll();
  });

  it('met-C6: after all of a level the next level is asked, and after all of them everybody is told that nobody can be', async () => {
    const s = await scenario(CLOCKS);
    for (const person of ['minji', 'junho', 'sora']) s.slack.deactivate(person);
    await s.says('jisoo', 'open sev1 Coupons late');
    s.expectDirect('dohyun', /You are paged as first on-call/);
    expect(await concerns(s)).toEqual([]);
    s.takeAll();
    await s.says('jisoo', 'cancel #1');
    for (const person of ['dohyun', 'hana']) s.slack.deactivate(person);
    await s.says('jisoo', 'open sev1 Coupons later');
    for (const where of ['#2', 'status'])
      s.expectPosted(where, /Nobody could be paged for #2\.[\s\S]*@U0MINJI is deactivated[\s\S]*@U0HANA is deactivated/);
    expect(await concerns(s)).toEqual([expect.objectContaining({ code: 'nobody_reached', text: expect.stringMatching(/incident #2/) })]);
    // Somebody is there after all.
    s.takeAll();
    await s.says('jisoo', 'assign #2 commander');
    for (const where of ['#2', 'status']) s.expectPosted(where, /Somebody could be reached for #2 after all: @U0JISOO/);
    expect(await concerns(s)).toEqual([]);
    s.takeAll();
  });

  it('met-B3: whoever asks for a person is told what became of it', async () => {
    const s = await scenario(CLOCKS);
    await s.opens('jisoo', 'sev1 Coupons late');
    s.slack.deactivate('taeho');
    expect((await s.says('minji', 'page @taeho a planner', '#1')).answer).toMatch(/cannot be paged: that account is deactivated in Slack/);
    // Slack does not say so in time: what becomes of it is said in the channel.
    s.slack.faults.inject({ call: 'users.info', fault: { kind: 'http', status: 503 } });
    await s.says('minji', 'page @taeho a planner', '#1');
    s.expectPosted('#1', /@U0TAEHO is deactivated in Slack: this page for #1 wakes nobody/);
    // Nobody stands in for somebody who was asked for by name.
    s.expectNothingElse();
  });
});

describe('an outage of Slack', () => {
  it('met-C8w: tries that could not leave do not pile up, and nobody counts as silent', async () => {
    const s = await scenario(CLOCKS);
    const answer = s.says('minji', 'open sev1 Coupons late');
    s.slack.faults.inject({ call: '*', fault: { kind: 'http', status: 503 }, when: (args) => !('response_type' in args) });
    await answer;
    await s.advance('32m');
    expect(await concerns(s)).toEqual([expect.objectContaining({ code: 'nobody_reached' })]);
    s.slack.faults.clear();
    await s.advance('2m');
    expect(pagesOf(s, 'minji')).toHaveLength(1);
    expect(pagesOf(s, 'sora')).toHaveLength(1);
    for (const person of ['junho', 'dohyun', 'hana']) expect(pagesOf(s, person)).toEqual([]);
    const [page] = pagesOf(s, 'minji');
    // The state as it is now: the channel and the bridge are there, and it is no repetition.
    expect(page && s.textNow(page)).toMatch(/You are paged as first on-call[\s\S]*\(3[2-4] min[\s\S]*Channel: #C/);
    const said = s
      .takeAll()
      .map(({ text }) => text)
      .join('\n');
    expect(said).not.toMatch(/has not answered|Nobody could be paged/);
    expect(await concerns(s)).toEqual([]);
    await s.advance('5m');
    s.expectDirect('minji', /Page 2 to you/);
    s.takeAll();
  });

  it('that keeps one person from being reached does not keep the next one', async () => {
    const s = await scenario(CLOCKS);
    const opens = (user: string) => (args: Record<string, unknown>) => args.users === user;
    s.slack.faults.inject({ call: 'conversations.open', fault: { kind: 'http', status: 503 }, when: opens('U0MINJI') });
    await s.says('jisoo', 'open sev1 Coupons late');
    expect(pagesOf(s, 'junho')).toEqual([]);
    await s.advance('2m');
    expect(pagesOf(s, 'junho')).toHaveLength(1);
    expect(pagesOf(s, 'sora')).toEqual([]);
    expect(await concerns(s)).toEqual([]);
    // It comes back: whoever is on call is asked as well, unless somebody has it by then.
    s.slack.faults.clear();
    await s.advance('1m');
    expect(pagesOf(s, 'minji')).toHaveLength(1);
    s.takeAll();
  });

  it('that keeps all of them from being reached is said while it lasts, and when it is over', async () => {
    const s = await scenario(CLOCKS);
    s.slack.faults.inject({ call: 'conversations.open', fault: { kind: 'http', status: 503 } });
    await s.says('jisoo', 'open sev1 Coupons late');
    await s.advance('4m');
    for (const where of ['#1', 'status']) s.expectPosted(where, /Nobody could be paged for #1\.[\s\S]*@U0MINJI could not be reached yet/);
    expect(await concerns(s)).toEqual([expect.objectContaining({ code: 'nobody_reached' })]);
    s.slack.faults.clear();
    await s.advance('1m');
    expect(pagesOf(s, 'minji')).toHaveLength(1);
    for (const where of ['#1', 'status']) s.expectPosted(where, /Somebody could be reached for #1 after all: @U0MINJI/);
    s.takeAll();
  });
});

describe('a page', () => {
  const HANGS = [
    ['conversations.create', () => true],
    ['conversations.invite', (args: Record<string, unknown>) => args.users === 'U0JISOO'],
    ['chat.postMessage', (args: Record<string, unknown>) => JSON.stringify(args.metadata ?? '').includes('briefing:')],
  ] as const;

  it.each(HANGS)('met-B7: waits for nothing of Slack’s but itself, such as %s', async (call, when) => {
    const s = await scenario({ ...CLOCKS, overrides: { slackTimeoutMs: 8_000 } });
    s.slack.faults.inject({ call, fault: { kind: 'hang' }, when, times: 1 });
    const opened = s.says('jisoo', 'open sev1 Coupons late');
    await s.slack.until((slack) => slack.directMessages('minji').length > 0, 30_000);
    // It was there before what hangs had been given up and tried again.
    expect(s.slack.calls.filter(({ method, args }) => method === call && when(args))).toHaveLength(1);
    await opened;
    const [page] = pagesOf(s, 'minji');
    // What was not there yet is shown once it is.
    expect(page && s.textNow(page)).toMatch(/Channel: #C.*Join the bridge/);
    s.takeAll();
  });
});

describe('whoever is paged is let into the channel', () => {
  it('second on-call, the operations team, and who was asked for by name', async () => {
    const s = await scenario(CLOCKS);
    const { channel } = await s.opens('jisoo', 'sev1 Coupons late --private');
    const members = () => new Set(s.slack.channels().find(({ id }) => id === channel)?.members);
    expect(members().has('U0SORA')).toBe(false);
    await s.says('minji', 'page @taeho a planner', '#1');
    expect(members().has('U0TAEHO')).toBe(true);
    await s.advance('31m');
    expect(members().has('U0SORA')).toBe(true);
    expect(members().has('U0HANA')).toBe(false);
    await s.advance('30m');
    for (const person of ['U0HANA', 'U0DOHYUN', 'U0JUNHO']) expect(members().has(person)).toBe(true);
    s.takeAll();
  });

  it('and one whom Slack does not let in is named', async () => {
    const s = await scenario(CLOCKS);
    await s.opens('jisoo', 'sev1 Coupons late');
    const refused = { kind: 'error' as const, code: 'user_is_restricted' };
    s.slack.faults.inject({ call: 'conversations.invite', fault: refused });
    await s.advance('31m');
    s.expectPosted('#1', /@U0SORA could not be invited: Slack does not let apps invite guests/);
    s.takeAll();
  });
});
