import { expectDetected } from '../../support/examples/detected.ts';
import { set } from '../../support/scenario/edit-playbook.ts';
import { onlyThresholds, UNCHARTED, UNREFRESHED } from '../../support/scenario/playbook-edits.ts';
import { type Scenario, scenario } from '../../support/scenario/scenario.ts';
import { type MetricsFront, metricsFrontOf } from '../../support/servers/metrics-front.ts';

/** Half an answer is not an answer: what Thanos says in warnings, and VictoriaMetrics in isPartial. */
interface Halves extends MetricsFront {
  /** Queries with these words in them lack a part from now on; undefined: none does. */
  lacking: string | undefined;
  as: 'warnings' | 'isPartial';
}

const WARNING = 'receive series from Addr: store-2:10901: rpc error: connection refused';
let halves: Halves;

async function withHalves(options: Parameters<typeof scenario>[0] = {}): Promise<Scenario> {
  const s = await scenario({ ...options, start: false });
  const front = await metricsFrontOf(s.world.coupon.url, (answer, asked) => {
    if (halves.lacking === undefined || !asked.includes(halves.lacking)) return answer;
    return halves.as === 'warnings' ? { ...answer, warnings: [WARNING] } : { ...answer, isPartial: true };
  });
  halves = { ...front, lacking: undefined, as: 'warnings' };
  await s.startBot({}, { PROMETHEUS_URL: front.url });
  return s;
}
afterEach(async () => await halves.close());

const lagAlone = [onlyThresholds('D1'), set('watch.clearAfter', '1m')];

it.each(['warnings', 'isPartial'] as const)(
  'met-E3: %s are shown as partial, and nothing is called within its limits by them',
  async (as) => {
    const s = await withHalves();
    halves.as = as;
    halves.lacking = '';
    const { briefing } = await s.opens('minji', 'sev1 Coupons late');
    await s.advance('62s');
    const text = s.textNow(briefing);
    expect(text).not.toMatch(/within (its|their) limits/);
    expect(text).toMatch(/Every signal is measured only in part/);
    expect(text).toMatch(
      as === 'warnings'
        ? /◐ measured only in part \(the source says: receive series/
        : /◐ measured only in part \(the source says that a part is missing\)/,
    );
    const { answer } = await s.says('minji', 'status #1');
    expect(answer).toMatch(/Every signal is measured only in part/);

    halves.lacking = undefined;
    await s.advance('62s');
    expect(s.textNow(briefing)).toMatch(/All 8 measured signals are within their limits/);
  },
);

it('met-E3: one signal that is partial is told from those that are whole', async () => {
  const s = await withHalves();
  halves.lacking = 'kafka_consumergroup_lag';
  const { briefing } = await s.opens('minji', 'sev1 Coupons late');
  await s.advance('62s');
  expect(s.textNow(briefing)).toMatch(/All 7 measured signals are within their limits\. \(1 measured only in part\)/);
  expect(s.textNow(briefing)).toMatch(/Since opening: 0 worse, 0 better, 7 the same/);
});

it('met-E3: the watcher raises by a part that is over the limit, and ends nothing by a part that is calm', async () => {
  const s = await withHalves({ watched: true, calmMs: 0, playbook: lagAlone });
  halves.lacking = 'kafka_consumergroup_lag';
  s.world.coupon.break('S2');
  await s.advance('90s');
  await expectDetected(s, 1, /D1/);
  s.takeAll();
  s.world.coupon.heal();
  await s.advance('8m');
  expect(JSON.stringify(s.takeAll())).not.toMatch(/An alert is over/);
  expect((await s.app.runtime.storage.samples.of({ service: 'coupon', signal: 'kafka_lag' }, new Date(0), s.now())).at(-1)).toMatchObject({
    doubts: [{ code: 'partial', words: [WARNING] }],
  });
  halves.lacking = undefined;
  await s.advance('2m');
  s.expectPosted('#1', /An alert is over/);
  s.takeAll();
});

it('met-E3: no cause is called likely by parts, and none is acted upon', async () => {
  const s = await withHalves();
  await s.opens('minji', 'sev1 Coupons late');
  halves.lacking = '';
  s.world.coupon.break('S2');
  await s.advance('4m');
  const { answer } = await s.says('minji', 'diagnosis #1');
  expect(answer).toMatch(/Possible cause: Kafka consumers/);
  expect(answer).toMatch(/\(the source says: receive series/);
  expect(JSON.stringify(s.takeAll())).not.toMatch(/Likely cause/);
  halves.lacking = undefined;
  await s.advance('2m');
  s.expectPosted('#1', /Likely cause/);
  s.takeAll();
});

it('met-E3: nobody is told that nothing stands out while something is measured in part', async () => {
  const s = await withHalves();
  halves.lacking = 'process_cpu_usage';
  await s.opens('minji', 'sev1 Coupons late');
  await s.advance('2m');
  const { answer } = await s.says('minji', 'diagnosis #1');
  expect(answer).toMatch(/Nothing stands out in what is measured whole; 1 signal is measured only in part/);
  halves.lacking = undefined;
  await s.advance('1m');
  expect((await s.says('minji', 'diagnosis #1')).answer).toMatch(/Nothing stands out: every signal is in its usual range/);
});

it('met-E3: a mitigation is not called helpful by parts', async () => {
  const s = await withHalves({ playbook: [UNREFRESHED, UNCHARTED] });
  s.world.coupon.break('S2', { cause: 'few-consumers' });
  await s.advance('1m');
  await s.opens('minji', 'sev1 Coupons late');
  await s.says('minji', 'mitigate scale-consumers', '#1');
  await s.submits('minji', {});
  const message = s.expectPosted('#1', /Done/);
  halves.lacking = 'kafka_consumergroup_lag';
  await s.advance('16m');
  expect(await s.app.runtime.storage.mitigationRuns.find(1)).toMatchObject({ verdict: 'unknown', proof: { verdict: 'unknown' } });
  expect(s.textNow(message)).toMatch(/\? \*Not sure\* whether it helped: before or after it ran, the signals were measured only in part/);
  expect(s.textNow(message)).toMatch(/Kafka lag: .* \? \S.*\(the source says: receive series/);
  s.takeAll();
});
