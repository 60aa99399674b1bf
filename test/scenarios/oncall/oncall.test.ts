import { set } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** The shipped playbook, calm, with something else on call at L1. */
const withL1 = (source: unknown) => ({
  ...CALM,
  playbook: [...CALM.playbook, set('team.oncall.L1', source)],
});
const LAYER = { name: 'weekly', people: ['minji', 'junho'], rotate: 'weekly', start: '2026-03-02', handover: '09:00' };
/** Hands over on Mondays at nine in Seoul. Scenarios start on Tuesday, 2026-03-03, at two in the afternoon there. */
const WEEKLY = withL1({ schedule: { layers: [LAYER] } });
const OFFICE_HOURS = withL1({
  schedule: { layers: [{ ...LAYER, only: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' } }] },
});

const ask = async (s: Scenario, by = 'jisoo') => (await s.says(by, 'oncall')).answer;
/** What the answer says about one level. */
const about = (answer: string, level: string) => answer.split('\n').find((line) => line.includes(level)) ?? answer;

describe('a fixed order', () => {
  it('is shown to everybody, with who follows', async () => {
    const s = await scenario(CALM);
    const { minji, junho, sora, hana } = s.slack.users;
    const answer = await ask(s);
    expect(answer).toMatch(/Who is on call/);
    expect(answer).toContain(`first on-call (L1): <@${minji}>`);
    expect(answer).toContain(`second on-call (L2): <@${sora}>`);
    expect(answer).toContain(`operations team: <@${hana}>`);
    expect(answer).toContain(`If there is no answer: @${junho}`);
    expect(answer).toMatch(/fixed order/);
  });
});

describe('a weekly rotation', () => {
  it('pages whose turn it is, and says who follows', async () => {
    const s = await scenario(WEEKLY);
    const { minji, junho } = s.slack.users;
    expect(await ask(s)).toMatch(new RegExp(`L1\\): <@${minji}> until 9 Mar 09:00 .*, then <@${junho}>`));
    expect(await ask(s)).toContain(`(weekly) (If there is no answer: @${junho})`);
    await s.opens('sora', 'sev3 Before the handover');
  });

  it('pages the next person once it is their turn', async () => {
    const s = await scenario({ ...WEEKLY, startAt: new Date('2026-03-09T00:00:00Z') });
    expect(await ask(s)).toMatch(new RegExp(`L1\\): <@${s.slack.users.junho}> until 16 Mar 09:00`));
    await s.opens('sora', 'sev3 After the handover', 'junho');
  });

  it('is not on call outside of its hours: the page falls to the next level', async () => {
    const s = await scenario({ ...OFFICE_HOURS, startAt: new Date('2026-03-03T12:00:00Z') });
    const answer = await ask(s);
    expect(answer).toMatch(/Nobody is on call now; pages go to: second on-call/);
    expect(answer).toContain(`<@${s.slack.users.minji}>`);
    const { id } = await s.opens('minji', 'sev3 At night', 'sora');
    const members = s.slack.channels().find(({ name }) => name.startsWith(`inc-${id}-`))?.members;
    expect(members).toContain(s.slack.users.sora);
    expect((await s.says('minji', `page #${id} L1 please`)).answer).toContain(`<@${s.slack.users.sora}>`);
    s.expectDirect('sora', /You are paged/);
  });
});

describe('override', () => {
  it('puts somebody on call for its time, and then the playbook counts again', async () => {
    const s = await scenario(CALM);
    const { minji, junho } = s.slack.users;
    const { answer } = await s.says('minji', 'override @junho 2h');
    expect(answer).toMatch(new RegExp(`✓ <@${junho}> is on call as first on-call \\(L1\\) until 16:00`));
    expect(await ask(s)).toMatch(new RegExp(`L1\\): <@${junho}> until 16:00 .*, then <@${minji}>`));
    expect(await ask(s)).toContain(`put on call by @${minji}`);
    await s.opens('sora', 'sev3 Meanwhile', 'junho');
    await s.says('sora', 'cancel #1');
    s.expectPosted('#1', /false alarm/);
    s.expectPosted('status', /false alarm/);
    await s.advance('2h');
    expect(about(await ask(s), 'L1): ')).not.toContain(`<@${junho}> until`);
    await s.opens('sora', 'sev3 Afterwards', 'minji');
  });

  it('may name a level and somebody the playbook does not know, and be taken back', async () => {
    const s = await scenario(CALM);
    const { jisoo, sora } = s.slack.users;
    expect((await s.says('dohyun', 'override @jisoo 1d l2')).answer).toContain(`✓ <@${jisoo}> is on call as second on-call (L2) until`);
    expect(await ask(s)).toContain(`L2): <@${jisoo}> until`);
    expect((await s.says('dohyun', 'override clear L1')).answer).toMatch(/There is no override to remove/);
    expect((await s.says('dohyun', 'override clear')).answer).toMatch(/✓ The override has been removed/);
    expect(await ask(s)).toContain(`L2): <@${sora}>`);
  });

  it('delivered twice acts once', async () => {
    const s = await scenario(CALM);
    const said = await s.says('minji', 'override @junho 2h');
    expect((await s.again(said)).answer).toBe(said.answer);
    expect(await s.app.runtime.storage.oncallOverrides.notOver('', s.now())).toHaveLength(1);
  });

  it.each([
    ['minji', 'override', /Name one person by mention, then for how long/],
    ['minji', 'override junho 2h', /Name one person by mention/],
    ['minji', 'override @junho', /Say for how long, such as 30m, 2h or 1d/],
    ['minji', 'override @junho soon', /Say for how long/],
    ['minji', 'override @junho 5s', /at least a minute/],
    ['minji', 'override @junho 9w', /at most four weeks/],
    ['minji', 'override @junho 2h L3', /There is no level "L3"; it is one of L1, L2, operations/],
    ['minji', 'override @junho 2h L1 please', /Too many words/],
    ['minji', 'override clear L1 L2', /One level at a time/],
    ['jisoo', 'override @junho 2h', /Only responders may do this/],
  ])('%s: %s is refused', async (by, words, expected) => {
    const s = await scenario(CALM);
    expect((await s.says(by, words)).answer).toMatch(expected);
    expect(await s.app.runtime.storage.oncallOverrides.notOver('', s.now())).toEqual([]);
  });
});

describe('a Slack user group', () => {
  const GROUP = { ...withL1({ userGroup: 'S0ONCALL' }), slack: { userGroups: { S0ONCALL: ['junho', 'jisoo'] } } };

  it('is on call in its order, also people whom the playbook does not know', async () => {
    const s = await scenario(GROUP);
    const { junho, jisoo } = s.slack.users;
    await s.settle();
    const answer = await ask(s);
    expect(answer).toContain(`L1): <@${junho}>`);
    expect(answer).toContain(`If there is no answer: @${jisoo}`);
    expect(answer).toMatch(/Slack user group/);
    await s.opens('sora', 'sev3 By group', 'junho');
  });

  it('goes on counting as it was last named when Slack does not answer', async () => {
    const s = await scenario(GROUP);
    await s.settle();
    s.slack.faults.inject({ call: 'usergroups.users.list', fault: { kind: 'http', status: 503 } });
    await s.advance('20m');
    expect(await ask(s)).toContain(`L1): <@${s.slack.users.junho}>`);
  });

  it('that was never read leaves the page to the next level', async () => {
    const s = await scenario({ ...GROUP, slack: {} });
    await s.settle();
    expect(await ask(s)).toMatch(/Nobody is on call now; pages go to: second on-call/);
    await s.opens('minji', 'sev3 No group', 'sora');
  });
});
