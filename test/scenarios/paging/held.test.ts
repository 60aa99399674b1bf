import { fire, TOKEN } from '../../support/scenario/alert-sender.ts';
import { each } from '../../support/scenario/edit-playbook.ts';
import { monthForMinutes, UNCHARTED, UNDIAGNOSED, UNREFRESHED } from '../../support/scenario/playbook-edits.ts';
import { type Scenario, type ScenarioOptions, scenario } from '../../support/scenario/scenario.ts';
import { type MetricsFront, metricsFrontOf } from '../../support/servers/metrics-front.ts';

/** The shipped playbook's clocks; alerts come from outside, and nothing but A1 to A3 has a time within a day. */
const CLOCKS = {
  environment: { PROMETHEUS_URL: '', ALERT_TOKEN: TOKEN },
  calmMs: 0,
  playbook: [
    UNREFRESHED,
    UNCHARTED,
    UNDIAGNOSED,
    each<{ after?: string; within?: string }>('rows.*', (row, id) => {
      if (id.startsWith('A')) return row;
      const { after: _, within, ...rest } = row;
      return { ...rest, ...(within !== undefined && { within: monthForMinutes(within) }) };
    }),
  ],
} satisfies ScenarioOptions;
/** The same with numbers: those of the coupon service, which is well unless a test breaks it. */
const MEASURED = { ...CLOCKS, environment: { ALERT_TOKEN: TOKEN }, calmMs: 60_000 } satisfies ScenarioOptions;

const HELD =
  /⏸ (Everything measured is well again|Every alert is over), so #1 is escalated no further[\s\S]*\[ Mark mitigated \] \[ Escalate now \]/;
const pagesOf = (s: Scenario, person: string) => s.slack.directMessages(person).filter(({ metadata }) => metadata !== undefined);
const row = async (s: Scenario, rowId: string) => (await s.app.runtime.storage.deadlines.of(1)).find((one) => one.rowId === rowId);
const notices = (s: Scenario) => s.slack.messages(s.channelId('#1')).filter(({ text }) => /is escalated no further/.test(text));

/** An incident that an alert opened and that minji has acknowledged. */
async function alerted(options: ScenarioOptions): Promise<{ s: Scenario; startsAt: Date }> {
  const s = await scenario(options);
  const startsAt = s.now();
  await fire(s, { name: 'Lag', labels: { severity: 'critical' }, startsAt });
  const [page] = pagesOf(s, 'minji');
  if (!page) throw new Error('minji was not paged');
  await s.clicks('minji', page, 'command.page-acknowledge');
  s.takeAll();
  return { s, startsAt };
}

describe.each([
  ['whose alerts have all ended', CLOCKS],
  ['whose alerts have all ended and whose signals are within their limits', MEASURED],
])('an incident %s', (_what, options) => {
  it('met-N1: is held at 30 and at 60 minutes, which is said once with Mark mitigated', async () => {
    const { s, startsAt } = await alerted(options);
    await s.advance('10m');
    await fire(s, { name: 'Lag', labels: { severity: 'critical' }, status: 'resolved', startsAt });
    s.expectPosted('#1', /over/);
    await s.advance('19m');
    s.expectNothingElse();
    await s.advance('2m');
    const held = s.expectPosted('#1', HELD);
    s.expectPosted('status', /Update 1/);
    await s.advance('40m');
    s.expectPosted('status', /Update 2/);
    s.expectNothingElse();
    for (const person of ['sora', 'dohyun', 'hana', 'junho']) expect(pagesOf(s, person)).toEqual([]);
    for (const id of ['A2', 'A3']) expect(await row(s, id)).toMatchObject({ state: 'waived', reason: { code: 'held' } });
    await s.clicks('minji', held, 'command.mitigated');
    expect((await s.incident(1)).state).toBe('mitigated');
    s.takeAll();
  });

  it('met-N1: goes on by its age as soon as an alert comes back', async () => {
    const { s, startsAt } = await alerted(options);
    await fire(s, { name: 'Lag', labels: { severity: 'critical' }, status: 'resolved', startsAt });
    await s.advance('45m');
    expect(notices(s)).toHaveLength(1);
    expect(pagesOf(s, 'sora')).toEqual([]);
    await fire(s, { name: 'Lag', labels: { severity: 'critical' } });
    expect(pagesOf(s, 'sora')).toHaveLength(1);
    expect(await row(s, 'A2')).toMatchObject({ state: 'kept' });
    await s.advance('16m');
    expect(pagesOf(s, 'hana')).toHaveLength(1);
    expect(await row(s, 'A3')).toMatchObject({ state: 'kept' });
    s.takeAll();
  });

  it('met-N1: also after a restart', async () => {
    const { s, startsAt } = await alerted(options);
    await fire(s, { name: 'Lag', labels: { severity: 'critical' }, status: 'resolved', startsAt });
    await s.advance('31m');
    await s.stopBot();
    await s.startBot();
    await s.advance('10m');
    expect(notices(s)).toHaveLength(1);
    expect(pagesOf(s, 'sora')).toEqual([]);
    await s.stopBot();
    await s.startBot();
    await fire(s, { name: 'Lag', labels: { severity: 'critical' } });
    expect(pagesOf(s, 'sora')).toHaveLength(1);
    s.takeAll();
  });

  it('met-N1: rings nobody again while it is held, and rings again when it goes on', async () => {
    const s = await scenario(options);
    const startsAt = s.now();
    await fire(s, { name: 'Lag', labels: { severity: 'critical' }, startsAt });
    expect(pagesOf(s, 'minji')).toHaveLength(1);
    await fire(s, { name: 'Lag', labels: { severity: 'critical' }, status: 'resolved', startsAt });
    await s.advance('20m');
    expect(pagesOf(s, 'minji')).toHaveLength(1);
    expect(pagesOf(s, 'junho')).toEqual([]);
    await fire(s, { name: 'Lag', labels: { severity: 'critical' } });
    expect(pagesOf(s, 'minji')).toHaveLength(2);
    s.takeAll();
  });

  it('met-N1: can be escalated by a person all the same', async () => {
    const { s, startsAt } = await alerted(options);
    await fire(s, { name: 'Lag', labels: { severity: 'critical' }, status: 'resolved', startsAt });
    await s.advance('31m');
    const held = s.expectPosted('#1', HELD);
    await s.clicks('minji', held, 'command.escalate');
    expect(pagesOf(s, 'sora')).toHaveLength(1);
    expect(await row(s, 'A2')).toMatchObject({ state: 'kept' });
    s.takeAll();
  });
});

describe('an incident that a person opened', () => {
  it('met-N1: is held while every signal is within its limits; its first page is repeated, because somebody waits', async () => {
    const s = await scenario(MEASURED);
    await s.opens('jisoo', 'sev1 Coupons late');
    await s.advance('5m1s');
    s.expectDirect('minji', /Page 2 to you/);
    await s.advance('26m');
    s.expectPosted('#1', HELD);
    expect(pagesOf(s, 'sora')).toEqual([]);
    s.takeAll();
  });

  it('met-N1: goes on when a signal crosses its limit, without any alert', async () => {
    const s = await scenario(MEASURED);
    const { page } = await s.opens('jisoo', 'sev1 Coupons late');
    await s.clicks('minji', page, 'command.page-acknowledge');
    await s.advance('31m');
    expect(notices(s)).toHaveLength(1);
    s.world.coupon.break('S2');
    await s.advance('5m');
    expect(pagesOf(s, 'sora')).toHaveLength(1);
    s.takeAll();
  });

  it('met-N1: is not held by what cannot be seen', async () => {
    const s = await scenario(MEASURED);
    const { page } = await s.opens('jisoo', 'sev1 Coupons late');
    await s.clicks('minji', page, 'command.page-acknowledge');
    s.world.coupon.faults.inject({ call: '*', fault: { kind: 'http', status: 503 } });
    await s.advance('31m');
    expect(pagesOf(s, 'sora')).toHaveLength(1);
    s.takeAll();
  });
});

it('met-N1: an incident whose alerts ended with their source is not held', async () => {
  const { s, startsAt } = await alerted(MEASURED);
  s.world.coupon.faults.inject({ call: '*', fault: { kind: 'http', status: 503 } });
  await fire(s, { name: 'Lag', labels: { severity: 'critical' }, status: 'resolved', startsAt });
  await s.advance('31m');
  expect(pagesOf(s, 'sora')).toHaveLength(1);
  s.takeAll();
});

describe('numbers of which only a part arrives', () => {
  let front: MetricsFront | undefined;
  let lacking: string;
  afterEach(async () => await front?.close());

  /** An incident that minji has acknowledged; signals whose query has `part` in it come without the answer of one store. */
  async function inPart(part: string): Promise<Scenario> {
    lacking = part;
    const s = await scenario({ ...MEASURED, start: false });
    front = await metricsFrontOf(s.world.coupon.url, (answer, asked) =>
      asked.includes(lacking) ? { ...answer, warnings: ['store-2: connection refused'] } : answer,
    );
    await s.startBot({}, { PROMETHEUS_URL: front.url });
    const { page } = await s.opens('jisoo', 'sev1 Coupons late');
    await s.clicks('minji', page, 'command.page-acknowledge');
    return s;
  }

  it('met-N1, met-E3: hold nothing, however low', async () => {
    const s = await inPart('');
    await s.advance('31m');
    expect(notices(s)).toEqual([]);
    expect(pagesOf(s, 'sora')).toHaveLength(1);
    s.takeAll();
  });

  it('met-N1, met-E3: are named where the whole ones are well, and let go on where they are above a limit', async () => {
    const s = await inPart('kafka_consumergroup_lag');
    await s.advance('31m');
    s.expectPosted('#1', /⏸ Everything measured is well again[\s\S]*Without a sure value at the moment: Kafka/);
    expect(pagesOf(s, 'sora')).toEqual([]);
    s.world.coupon.break('S2');
    await s.advance('5m');
    expect(pagesOf(s, 'sora')).toHaveLength(1);
    s.takeAll();
  });
});
