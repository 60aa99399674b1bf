import { startPagerStandIns } from '../../../sandbox/pagers/index.ts';
import type { Delivery } from '../../../sandbox/slack/index.ts';
import { CLOCKS } from '../../support/clocks/paging-clocks.ts';
import { add, addAll, set } from '../../support/scenario/edit-playbook.ts';
import { UNREPEATED } from '../../support/scenario/playbook-edits.ts';
import { type Scenario, type ScenarioOptions, scenario } from '../../support/scenario/scenario.ts';
import { takes } from '../../support/scenario/takes.ts';

/** The shipped playbook's clocks, pages without repetition, no numbers and nothing that anybody could miss within a day. */
const ONCE = {
  ...CLOCKS,
  playbook: [...CLOCKS.playbook, ...UNREPEATED],
} satisfies ScenarioOptions;
const REPEATED = {
  ...ONCE,
  playbook: [...ONCE.playbook, addAll('escalation.A1', { repeatEvery: '5m', repeatAtMost: 5 })],
};

const pagesOf = (s: Scenario, person: string) => s.slack.directMessages(person).filter(({ metadata }) => metadata !== undefined);
const stateOf = async (s: Scenario, rowId: string) =>
  (await s.app.runtime.storage.deadlines.of(1)).find((row) => row.rowId === rowId)?.state;

/** Minji presses buttons that her Slack still shows; they arrive when the returned function is called. */
async function pressesLate(
  s: Scenario,
  { channel, ts }: { channel: string; ts: string },
  actions: readonly string[],
): Promise<() => Promise<void>> {
  const held: Delivery[] = [];
  for (const actionId of actions) held.push(await s.slack.undelivered(() => s.slack.click({ by: 'minji', channel, ts, actionId })));
  return async () => {
    for (const press of held) await s.slack.redeliver(press);
    await s.settle();
  };
}

describe('whoever has it', () => {
  it('met-N2: is not called again at a higher level; the others’ page says who that is', async () => {
    const s = await scenario(REPEATED);
    const { page } = await s.opens('jisoo', 'sev1 Coupons late');
    await s.clicks('minji', page, 'command.page-acknowledge');
    await s.advance('61m');
    expect(pagesOf(s, 'minji')).toHaveLength(1);
    for (const person of ['hana', 'dohyun', 'junho'])
      expect(s.expectDirect(person, /whole operations team/).text).not.toMatch(/nobody has/);
    const [everybody] = pagesOf(s, 'hana');
    expect(everybody && s.textNow(everybody)).toMatch(/@U0MINJI has been on it since 14:00/);
    takes(
      s,
      '#1 acknowledged by U0MINJI',
      '#1 escalated to L2',
      '#1 escalated to operations',
      '#status update 1',
      '#status update 2',
      '@sora page L2 1',
      '@sora page operations 1',
      'to minji thanks',
    );
  });

  it('met-N2: commands: L2 is called without them, and their level is kept by the others', async () => {
    const s = await scenario(ONCE);
    await s.opens('jisoo', 'sev1 Coupons late');
    await s.says('sora', 'assign #1 commander');
    s.expectPosted('#1', /@U0SORA takes the role Commander/);
    await s.advance('31m');
    expect(pagesOf(s, 'sora')).toEqual([]);
    s.expectDirect('dohyun', /You are paged as second on-call/);
    s.expectPosted('#1', /escalated to second on-call \(L2\): @U0DOHYUN\.\n.*have it already: @U0SORA/);
    expect(await stateOf(s, 'A2')).toBe('kept');
    takes(s, '#status update 1');
  });

  it('met-N2: stands for a level that has nobody else', async () => {
    const s = await scenario({ ...ONCE, playbook: [...ONCE.playbook, set('team.oncall.L2', ['sora'])] });
    await s.opens('jisoo', 'sev1 Coupons late');
    await s.says('sora', 'assign #1 commander');
    takes(s, '#1 U0SORA is Commander');
    await s.advance('31m');
    s.expectPosted('#1', /Nobody is paged, because they have it already: @U0SORA/);
    expect(await stateOf(s, 'A2')).toBe('kept');
    takes(s, '#status update 1');
  });

  it('met-N2: is not somebody who was only made commander by others and stands alone', async () => {
    const s = await scenario({ ...ONCE, playbook: [...ONCE.playbook, set('team.oncall.L2', ['sora'])] });
    await s.opens('jisoo', 'sev1 Coupons late');
    await s.says('jisoo', 'assign #1 commander @sora');
    takes(s, '#1 U0SORA is Commander');
    await s.advance('31m');
    s.expectDirect('sora', /You are paged as second on-call/);
    takes(s, '#1 escalated to L2', '#status update 1');
  });

  it('is asked again once the trouble is back: what was before counts no more', async () => {
    const s = await scenario(ONCE);
    const { page } = await s.opens('jisoo', 'sev1 Coupons late');
    await s.clicks('minji', page, 'command.page-acknowledge');
    await s.says('minji', 'mitigated #1');
    await s.says('minji', 'reopen #1');
    takes(
      s,
      '#1 acknowledged by U0MINJI',
      '#1 mitigated',
      '#1 reopened',
      '#status mitigated',
      '#status reopened',
      '@minji page L1 1',
      'to minji thanks',
    );
    expect(pagesOf(s, 'minji')).toHaveLength(2);
  });
});

describe('an act is an acknowledgement', () => {
  const ACTS: [what: string, words: string, said: string][] = [
    ['takes command', 'assign #1 commander', 'U0MINJI is Commander'],
    ['takes a role', 'assign #1 scribe me', 'U0MINJI is Scribe'],
    ['names the cause', 'diagnosis #1 is connection-leak', 'cause named: Connection leak'],
  ];

  it.each(ACTS)('met-N3: whoever %s is not called silent, and nobody else is paged', async (_what, words, said) => {
    const s = await scenario(REPEATED);
    const { page } = await s.opens('jisoo', 'sev1 Coupons late');
    await s.says('minji', words);
    expect(s.textNow(page)).toMatch(/Acknowledged by @U0MINJI/);
    expect(s.textNow(page)).not.toMatch(/\[ Acknowledge \]/);
    takes(s, `#1 ${said}`);
    await s.advance('29m');
    s.expectNothingElse();
    expect((await s.app.runtime.storage.acknowledgements.of(1)).map(({ userId }) => userId)).toEqual(['U0MINJI']);
  });

  it('met-N3: of the next one of the level answers for the level; whoever was paged is not called again, and may still answer', async () => {
    const s = await scenario(REPEATED);
    const { page } = await s.opens('jisoo', 'sev1 Coupons late');
    await s.says('junho', 'assign #1 commander');
    expect(s.textNow(page)).toMatch(/@U0JUNHO has been on it since 14:0[\s\S]*\[ Acknowledge \]/);
    takes(s, '#1 U0JUNHO is Commander');
    await s.advance('29m');
    s.expectNothingElse();
    await s.clicks('minji', page, 'command.page-acknowledge');
    s.expectTold('minji', /You have acknowledged #1/);
    s.expectPosted('#1', /@U0MINJI has acknowledged/);
  });

  it('met-N3: whoever runs a mitigation', async () => {
    const s = await scenario(REPEATED);
    const { page } = await s.opens('jisoo', 'sev1 Coupons late');
    await s.says('minji', 'mitigate waiting-screen', '#1');
    await s.submits('minji', {});
    expect(s.textNow(page)).toMatch(/Acknowledged by @U0MINJI/);
    takes(s, '#1 Switch users to the waiting screen: Done');
    await s.advance('20m');
    expect(pagesOf(s, 'minji')).toHaveLength(1);
    s.expectNothingElse();
  });

  it('met-N3: whoever did one by hand', async () => {
    const s = await scenario(REPEATED);
    const { page } = await s.opens('jisoo', 'sev1 Coupons late');
    await s.says('minji', 'mitigate #1 done waiting-screen put up in the shop');
    expect(s.textNow(page)).toMatch(/Acknowledged by @U0MINJI/);
    takes(s, '#1 Switch users to the waiting screen: Done by hand');
    await s.advance('20m');
    expect(pagesOf(s, 'minji')).toHaveLength(1);
    s.expectNothingElse();
  });

  it('of somebody who is not on call leaves the on-call asked', async () => {
    const s = await scenario(REPEATED);
    await s.opens('jisoo', 'sev1 Coupons late');
    await s.says('taeho', 'assign #1 commander');
    s.expectPosted('#1', /@U0TAEHO takes/);
    await s.advance('5m1s');
    const again = s.expectDirect('minji', /Page 2 to you as first on-call/);
    expect(s.textNow(again)).toMatch(/@U0TAEHO has been on it/);
  });

  it('of somebody who has it already does not answer for everybody who is called later', async () => {
    const s = await scenario(ONCE);
    const { page } = await s.opens('jisoo', 'sev1 Coupons late');
    await s.clicks('minji', page, 'command.page-acknowledge');
    await s.advance('61m');
    takes(
      s,
      '#1 acknowledged by U0MINJI',
      '#1 escalated to L2',
      '#1 escalated to operations',
      '#status update 1',
      '#status update 2',
      '@dohyun page operations 1',
      '@hana page operations 1',
      '@junho page operations 1',
      '@sora page L2 1',
      '@sora page operations 1',
      'to minji thanks',
    );
    await s.says('minji', 'assign #1 commander');
    const [hana] = pagesOf(s, 'hana');
    expect(hana && s.textNow(hana)).toMatch(/\[ Acknowledge \]/);
    takes(s, '#1 U0MINJI is Commander');
  });
});

describe('the end of an incident', () => {
  it.each([
    ['mitigated', /Mitigated at 14:0\d.*Nothing to do/, /This page is over: #1 is mitigated/, ['#1 mitigated', '#status mitigated']],
    [
      'resolve',
      /Resolved at 14:0\d.*Nothing to do/,
      /This page is over: #1 is resolved/,
      ['#1 resolved', '#status resolved', '#1 follow-ups', '#1 retrospective', 'zoom retrospective'],
    ],
    [
      'cancel',
      /A false alarm, cancelled at 14:0\d.*Nothing to do/,
      /This page is over: #1 was a false alarm/,
      ['#1 cancelled', '#status cancelled'],
    ],
  ])('met-N4: %s closes pages everywhere, and a late press changes nothing', async (move, shown, answer, said) => {
    const s = await scenario(REPEATED);
    const { page } = await s.opens('jisoo', 'sev1 Coupons late');
    await s.advance('5m1s');
    const again = s.expectDirect('minji', /Page 2 to you/);
    await s.says('jisoo', 'page @taeho a planner', '#1');
    const asked = s.expectDirect('taeho', /paged/);
    const late = await pressesLate(s, page, ['command.page-acknowledge', 'command.page-pass-on']);
    await s.says('jisoo', `${move} #1`);
    takes(s, ...said);
    for (const each of [page, again, asked]) {
      expect(s.textNow(each)).toMatch(shown);
      expect(s.textNow(each)).not.toMatch(/\[ (Acknowledge|Cannot help)/);
    }
    await late();
    for (let told = 0; told < 2; told += 1) s.expectTold('minji', answer);
    expect(await s.app.runtime.storage.pages.find(1)).toMatchObject({ acknowledgedAt: null, passedOnAt: null });
    await s.advance('20m');
    // Updates of a mitigated one go on; nothing rings.
    s.expectNothingElse();
  });

  it('met-N4: pages of before a reopening stay over, and the new one is open', async () => {
    const s = await scenario(ONCE);
    const { page } = await s.opens('jisoo', 'sev1 Coupons late');
    const late = await pressesLate(s, page, ['command.page-acknowledge']);
    for (const move of ['mitigated', 'reopen']) await s.says('jisoo', `${move} #1`);
    const anew = s.expectDirect('minji', /You are paged/);
    takes(s, '#1 mitigated', '#1 reopened', '#status mitigated', '#status reopened');
    expect(s.textNow(page)).toMatch(/Mitigated at/);
    expect(s.textNow(anew)).toMatch(/\[ Acknowledge \]/);
    await late();
    s.expectTold('minji', /This page is over/);
    await s.clicks('minji', anew, 'command.page-acknowledge');
    s.expectTold('minji', /You have acknowledged/);
    takes(s, '#1 acknowledged by U0MINJI');
  });

  it('met-N4: PagerDuty is told at mitigated already, so that nothing rings after the end', async () => {
    const pagers = await startPagerStandIns();
    try {
      const s = await scenario({
        ...ONCE,
        environment: { ...ONCE.environment, ...pagers.environment },
        playbook: [...ONCE.playbook, add('team.paging', { order: ['pagerduty', 'slack'] })],
      });
      await s.says('jisoo', 'open sev1 Coupons late');
      expect(pagers.pagerduty.alerts.map(({ state }) => state)).toEqual(['triggered']);
      await s.says('jisoo', 'mitigated #1');
      expect(pagers.pagerduty.alerts.map(({ state }) => state)).toEqual(['resolved']);
      takes(
        s,
        '#1 briefing',
        '#1 mitigated',
        '#status announcement',
        '#status mitigated',
        'channels incident',
        'to jisoo where it is',
        'zoom bridge',
      );
    } finally {
      await pagers.close();
    }
  });
});

describe('of two who press at once', () => {
  it('met-B6: one takes command, and the other is told who', async () => {
    const s = await scenario(ONCE);
    const { briefing } = await s.opens('jisoo', 'sev1 Coupons late');
    const now = s.current(briefing);
    await Promise.all(['minji', 'junho'].map((who) => s.clicks(who, now, 'command.assign.commander')));
    const told = ['minji', 'junho'].map((who) => s.expectTold(who, /Commander/).text);
    const { commander } = await s.app.runtime.storage.roles.of(1);
    expect(told.filter((text) => /✓ Commander of #1/.test(text))).toHaveLength(1);
    expect(told.filter((text) => text.includes(`Somebody was faster: <@${commander}> is Commander now`))).toHaveLength(1);
    s.expectPosted('#1', new RegExp(`@${commander} takes the role Commander`));
  });

  it('met-B6: or who type, one gets the role, and can be followed on purpose', async () => {
    const s = await scenario(ONCE);
    await s.opens('jisoo', 'sev1 Coupons late');
    const said = await s.sayTogether([
      ['minji', 'assign #1 scribe'],
      ['junho', 'assign #1 scribe'],
    ]);
    expect(said.filter(({ answer }) => /✓ Scribe of #1/.test(answer))).toHaveLength(1);
    expect(said.filter(({ answer }) => /Somebody was faster/.test(answer))).toHaveLength(1);
    await s.advance('1m');
    expect((await s.says('taeho', 'assign #1 scribe')).answer).toMatch(/✓ Scribe of #1/);
    const first = /✓ Scribe of #1/.test(said[0]?.answer ?? '') ? 'U0MINJI' : 'U0JUNHO';
    takes(s, `#1 ${first} is Scribe`, '#1 U0TAEHO is Scribe');
  });

  it('met-B6: or submit forms, what the second one did not touch stays as the first one left it', async () => {
    const s = await scenario(ONCE);
    const { briefing } = await s.opens('jisoo', 'sev1 Coupons late');
    for (const who of ['minji', 'junho']) await s.clicks(who, s.current(briefing), 'command.assign');
    await s.submits('minji', { 'role.commander': 'U0MINJI' });
    await s.submits('junho', { 'role.commander': 'U0JUNHO', 'role.scribe': 'U0TAEHO' });
    expect(JSON.stringify(s.form('junho'))).toMatch(/Somebody was faster: <@U0MINJI> is Commander now/);
    expect(await s.app.runtime.storage.roles.of(1)).toMatchObject({ commander: 'U0MINJI' });
    takes(s, '#1 U0MINJI is Commander');
  });

  it('newcomer-10: Escalate now asks once more and says whom it wakes', async () => {
    const s = await scenario(ONCE);
    const { briefing } = await s.opens('jisoo', 'sev1 Coupons late');
    const buttons = JSON.stringify(s.current(briefing).blocks);
    expect(buttons).toMatch(/"action_id":"command\.escalate".*?"confirm":\{.*?Escalate now #1\?.*?This pages now: second on-call \(L2\)/);
  });
});
