import { remove, set } from '../../support/scenario/edit-playbook.ts';
import { type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** No limit of any signal: what is abnormal is so by its own past alone. */
const withoutLimits = [remove('signals.*.thresholds')];

/** Updates every ten minutes: what an hour of half-hours would tell, in less of the machine's time. */
const oftenUpdated = [set('updates.every.sev1', '10m')];

/** The edits of one message, by the scenario's clock, in seconds since the call. */
function edits(s: Scenario, ts: string): number[] {
  const from = s.now().getTime();
  const seconds: number[] = [];
  s.slack.onCall(({ method, args, ok }) => {
    if (method === 'chat.update' && args.ts === ts && ok) seconds.push((s.now().getTime() - from) / 1_000);
  });
  return seconds;
}

describe('newcomer 1: what is abnormal is told although no limit judges it', () => {
  it('in the briefing, to whoever is paged, to whoever asks, and outside', async () => {
    const s = await scenario({ playbook: withoutLimits });
    s.world.coupon.break('S4', { cause: 'lock-held-long' });
    await s.advance('2m');
    const { briefing } = await s.opens('minji', 'sev1 Coupons late --since 2m');
    await s.advance('90s');
    const worst = /Worst now: ○ .* \(abnormal since/;
    expect(s.textNow(briefing)).toMatch(worst);
    expect(s.textNow(briefing)).toMatch(/Redis lock wait \(p95\)/);
    expect(s.textNow(briefing)).not.toMatch(/within their limits/);
    expect((await s.says('minji', 'status #1')).answer).toMatch(worst);
    await s.advance('5m');
    expect(JSON.stringify(s.takeAll())).toMatch(/Worst now: ○/);
    await s.advance('25m');
    const update = s.expectPosted('status', /Update 1 ·/);
    expect(update.text).toMatch(/[1-8] of 8 measured values are outside the normal range/);
    expect(s.textNow(update)).toMatch(/• Redis lock wait \(p95\): [\d.]+ s, abnormal since/);
    s.takeAll();
  });

  it('beside the limits, and after what is beyond one', async () => {
    const s = await scenario();
    s.world.coupon.break('S4', { cause: 'lock-held-long' });
    await s.advance('2m');
    const { briefing } = await s.opens('minji', 'sev1 Coupons late --since 2m');
    await s.advance('90s');
    // The processors are over their limit as well.
    expect(s.textNow(briefing)).toMatch(/Worst now: [▲✕] Response time \(p95\).* · ▲ CPU .* · and 1 more/);
    await s.advance('5m');
    expect(JSON.stringify(s.takeAll())).toMatch(/▲ CPU [^·]* · ○ Redis lock wait \(p95\) [^·]* \(abnormal since/);
  });
});

describe('newcomer 7', () => {
  it('a raised severity and a new state reach the headline at once, whatever the last edit', async () => {
    const s = await scenario();
    const { briefing } = await s.opens('minji', 'sev3 Coupons late');
    await s.advance('62s');
    const seconds = edits(s, briefing.ts);
    await s.slack.slash('minji', 'severity #1 sev1 worse');
    await s.settle();
    expect(s.textNow(briefing)).toMatch(/SEV1 critical/);
    // Right after an edit, too.
    await s.slack.slash('minji', 'severity #1 sev2 better');
    await s.settle();
    expect(s.textNow(briefing)).toMatch(/SEV2 high/);
    await s.slack.slash('minji', 'mitigated #1');
    await s.settle();
    expect(s.textNow(briefing)).toMatch(/mitigated/);
    expect(seconds).toHaveLength(3);
    expect(Math.max(...seconds)).toBeLessThan(2);
    s.takeAll();
  });

  it('a severity that is raised while an edit is under way follows it at once', async () => {
    const s = await scenario();
    const { briefing } = await s.opens('minji', 'sev3 Coupons late');
    await s.advance('16s');
    s.slack.faults.inject({ call: 'chat.update', fault: { kind: 'slow', ms: 400 }, times: 1 });
    await s.slack.slash('minji', 'assign #1 commander');
    await s.slack.slash('junho', 'severity #1 sev1 worse');
    await s.settle();
    expect(s.textNow(briefing)).toMatch(/SEV1 critical/);
    s.takeAll();
  });

  it('the counts of what is worse, better, the same and so on add up to all signals', async () => {
    const s = await scenario();
    const { briefing } = await s.opens('minji', 'sev1 Coupons late');
    await s.advance('62s');
    s.world.coupon.break('S3');
    await s.advance('2m');
    const [, counts = ''] = /Since opening: (.*)/.exec(s.textNow(briefing)) ?? [];
    const sum = [...counts.matchAll(/(\d+) /g)].reduce((total, [, number]) => total + Number(number), 0);
    expect(counts).toMatch(/worse/);
    expect(sum).toBe(8);
    s.takeAll();
  });
});

describe('an update', () => {
  it('says what has changed since the last one, and what was done', async () => {
    const s = await scenario({ playbook: oftenUpdated });
    s.world.coupon.break('S2', { cause: 'few-consumers' });
    await s.advance('1m');
    await s.opens('minji', 'sev1 Coupons late');
    await s.advance('10m');
    const first = s.expectPosted('status', /Update 1 ·/);
    expect(s.textNow(first)).not.toMatch(/at the last update|Done since/);
    s.takeAll();
    await s.says('minji', 'mitigate scale-consumers', '#1');
    await s.submits('minji', {});
    await s.advance('10m');
    const second = s.expectPosted('status', /Update 2 ·/);
    expect(s.textNow(second)).toMatch(/\d outside at the last update/);
    expect(s.textNow(second)).toMatch(
      /is back to normal, and we are watching[^\n]*Done since the last update: Scale out the Kafka consumers\./,
    );
    s.takeAll();
    await s.advance('10m');
    const third = s.expectPosted('status', /Update 3 ·/);
    expect(s.textNow(third)).not.toMatch(/Done since the last update/);
    const sent = (await s.app.runtime.storage.timeline.of(1)).filter(({ kind }) => kind === 'update.sent');
    expect(sent.map(({ data }) => (data.readings as unknown[]).length)).toEqual([8, 8, 8]);
    s.takeAll();
  });

  it('names what was named before as better, worse or unchanged', async () => {
    const s = await scenario({ playbook: oftenUpdated });
    s.world.coupon.break('S2', { cause: 'few-consumers' });
    await s.advance('2m');
    await s.opens('minji', 'sev1 Coupons late');
    await s.advance('21m');
    s.expectPosted('status', /Update 1 ·/);
    const second = s.expectPosted('status', /Update 2 ·/);
    expect(s.textNow(second)).toMatch(/Kafka lag: [\d,]+, normally under 1,000, (worse than before|unchanged|better than before)/);
    s.takeAll();
  });
});

it('the topic says who commands and where people meet', async () => {
  const s = await scenario();
  await s.opens('minji', 'sev1 Coupons late');
  const topic = () =>
    s.slack
      .channels()
      .find(({ id }) => id === s.channelId('#1'))
      ?.topic.replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>') ?? '';
  expect(topic()).toMatch(/SEV1 critical · Coupons late · https:\/\/zoom\.example\.com\/j\//);
  const before = s.slack.calls.filter(({ method }) => method === 'conversations.setTopic').length;
  expect(before).toBe(1);
  await s.says('minji', 'assign #1 commander');
  await s.settle();
  expect(topic()).toMatch(/Commander: <@U0MINJI> · https:/);
  await s.says('minji', 'assign #1 commander @junho');
  await s.settle();
  expect(topic()).toMatch(/Commander: <@U0JUNHO>/);
  s.takeAll();
});
