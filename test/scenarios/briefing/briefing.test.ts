import { gapInFrontOf } from '../../support/examples/metrics-gap.ts';
import { CALM, type Scenario, scenario, UNWATCHED } from '../../support/scenario/scenario.ts';

/** The edits of one message, by the scenario's clock, in seconds since the call. */
function edits(s: Scenario, ts: string): number[] {
  const from = s.now().getTime();
  const seconds: number[] = [];
  s.slack.onCall(({ method, args, ok }) => {
    if (method === 'chat.update' && args.ts === ts && ok) seconds.push((s.now().getTime() - from) / 1_000);
  });
  return seconds;
}

function gaps(seconds: readonly number[]): number[] {
  return seconds.slice(1).map((at, index) => at - (seconds[index] ?? 0));
}

it('stands in the channel once, pinned, and is edited in place', async () => {
  const s = await scenario();
  const { channel, briefing } = await s.opens('minji', 'sev1 Coupons late');
  expect(s.textNow(briefing)).toMatch(/Response time \(p95\)/);
  const first = s.textNow(briefing);
  await s.advance('3m');
  expect(s.textNow(briefing)).not.toBe(first);
  expect(s.slack.messages(channel)).toHaveLength(1);
  expect(s.slack.channels().find(({ id }) => id === channel)?.pins).toEqual([briefing.ts]);
});

it('is looked at again every minute', async () => {
  const s = await scenario();
  const { briefing } = await s.opens('minji', 'sev1 Coupons late');
  const seconds = edits(s, briefing.ts);
  await s.advance('4m10s');
  expect(seconds).toHaveLength(4);
  for (const gap of gaps(seconds)) expect(gap).toBeGreaterThan(55);
});

it('is edited at most every 15 seconds, however much happens, and shows the last of it', async () => {
  const s = await scenario(CALM);
  const { briefing } = await s.opens('minji', 'sev2 Coupons late');
  const seconds = edits(s, briefing.ts);
  for (let n = 0; n < 26; n += 1) {
    await s.says(n % 2 ? 'minji' : 'junho', `assign #1 ${n % 3 ? 'scribe' : 'commander'}`);
    await s.advance('2s');
  }
  // Later than what counts as the same moment, in which the first one wins.
  await s.advance('10s');
  await s.says('sora', 'assign #1 commander');
  await s.says('yuna', 'assign #1 scribe');
  await s.advance('16s');
  expect(seconds.length).toBeGreaterThanOrEqual(4);
  expect(seconds.length).toBeLessThanOrEqual(6);
  for (const gap of gaps(seconds)) expect(gap).toBeGreaterThanOrEqual(15);
  expect(s.textNow(briefing)).toMatch(/Commander: @U0SORA\n\s*Scribe: @U0YUNA/);
  for (const message of s.slack.messages(s.channelId('#1')).slice(1)) s.expectPosted('#1', new RegExp(message.text.slice(0, 10)));
});

it('keeps its pace when a change falls into an edit under way', async () => {
  const s = await scenario(CALM);
  const { briefing } = await s.opens('minji', 'sev2 Coupons late');
  await s.advance('16s');
  const seconds = edits(s, briefing.ts);
  s.slack.faults.inject({ call: 'chat.update', fault: { kind: 'slow', ms: 400 }, times: 1 });
  await s.slack.slash('minji', 'assign #1 commander');
  // The edit is on its way to Slack; the next change comes now.
  await s.slack.slash('junho', 'assign #1 scribe');
  await s.settle();
  await s.advance('1m');
  expect(seconds).toHaveLength(2);
  expect(gaps(seconds)[0]).toBeGreaterThanOrEqual(15);
  expect(s.textNow(briefing)).toMatch(/Commander: @U0MINJI\n\s*Scribe: @U0JUNHO/);
  s.expectPosted('#1', /Commander/);
  s.expectPosted('#1', /Scribe/);
  s.expectTold('minji', /Commander/);
  s.expectTold('junho', /Scribe/);
});

it('shows what is not known as not known, never as zero', async () => {
  const s = await scenario();
  const { briefing } = await s.opens('minji', 'sev1 Coupons late');
  expect(s.textNow(briefing)).not.toMatch(/no data|does not answer/);
  const lag = (text: string) => /Kafka lag\*\n\s*(.*)\n/.exec(text)?.[1] ?? '';

  s.world.coupon.faults.inject({ call: '*', fault: { kind: 'http', status: 503 } });
  await s.advance('62s');
  expect(s.textNow(briefing)).toMatch(/The metrics do not answer .*Missing numbers are unknown, not zero/);
  expect(lag(s.textNow(briefing))).toMatch(/source does not answer/);
  expect(lag(s.textNow(briefing))).not.toMatch(/\b0\b/);

  s.world.coupon.faults.clear();
  await s.advance('62s');
  expect(s.textNow(briefing)).toMatch(/signals within limits.*Kafka lag \d/);
});

it('says of a signal without values that there is no data', async () => {
  const s = await scenario({ start: false });
  const gap = await gapInFrontOf(s.world.coupon.url, 'kafka_consumergroup_lag');
  await s.startBot({}, { PROMETHEUS_URL: gap.url });
  const { briefing } = await s.opens('minji', 'sev1 Coupons late');
  await s.advance('62s');
  await gap.close();
  expect(s.textNow(briefing)).toMatch(/Kafka lag\*\n\s*.*no data/);
  expect(s.textNow(briefing)).not.toMatch(/Kafka lag\*\n\s*.*\b0\b/);
  expect(s.textNow(briefing)).toMatch(/CPU \d+ %/);
});

it('says of each signal whether it is better or worse than at the opening, and since when it is abnormal', async () => {
  const s = await scenario(UNWATCHED);
  const { briefing } = await s.opens('minji', 'sev1 Coupons late');
  expect(s.textNow(briefing)).not.toMatch(/since opening/i);
  await s.advance('62s');
  expect(s.textNow(briefing)).toMatch(/Since opening: 0 worse, 0 better, 8 the same/);

  s.world.coupon.break('S2');
  await s.advance('3m');
  expect(s.textNow(briefing)).toMatch(/Kafka lag\*\n.*▲ warning.*\n\s*↗ worse since opening · abnormal since 14:0[12]/);
  expect(s.textNow(briefing)).toMatch(/Since opening: [1-8] worse/);
});

it('shows how it ended, and is left alone afterwards', async () => {
  const s = await scenario();
  const { briefing } = await s.opens('minji', 'sev2 Coupons late');
  await s.says('minji', 'resolve #1');
  await s.advance('2s');
  const seconds = edits(s, briefing.ts);
  await s.says('minji', 'close #1');
  for (const where of ['#1', 'status']) {
    s.expectPosted(where, /is resolved/);
    s.expectPosted(where, /is closed/);
  }
  s.expectReview(1);
  await s.advance('5m');
  expect(seconds).toHaveLength(1);
  expect(s.textNow(briefing)).toMatch(/closed/);
});

it('shows the end even when the last edit fails at first', async () => {
  const s = await scenario();
  const { briefing } = await s.opens('minji', 'sev2 Coupons late');
  await s.advance('16s');
  s.slack.faults.inject({ call: 'chat.update', fault: { kind: 'http', status: 503 }, times: 1 });
  await s.says('minji', 'cancel #1');
  for (const where of ['#1', 'status']) s.expectPosted(where, /false alarm/);
  await s.advance('2m');
  expect(s.textNow(briefing)).toMatch(/cancelled/);
});

it('shows that the numbers were followed to the end even when the edit that says so fails, and what is kept by it is kept', async () => {
  const s = await scenario(UNWATCHED);
  const { briefing } = await s.opens('minji', 'sev2 Coupons late');
  await s.says('minji', 'resolve #1');
  for (const where of ['#1', 'status']) s.expectPosted(where, /is resolved/);
  s.expectReview(1);
  await s.advance('29m');
  s.slack.faults.inject({ call: 'chat.update', fault: { kind: 'http', status: 503 }, when: ({ ts }) => ts === briefing.ts });
  await s.advance('3m');
  expect(s.textNow(briefing)).toMatch(/are followed until/);
  expect(await s.app.runtime.storage.timeline.ofKind(1, 'readings.followed')).toHaveLength(1);
  s.slack.faults.clear();
  await s.advance('6m');
  expect(s.textNow(briefing)).toMatch(/were followed until/);
  const seconds = edits(s, briefing.ts);
  await s.advance('30m');
  expect(seconds).toEqual([]);
}, 120_000);
