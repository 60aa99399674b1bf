import { add } from '../../support/scenario/edit-playbook.ts';
import { CALM, scenario, UNWATCHED } from '../../support/scenario/scenario.ts';

it('is not called over while signals are abnormal, but by somebody with a reason, which stays in the record', async () => {
  const s = await scenario({
    ...UNWATCHED,
    playbook: [...UNWATCHED.playbook, add('recovery', { calmFor: '10m' })],
  });
  s.world.coupon.break('S2');
  await s.opens('minji', 'sev2 S2 Coupons late');
  await s.advance('6m');
  const { answer } = await s.says('minji', 'resolve #1 lag is fine');
  expect(answer).toMatch(/Not everything is back to normal: .* crossed a limit within the last 10 min.*resolve --anyway <reason>/s);
  expect((await s.says('minji', 'mitigated #1 --anyway')).answer).toMatch(/Not everything is back to normal/);
  expect((await s.incident(1)).state).toBe('open');
  expect((await s.says('minji', 'mitigated #1 --anyway the probe is broken')).answer).toMatch(/#1 is now mitigated/);
  const entries = await s.app.runtime.storage.timeline.ofKind(1, 'recovery.overridden');
  expect(entries).toMatchObject([{ actor: 'U0MINJI', data: { to: 'mitigated', reason: 'the probe is broken' } }]);
  expect(entries[0]?.data.abnormal).toContain('kafka_lag');
  expect((await s.says('minji', 'timeline #1 state')).answer).toMatch(
    /called it mitigated although not all was back to normal \(.+\): the probe is broken/,
  );
  s.takeAll();
});

it('asks for the impact in a form with what is known already, and keeps it inside', async () => {
  const s = await scenario(CALM);
  await s.opens('minji', 'sev2 Coupons late');
  await s.advance('40m');
  // Nobody looks where the playbook names no window.
  await s.says('minji', 'resolve #1');
  s.takeAll();
  await s.says('minji', 'impact #1');
  const fields = JSON.stringify(s.form('minji').blocks);
  expect(fields).toContain('"initial_value":"40m"');
  await s.submits('minji', { who: 'buyers', howMany: 'many' });
  expect(await s.app.runtime.storage.impacts.of(1)).toBeUndefined();
  await s.says('minji', 'impact #1');
  await s.submits('minji', { who: 'buyers', howMany: '1200', money: '3 million won', fixedBy: 'more consumers' });
  expect(await s.app.runtime.storage.impacts.of(1)).toMatchObject({
    who: 'buyers',
    howMany: 1200,
    lastedMs: 2_400_000,
    money: '3 million won',
    statedBy: 'U0MINJI',
  });
  expect((await s.says('minji', 'timeline #1 state')).answer).toMatch(
    /who: buyers; how many: 1,200; how long: 40 min; money: 3 million won/,
  );
  // It is no update, and no word of it is told outside.
  expect(s.takeAll().filter(({ place }) => place === '#status')).toEqual([]);
  await s.says('minji', 'impact #1');
  expect(JSON.stringify(s.form('minji').blocks)).toContain('more consumers');
});
