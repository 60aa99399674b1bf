import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** Answers to a retrospective's invitation that come while the invitation itself is under way. */

/** Resolves the incident, which sends the invitation. */
async function resolves(s: Scenario) {
  await s.opens('minji', 'sev1 Coupons late');
  await s.says('sora', 'assign #1 commander');
  await s.says('sora', 'resolve #1');
  await s.advance('10s');
  return s.expectPosted('#1', /Retrospective of #1\b/);
}

const isInvitation = (args: Record<string, unknown>) => /Retrospective of #1\b/.test(JSON.stringify(args));

it('an answer that comes before Slack has said that the invitation is posted stands in it', async () => {
  const s = await scenario(CALM);
  const answers: Promise<unknown>[] = [];
  s.slack.faults.inject({ call: 'chat.postMessage', fault: { kind: 'lost-reply', status: 500 }, times: 1, when: isInvitation });
  s.slack.onCall(({ method, args }) => {
    if (method !== 'chat.postMessage' || !isInvitation(args) || answers.length > 0) return;
    // It can be seen; the bot does not know yet and looks for it.
    s.slack.faults.inject({
      call: 'conversations.history',
      fault: { kind: 'slow', ms: 1_000 },
      times: 1,
      when: () => answers.push(s.slack.slash('jisoo', 'retro #1 accept', { channel: s.channelId('general') })) > 0,
    });
  });
  const invitation = await resolves(s);
  await Promise.all(answers);
  await s.advance('10s');
  expect(answers).toHaveLength(1);
  expect(s.textNow(invitation)).toMatch(/<@U0JISOO> ✓/);
  s.takeAll();
});

it('an answer that comes between two invitations stands in the newer one, and the older one stays retired', async () => {
  const s = await scenario(CALM);
  const older = await resolves(s);
  const answers: Promise<unknown>[] = [];
  s.slack.faults.inject({
    call: 'chat.postMessage',
    fault: { kind: 'slow', ms: 1_500 },
    times: 1,
    when: (args) => isInvitation(args) && answers.push(s.slack.slash('jisoo', 'retro #1 accept', { channel: s.channelId('general') })) > 0,
  });
  await s.says('sora', 'retro #1 move 2026-03-04 10:30');
  await Promise.all(answers);
  await s.advance('10s');
  expect(answers).toHaveLength(1);
  expect(s.textNow(older)).toMatch(/The newer invitation is further down/);
  expect(s.textNow(s.expectPosted('#1', /Retrospective of #1\b/))).toMatch(/<@U0JISOO> ✓/);
  s.takeAll();
});
