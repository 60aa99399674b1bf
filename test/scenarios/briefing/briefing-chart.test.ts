import { createChartRenderer } from '../../../src/integrations/charts/index.ts';
import { scenario, UNWATCHED } from '../../support/scenario/scenario.ts';

const image = (blocks: readonly { type: string; [field: string]: unknown }[]) =>
  blocks.find((block) => block.type === 'image') as { slack_file: { id: string }; alt_text: string } | undefined;

it('the briefing gets one chart, which is drawn again every five minutes, and no message of its own', async () => {
  const s = await scenario(UNWATCHED);
  const { channel, briefing } = await s.opens('minji', 'sev1 Coupons late');
  expect(image(s.current(briefing).blocks)).toBeUndefined();
  await s.advance('25s');
  const first = image(s.current(briefing).blocks);
  expect(first?.alt_text).toMatch(/^Chart of #1 SEV1 critical · Coupons late, 13:30 – 14:00 GMT\+9: Response time \(p95\) \d+ ms, normal/);
  expect(s.slack.files()).toHaveLength(1);
  await s.advance('4m');
  expect(s.slack.files()).toHaveLength(1);
  expect(image(s.current(briefing).blocks)?.slack_file).toEqual(first?.slack_file);
  await s.advance('2m');
  expect(s.slack.files()).toHaveLength(2);
  expect(image(s.current(briefing).blocks)?.slack_file.id).toBe(s.slack.files()[1]?.id);
  expect(s.slack.messages(channel)).toHaveLength(1);
});

it('a signal that crosses its limit asks for a new chart at once', async () => {
  const s = await scenario(UNWATCHED);
  const { briefing } = await s.opens('minji', 'sev1 Coupons late');
  await s.advance('62s');
  s.world.coupon.break('S2');
  await s.advance('3m');
  expect(s.slack.files().length).toBeGreaterThanOrEqual(2);
  expect(s.slack.files().length).toBeLessThanOrEqual(4);
  expect(image(s.current(briefing).blocks)?.alt_text).toMatch(/Kafka lag [\d,]+, warning, over 1,000, worse since opening/);
});

it('without a chart the numbers go out all the same: Slack refuses it, does not take it, or has not looked at it', async () => {
  const s = await scenario({ ...UNWATCHED, slack: { fileProcessingMs: 20_000 } });
  const { briefing } = await s.opens('minji', 'sev1 Coupons late');
  s.slack.faults.inject({ call: 'upload_url', fault: { kind: 'http', status: 503 }, times: 1 });
  await s.advance('62s');
  expect(s.textNow(briefing)).toMatch(/Since opening: \d worse/);
  expect(image(s.current(briefing).blocks)).toBeUndefined();
  expect(s.slack.files().filter(({ completedAt }) => completedAt)).toHaveLength(0);

  await s.advance('4m15s');
  // Uploaded, and refused by the edit that would show it.
  expect(s.slack.files().filter(({ completedAt }) => completedAt)).toHaveLength(1);
  expect(image(s.current(briefing).blocks)).toBeUndefined();
  await s.advance('70s');
  expect(image(s.current(briefing).blocks)?.slack_file.id).toBe(s.slack.files().at(-1)?.id);
  expect(s.textNow(briefing)).not.toMatch(/Not working yet/);
});

it('a missing permission is said in the briefing, and nothing else is', async () => {
  const s = await scenario({ ...UNWATCHED, slack: { withoutScopes: ['files:write'] } });
  const { channel, briefing } = await s.opens('minji', 'sev1 Coupons late');
  await s.advance('62s');
  expect(s.textNow(briefing)).toMatch(/Not working yet[\s\S]*Chart: The app lacks a scope: add files:write/);
  expect(s.slack.messages(channel)).toHaveLength(1);
  expect(s.slack.calls.filter(({ method }) => method === 'files.getUploadURLExternal')).toHaveLength(1);
});

it('a process that dies after the upload leaves nothing that anybody sees, and the next one draws in time', async () => {
  const s = await scenario({ ...UNWATCHED, start: false });
  const dying = await s.startBot({
    crashPoint: (name) => {
      if (name === 'chart:uploaded') throw new Error('the process is gone');
    },
  });
  const { channel, briefing } = await s.opens('minji', 'sev1 Coupons late');
  await s.advance('62s');
  expect(s.slack.files()).toHaveLength(1);
  expect(image(s.current(briefing).blocks)).toBeUndefined();
  await s.stopBot(dying);
  await s.startBot();
  await s.advance('5m30s');
  expect(image(s.current(briefing).blocks)?.slack_file.id).toBe(s.slack.files()[1]?.id);
  expect(s.slack.messages(channel)).toHaveLength(1);
});

it('after recovery error rate, CPU and memory are followed more slowly, and it is said whether they stay normal', async () => {
  const s = await scenario(UNWATCHED);
  const { briefing } = await s.opens('minji', 'sev1 Coupons late');
  await s.says('minji', 'resolve #1');
  for (const where of ['#1', 'status']) s.expectPosted(where, /is resolved/);
  s.expectReview(1);
  await s.advance('16s');
  expect(s.textNow(briefing)).toMatch(/After recovery these are followed until 14:30 GMT\+9\*: they stay normal\./);
  expect(s.textNow(briefing)).toMatch(/Error rate[\s\S]*CPU[\s\S]*Memory/);
  expect(s.textNow(briefing)).not.toMatch(/Kafka lag/);

  const edits: Date[] = [];
  s.slack.onCall(({ method, args, ok }) => {
    if (method === 'chat.update' && args.ts === briefing.ts && ok) edits.push(s.now());
  });
  s.world.coupon.break('S4', { strength: 2 });
  await s.advance('10m');
  expect(edits.length).toBeLessThanOrEqual(6);
  expect(s.textNow(briefing)).toMatch(/⚠ not normal: .*CPU/);
  await s.advance('22m');
  expect(s.textNow(briefing)).toMatch(/After recovery these were followed until/);
  const timeline = await s.app.runtime.storage.timeline.ofKind(1, 'readings.followed');
  expect(timeline).toMatchObject([{ data: { rows: ['V2'], signals: ['error_rate', 'cpu', 'memory'] } }]);
  const before = edits.length;
  await s.advance('30m');
  expect(edits.length).toBe(before);
  expect(await s.app.runtime.storage.timeline.ofKind(1, 'readings.followed')).toHaveLength(1);
});

it('newcomer 6: after recovery what broke is followed, with errors, CPU and memory beside it', async () => {
  const s = await scenario(UNWATCHED);
  const { briefing } = await s.opens('minji', 'sev1 Coupons late');
  s.world.coupon.break('S2');
  await s.advance('4m');
  expect(s.textNow(briefing)).toMatch(/Kafka lag\*\n.*▲ warning/);
  s.world.coupon.heal();
  await s.says('minji', 'resolve #1');
  await s.advance('20m');
  const numbers = s.textNow(briefing);
  expect(numbers).toMatch(/After recovery these are followed/);
  expect(numbers).toMatch(/Kafka lag[\s\S]*Error rate|Error rate[\s\S]*Kafka lag/);
  for (const beside of ['CPU', 'Memory']) expect(numbers).toContain(beside);
  // It was within its limits all the time, and stands for no cause.
  expect(numbers).not.toMatch(/GC/);
  await s.advance('12m');
  const [noted] = await s.app.runtime.storage.timeline.ofKind(1, 'readings.followed');
  expect(noted?.data.signals).toEqual(expect.arrayContaining(['kafka_lag', 'error_rate', 'cpu', 'memory']));
  s.takeAll();
});

describe('for whoever asks', () => {
  it('brief is the briefing of this moment, for one person only, anywhere', async () => {
    const s = await scenario(UNWATCHED);
    await s.opens('minji', 'sev1 Coupons late');
    await s.advance('20s');
    const said = await s.says('sora', 'brief #1');
    expect(said.answer).toMatch(/Coupons late[\s\S]*the same[\s\S]*signals within limits.*Kafka lag[\s\S]*Commander: nobody yet/);
    expect((await s.says('sora', 'brief')).answer).toMatch(/belongs to no incident/);
    expect((await s.says('minji', 'brief', '#1')).answer).toMatch(/Kafka lag/);
  });

  it('graph comes as a direct message, once, with a picture of its own', async () => {
    const s = await scenario(UNWATCHED);
    const said = await s.says('sora', 'graph kafka_lag 30m');
    expect(said.answer).toMatch(/Kafka lag over the last 30 min comes to you as a direct message/);
    await s.again(said);
    await s.advance('10s');
    const message = s.expectDirect('sora', /Kafka lag, the last 30 min/);
    expect(image(message.blocks)?.alt_text).toMatch(/^Chart of Kafka lag, 13:30 – 14:00 GMT\+9: Kafka lag \d+, normal\.$/);
    expect(s.slack.files()).toHaveLength(1);
    expect((await s.says('sora', 'graph kafka_lagg')).answer).toMatch(/no signal.*such as `kafka_lag`/);
    expect((await s.says('sora', 'graph kafka_lag 2x')).answer).toMatch(/one duration, such as `30m`/);
  });

  it("graph in an incident's channel is for everybody there", async () => {
    const s = await scenario(UNWATCHED);
    await s.opens('minji', 'sev1 Coupons late');
    const said = await s.says('minji', 'graph CPU', '#1');
    expect(said.answer).toMatch(/comes into this channel/);
    await s.advance('10s');
    const message = s.expectPosted('#1', /CPU, the last 1 h/);
    expect(image(message.blocks)).toBeDefined();
    expect(s.textNow(message)).toMatch(/asked for by @U0MINJI/);
  });

  it('graph says why there is none, when the source does not answer', async () => {
    const s = await scenario(UNWATCHED);
    s.world.coupon.faults.inject({ call: '*', fault: { kind: 'http', status: 503 } });
    await s.says('sora', 'graph cpu');
    await s.advance('2m');
    s.expectDirect('sora', /CPU, the last 1 h[\s\S]*There is no chart of it: /);
    expect(s.slack.files()).toHaveLength(0);
  });
});

it('met-15: on a machine that can draw no pictures there are none, and nobody is told that they are missing', async () => {
  const charts = createChartRenderer({ from: () => Promise.reject(new Error('Cannot find native binding')) });
  const s = await scenario({ ...UNWATCHED, overrides: { charts } });
  const { briefing } = await s.opens('minji', 'sev1 Coupons late');
  await s.advance('6m');
  expect(image(s.current(briefing).blocks)).toBeUndefined();
  expect(s.textNow(briefing)).not.toMatch(/Chart|Not working/);
  expect(s.slack.files()).toEqual([]);
  await s.says('minji', 'graph kafka_lag', '#1');
  await s.advance('10s');
  s.expectPosted('#1', /This machine cannot draw pictures/);
});
