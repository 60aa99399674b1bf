import { scenario } from '../support/scenario.ts';

it('opens an incident with everything that belongs to it', async () => {
  const s = await scenario();
  const { id, channel, briefing } = await s.opens('sora', 'sev1 Coupons are issued late');
  expect(id).toBe(1);
  expect(s.slack.channels().find((c) => c.id === channel)).toMatchObject({ name: 'inc-1-coupons-are-issued-late', pins: [briefing.ts] });
  expect(s.textNow(briefing)).toMatch(/Join the bridge/);
  const t0 = performance.now();
  await s.advance('30m');
  console.log(performance.now() - t0, s.slack.calls.length);
  s.expectPosted('status', /Update 1/);
  const t1 = performance.now();
  await s.advance('30m');
  console.log(performance.now() - t1, s.slack.calls.length);
  s.expectPosted('status', /Update 2/);
});
