import { add, set } from '../../support/scenario/edit-playbook.ts';
import { CALM, scenario } from '../../support/scenario/scenario.ts';

/** What happens by itself later, with no sweep to find it: whoever decides wakes whoever goes on. */

it('the briefing shows soon that a mitigation lapsed for which nobody spoke', async () => {
  const s = await scenario({
    ...CALM,
    playbook: [...CALM.playbook, add('mitigations.delay-notice.guard.second', 'responder')],
  });
  const { briefing } = await s.opens('minji', 'sev3 Coupons late');
  await s.says('minji', 'mitigate delay-notice', '#1');
  await s.submits('minji', {});
  await s.advance('1m');
  expect(s.textNow(briefing)).toMatch(/Post the notice of delay: is waiting for approval/);
  await s.advance('10m');
  expect(s.textNow(briefing)).toMatch(/Post the notice of delay: has ended/);
  s.takeAll();
});

it('met-T2: what is due within the time that is let pass has happened, however fast the machine', async () => {
  // A wake-up comes up to a quarter second after its row is due: here the row is due in the last moment of the half hour, the wake-up after it.
  const s = await scenario({ ...CALM, startAt: new Date('2026-03-03T05:00:00.001Z'), standingClock: true });
  await s.opens('minji', 'sev2 Coupons late');
  await s.advance('30m');
  s.expectPosted('status', /Update 1/);
});

it('after a step that somebody took before its time, the next one is taken at its own', async () => {
  const playbook = [...CALM.playbook, set('escalation.A2.at', '30m'), set('escalation.A3.at', '60m')];
  const s = await scenario({ ...CALM, playbook });
  await s.opens('minji', 'sev1 Coupons late');
  await s.says('minji', 'escalate #1');
  s.takeAll();
  await s.advance('55m');
  expect(s.takeAll().filter(({ text }) => /escalated to the operations team/.test(text))).toEqual([]);
  await s.advance('6m');
  expect(s.takeAll().filter(({ text }) => /escalated to the operations team/.test(text))).toHaveLength(1);
});
