import { eventually } from '../../support/clocks/eventually.ts';
import { expectDetected } from '../../support/examples/detected.ts';
import { gapInFrontOf } from '../../support/examples/metrics-gap.ts';
import { set } from '../../support/scenario/edit-playbook.ts';
import { onlyThresholds, UNWATCHED_SIGNALS } from '../../support/scenario/playbook-edits.ts';
import { type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** The bot's questions to the metrics for one signal since the call. */
function looks(s: Scenario, query: RegExp): () => number {
  const before = s.world.coupon.calls.length;
  return () =>
    s.world.coupon.calls.slice(before).filter(({ name, args }) => name === 'GET /api/v1/query' && query.test(String(args.query))).length;
}

it('says nothing of a calm service', async () => {
  const s = await scenario({ watched: true, calmMs: 0 });
  await s.advance('5m');
  s.expectNothingElse();
  expect(await s.app.runtime.storage.alerts.all()).toEqual([]);
  const samples = await s.app.runtime.storage.samples.of({ service: 'coupon', signal: 'cpu' }, new Date(0), s.now());
  expect(samples.length).toBeGreaterThan(17);
});

describe('a crossed threshold', () => {
  it.each([
    ['D1', 'S2', undefined, /D1 Kafka lag over 1,000/, { scenario: 'S2', severity: 'sev1' }],
    ['D2', 'S1', undefined, /D2 Response time \(p95\) over 2 s/, { scenario: 'S1', severity: 'sev2' }],
    ['D3', 'S3', undefined, /D3 DB pool in use over 90 %/, { scenario: 'S3', severity: 'sev1' }],
    ['D4', 'S4', 'late-release', /D4 CPU over 85 %/, { scenario: 'S4', severity: 'sev3' }],
    ['D5', 'S3', undefined, /D5 Error rate \(5xx\) over 25 % \(critical\)/, { scenario: null, severity: 'sev1' }],
    ['D6', 'S5', 'allocation-burst', /D6 Time paused by GC over 10 %/, { scenario: 'S5', severity: 'sev3' }],
    ['D6', 'S5', 'gc-settings', /D6 Time paused by GC over 10 %/, { scenario: 'S5', severity: 'sev3' }],
    ['D6', 'S5', 'old-gen-full', /D6 Time paused by GC over 10 %/, { scenario: 'S5', severity: 'sev3' }],
  ])('%s opens an incident by itself', async (id, broken, cause, title, expected) => {
    const s = await scenario({ watched: true, calmMs: 0, playbook: [onlyThresholds(id)] });
    s.world.coupon.break(broken, { strength: 1.5, ...(cause && { cause }) });
    const declared = async () => ((await s.app.runtime.storage.incidents.list(['open'], 1)).length > 0 ? true : undefined);
    for (let minute = 0; minute < 6 && !(await declared()); minute += 1) await s.advance('1m');
    s.takeAll();
    const [incident] = await s.app.runtime.storage.incidents.list(['open'], 5);
    expect(incident).toMatchObject({ declaredVia: 'watch', declaredBy: `watch:${id}`, ...expected });
    expect(incident?.title).toMatch(title);
    // The onset is when it was first crossed; the deadlines count from when Bongsu knew.
    expect((incident?.detectedAt.getTime() ?? 0) - (incident?.onsetAt.getTime() ?? 0)).toBeGreaterThanOrEqual(30_000);
  });

  it('is announced, paged and briefed as every incident, and says who opened it', async () => {
    const s = await scenario({ watched: true, calmMs: 0, playbook: [onlyThresholds('D1')] });
    s.world.coupon.break('S2');
    await s.advance('2m');
    const { incident, briefing } = await expectDetected(s, 1, /D1 Kafka lag over 1,000 \(watcher\)/);
    expect(s.textNow(briefing)).toMatch(/SEV1 critical · D1 Kafka lag over 1,000/);
    expect(s.textNow(briefing)).toMatch(/Requests are accepted but issued late/);
    expect(incident.state).toBe('open');
    const { answer } = await s.says('jisoo', 'list');
    expect(answer).toMatch(/opened by watcher D1/);
  });
});

it('takes a flapping value for one incident', async () => {
  const s = await scenario({ watched: true, calmMs: 0, playbook: [onlyThresholds('D1'), set('watch.clearAfter', '2m')] });
  for (let turn = 0; turn < 3; turn += 1) {
    s.world.coupon.break('S2');
    await s.advance('75s');
    s.world.coupon.heal();
    await s.advance('75s');
  }
  await expectDetected(s, 1, /D1/);
  s.takeAll();
  expect(await s.app.runtime.storage.incidents.list(['open', 'mitigated', 'resolved', 'closed', 'cancelled', 'reopened'], 10)).toHaveLength(
    1,
  );
  const [alert] = await s.app.runtime.storage.alerts.all();
  expect(alert?.times).toBe(1);
});

it('says when the value is back to normal, and leaves resolving to people', async () => {
  const s = await scenario({ watched: true, calmMs: 0, playbook: [onlyThresholds('D1'), set('watch.clearAfter', '1m')] });
  s.world.coupon.break('S2');
  await s.advance('1m');
  await expectDetected(s, 1, /D1/);
  s.world.coupon.heal();
  await s.advance('4m');
  const over = s.expectPosted('#1', /An alert is over/);
  expect(over.text).toMatch(/No alert is firing any more/);
  expect((await s.incident(1)).state).toBe('open');
  s.takeAll();
  await s.clicks('minji', over, 'command.resolve');
  expect((await s.incident(1)).state).toBe('resolved');
  s.takeAll();
});

it('raises the open incident when it turns critical', async () => {
  const s = await scenario({ watched: true, calmMs: 0, playbook: [onlyThresholds('D2')] });
  s.world.coupon.break('S4', { strength: 0.85, cause: 'lock-held-long' });
  const severity = async () => (await s.app.runtime.storage.incidents.list(['open'], 1))[0]?.severity;
  for (let n = 0; n < 20 && (await severity()) === undefined; n += 1) await s.advance('30s');
  expect(await severity()).toBe('sev2');
  s.world.coupon.break('S3', { cause: 'connection-leak' });
  for (let n = 0; n < 20 && (await severity()) !== 'sev1'; n += 1) await s.advance('30s');
  s.expectPosted('#1', /raised from SEV2 high to SEV1 critical[\s\S]*D2 Response time \(p95\) over 4 s \(critical\)/);
  s.expectPosted('#1', /An alert got worse/);
  s.takeAll();
  expect(await s.app.runtime.storage.incidents.list(['open'], 10)).toHaveLength(1);
});

it('joins the incident that people opened', async () => {
  const s = await scenario({ watched: true, calmMs: 0, playbook: [onlyThresholds('D1')] });
  const { id } = await s.opens('minji', 'sev3 Coupons late');
  s.world.coupon.break('S2');
  await s.advance('2m');
  s.expectPosted(`#${id}`, /One more alert[\s\S]*D1 Kafka lag/);
  s.expectPosted(`#${id}`, /raised from SEV3 medium to SEV1 critical/);
  s.takeAll();
  expect(await s.app.runtime.storage.incidents.list(['open'], 10)).toHaveLength(1);
});

it('takes a signal that stops reporting for a warning of its own', async () => {
  const s = await scenario({ watched: true, calmMs: 0, start: false, playbook: [onlyThresholds('D1', 'D4')] });
  await s.startBot();
  await s.advance('1m');
  await s.stopBot();
  const gap = await gapInFrontOf(s.world.coupon.url, 'kafka_consumergroup_lag');
  await s.startBot({}, { PROMETHEUS_URL: gap.url });
  await s.advance('4m');
  s.expectNothingElse();
  await s.advance('2m');
  const { incident } = await expectDetected(s, 1, /D1 Kafka lag: no data for 5 min/);
  expect(incident).toMatchObject({ severity: 'sev3', scenario: null, declaredVia: 'watch' });
  s.takeAll();
  await s.stopBot();
  await gap.close();
});

it('goes on where it was when the bot starts again in the middle', async () => {
  const s = await scenario({ watched: true, calmMs: 0, playbook: [onlyThresholds('D1'), set('watch.for', '2m')] });
  s.world.coupon.break('S2');
  await s.advance('1m45s');
  await s.stopBot();
  await s.startBot();
  await s.advance('1m');
  await expectDetected(s, 1, /D1/);
  await s.stopBot();
  await s.startBot();
  await s.advance('2m');
  s.takeAll();
  expect(await s.app.runtime.storage.incidents.list(['open'], 10)).toHaveLength(1);
});

it('asks once for each look, however many processes there are', async () => {
  const s = await scenario({ watched: true, calmMs: 0 });
  await s.startBot();
  await s.startBot();
  await s.advance('1s');
  const asked = looks(s, /kafka_consumergroup_lag/);
  await s.advance('5m');
  expect(asked()).toBeGreaterThanOrEqual(15);
  expect(asked()).toBeLessThanOrEqual(21);
});

it('opens one incident when several processes look', async () => {
  const s = await scenario({ watched: true, calmMs: 0 });
  await s.startBot();
  s.world.coupon.break('S3');
  await s.advance('3m');
  s.takeAll();
  expect(await s.app.runtime.storage.incidents.list(['open'], 10)).toHaveLength(1);
});

it('stays quiet where the playbook says so', async () => {
  const s = await scenario({
    watched: true,
    calmMs: 0,
    playbook: [UNWATCHED_SIGNALS],
  });
  s.world.coupon.break('S3');
  await s.advance('5m');
  s.expectNothingElse();
});

it('looks at nothing when no source is set up', async () => {
  const s = await scenario({ watched: true, environment: { PROMETHEUS_URL: '' }, calmMs: 0 });
  const watches = await eventually('rows of watching', async () => {
    const rows = await s.app.runtime.storage.watches.of('coupon');
    return rows.length > 0 ? rows : undefined;
  });
  await s.settle();
  expect(watches.length).toBe(6);
  expect((await s.app.runtime.storage.watches.of('coupon')).every(({ nextAt }) => nextAt === null)).toBe(true);
});
