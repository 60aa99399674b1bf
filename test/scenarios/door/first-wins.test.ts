import type { Delivery, MessageState } from '../../../sandbox/slack/index.ts';
import { set } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** Each presses what their Slack shows before anybody's press has arrived; all of them arrive, in this order. */
async function together(s: Scenario, presses: readonly { by: string; on: MessageState; actionId: string }[]): Promise<void> {
  const sent: Delivery[] = [];
  for (const { by, on, actionId } of presses)
    sent.push(await s.slack.undelivered(() => s.slack.click({ by, channel: on.channel, ts: on.ts, actionId })));
  for (const press of sent) {
    await s.slack.redeliver(press);
    await s.settle();
  }
}

const bothPress = (s: Scenario, on: MessageState, actionId: string) =>
  together(s, [
    { by: 'minji', on, actionId },
    { by: 'junho', on, actionId },
  ]);

function answerTo(s: Scenario, person: string): MessageState {
  const answer = s.slack.ephemerals(person).at(-1);
  if (!answer) throw new Error('no answer');
  return answer;
}

describe('met-B6: of two who press at once, the first wins and the second is told who that was:', () => {
  it.each([
    ['mitigated', 'command.mitigated', /@U0MINJI was faster\. This incident is mitigated/],
    ['resolve', 'command.resolve', /@U0MINJI was faster\. This incident is resolved/],
    ['a false alarm', 'command.cancel', /@U0MINJI was faster\. This incident is cancelled/],
  ])('%s', async (_what, actionId, told) => {
    const s = await scenario(CALM);
    const { briefing } = await s.opens('jisoo', 'sev3 Coupons late');
    await bothPress(s, briefing, actionId);
    s.expectTold('junho', told);
    s.takeAll();
  });

  it('escalate now', async () => {
    const s = await scenario(CALM);
    const { briefing } = await s.opens('jisoo', 'sev3 Coupons late');
    await bothPress(s, briefing, 'command.escalate');
    s.expectTold('junho', /@U0MINJI was faster\. Incident #1 was escalated a moment ago/);
    expect((await s.app.runtime.storage.escalations.of(1))?.step).toBe(2);
    s.takeAll();
  });

  it('acknowledge and pass on', async () => {
    const s = await scenario(CALM);
    const { page } = await s.opens('jisoo', 'sev3 Coupons late');
    await together(s, [
      { by: 'minji', on: page, actionId: 'command.page-acknowledge' },
      { by: 'minji', on: page, actionId: 'command.page-pass-on' },
    ]);
    s.expectTold('minji', /@U0MINJI has this page already/);
    s.takeAll();
  });

  it('post the next update now, or skip it: one that nobody saw is neither posted nor skipped', async () => {
    const s = await scenario(CALM);
    await s.opens('jisoo', 'sev3 Coupons late');
    await s.says('minji', 'update #1 show');
    const at = answerTo(s, 'minji');
    const before = await s.app.runtime.storage.updates.of(1);
    await together(s, [
      { by: 'minji', on: at, actionId: 'command.update-skip' },
      { by: 'minji', on: at, actionId: 'command.update-skip' },
      { by: 'minji', on: at, actionId: 'command.update-now' },
    ]);
    for (let told = 0; told < 2; told += 1) s.expectTold('minji', /That update of #1 was posted or skipped already/);
    const after = await s.app.runtime.storage.updates.of(1);
    expect(after?.sequence).toBe(before?.sequence);
    s.takeAll();
  });

  it('name the cause', async () => {
    const s = await scenario({
      playbook: [...CALM.playbook, set('briefing.refreshEvery', '60s'), set('diagnosis.every', '30s')],
    });
    s.world.coupon.break('S3', { cause: 'connection-leak' });
    await s.advance('30s');
    await s.opens('jisoo', 'sev3 Coupons late');
    await s.advance('3m');
    const said = s.expectPosted('#1', /Likely cause\*: DB connection pool: Connection leak/);
    await bothPress(s, said, 'command.diagnosis-is');
    s.expectTold('junho', /@U0MINJI named the cause already: Connection leak/);
    expect((await s.app.runtime.storage.timeline.ofKind(1, 'diagnosis.named')).map(({ actor }) => actor)).toEqual(['U0MINJI']);
    s.takeAll();
  });

  it('take a row of the analysis, and tick one of its list', async () => {
    const s = await scenario(CALM);
    const { channel } = await s.opens('jisoo', 'sev1 Coupons late');
    await s.says('jisoo', 'analysis #1');
    const board = answerTo(s, 'jisoo');
    await together(s, [
      { by: 'jisoo', on: board, actionId: 'command.analysis-take.R3' },
      { by: 'jisoo', on: board, actionId: 'command.analysis-take.R3' },
    ]);
    // The same person twice is no trouble; somebody else is told.
    await s.says('minji', 'analysis #1 take R2');
    await s.clicks('jisoo', board, 'command.analysis-take.R2');
    s.expectTold('jisoo', /@U0MINJI was faster and has R2\. To take it over/);
    await s.says('minji', 'analysis #1 done R3.pool 40 of 40');
    expect((await s.says('jisoo', 'analysis #1 done R3.pool nothing')).answer).toMatch(/R3\.pool was ticked already by @U0MINJI/);
    expect(channel).toBeDefined();
    s.takeAll();
  });

  it('take a proposal for the retrospective', async () => {
    const s = await scenario(CALM);
    await s.opens('jisoo', 'sev1 Coupons late');
    await s.says('jisoo', 'resolve #1');
    s.takeAll();
    await s.says('minji', 'retro #1 propose 2026-03-04 10:00');
    const first = s.expectPosted('#1', /@U0MINJI> proposes/);
    await s.says('junho', 'retro #1 propose 2026-03-05 10:00');
    const second = s.expectPosted('#1', /@U0JUNHO> proposes/);
    await s.says('jisoo', 'assign #1 commander');
    await s.clicks('jisoo', first, 'command.retro-move');
    await s.says('jisoo', 'assign #1 commander @sora');
    await s.clicks('sora', second, 'command.retro-move');
    s.expectTold('sora', /@U0JISOO was faster\. The retrospective of #1 was moved meanwhile/);
    s.takeAll();
  });
});
