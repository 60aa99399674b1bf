import { PAGER_CREDENTIALS, type PagerStandIns, startPagerStandIns } from '../../../sandbox/pagers/index.ts';
import type { PageNotice, PagerChannel } from '../../../src/domain/ports/pagers.ts';
import { MINJI, pageNotice, pagersIn } from '../../support/servers/pager-stands.ts';

let standIns: PagerStandIns;

beforeEach(async () => {
  standIns = await startPagerStandIns();
});

afterEach(async () => {
  await standIns.close();
});

function pager(environment: Record<string, string> = {}): PagerChannel {
  const [found] = pagersIn({ standIns, environment, paging: { order: ['pagerduty'] } });
  if (!found) throw new Error('no PagerDuty');
  return found;
}

const states = (): Record<string, string> => Object.fromEntries(standIns.pagerduty.alerts.map(({ dedupKey, state }) => [dedupKey, state]));

it.each<[PageNotice['severity'], string]>([
  ['sev1', 'critical'],
  ['sev2', 'error'],
  ['sev3', 'warning'],
])('%s is %s', async (severity, theirs) => {
  await expect(pager().send(pageNotice({ severity }), MINJI)).resolves.toEqual({ reference: 'bongsu/coupon/12/L1' });
  expect(standIns.pagerduty.alerts[0]?.payload).toMatchObject({
    severity: theirs,
    source: 'coupon',
    summary: '[SEV1] #12 Kafka lag 급증 🔥 (1차 온콜 엔지니어(L1))',
    custom_details: { person: MINJI.name, slack: MINJI.slack, level: 'L1', attempt: 1, key: 'page:7:1' },
  });
});

it('a repeated page and the next person of a level join its alert; the next level is an alert of its own', async () => {
  const channel = pager();
  await channel.send(pageNotice(), MINJI);
  await channel.send(pageNotice({ key: 'page:7:2', attempt: 2 }), MINJI);
  await channel.send(pageNotice({ key: 'page:8:1' }), { ...MINJI, slack: 'U0JUNHO' });
  await channel.settle?.({ incidentId: 12, outcome: 'acknowledged', by: MINJI.slack });
  await channel.send(pageNotice({ key: 'page:9:1', level: 'L2' }), MINJI);
  await channel.send(pageNotice({ key: 'page:10:1', incidentId: 13 }), MINJI);
  expect(standIns.pagerduty.alerts.map(({ triggers }) => triggers)).toEqual([3, 1, 1]);
  expect(states()).toEqual({
    'bongsu/coupon/12/L1': 'acknowledged',
    'bongsu/coupon/12/L2': 'triggered',
    'bongsu/coupon/13/L1': 'triggered',
  });
});

it('a level that answered is acknowledged, and the others go on calling', async () => {
  const channel = pager();
  for (const level of ['L1', 'L2'] as const) await channel.send(pageNotice({ level }), MINJI);
  await channel.settle?.({ incidentId: 12, outcome: 'acknowledged', level: 'L1', by: MINJI.slack });
  expect(states()).toEqual({ 'bongsu/coupon/12/L1': 'acknowledged', 'bongsu/coupon/12/L2': 'triggered' });
});

it('the end of an incident resolves its alerts of every level, and no other’s', async () => {
  const channel = pager();
  for (const level of ['L1', 'L2', 'operations'] as const) await channel.send(pageNotice({ level }), MINJI);
  await channel.send(pageNotice({ incidentId: 1 }), MINJI);
  await channel.settle?.({ incidentId: 12, outcome: 'resolved', by: MINJI.slack });
  expect(states()).toEqual({
    'bongsu/coupon/12/L1': 'resolved',
    'bongsu/coupon/12/L2': 'resolved',
    'bongsu/coupon/12/operations': 'resolved',
    'bongsu/coupon/1/L1': 'triggered',
  });
});

it('an end that was told in part is told in whole by telling it again', async () => {
  const channel = pager();
  for (const level of ['L1', 'L2'] as const) await channel.send(pageNotice({ level }), MINJI);
  standIns.pagerduty.faults.inject({ call: 'resolve', fault: { kind: 'cut-after' }, times: 2 });
  await expect(channel.settle?.({ incidentId: 12, outcome: 'resolved', by: MINJI.slack })).rejects.toMatchObject({
    name: 'TransientError',
  });
  await channel.settle?.({ incidentId: 12, outcome: 'resolved', by: MINJI.slack });
  expect(new Set(Object.values(states()))).toEqual(new Set(['resolved']));
});

it('says which key is wrong, and shows neither the wrong one nor what PagerDuty quotes of it', async () => {
  for (const key of ['short-routing-key', 'f'.repeat(32)]) {
    const error = await pager({ PAGERDUTY_ROUTING_KEY: key })
      .send(pageNotice(), MINJI)
      .catch((e: unknown) => e);
    expect(error).toMatchObject({
      name: 'PermanentError',
      code: 'invalid_routing_key',
      message: expect.stringContaining('PAGERDUTY_ROUTING_KEY'),
    });
    expect(String(error)).not.toContain(key);
  }
  standIns.pagerduty.faults.inject({
    call: 'trigger',
    fault: { kind: 'error', code: `no alerts for ${PAGER_CREDENTIALS.routingKey} today` },
  });
  const quoted = await pager()
    .send(pageNotice(), MINJI)
    .catch((e: unknown) => e);
  expect(quoted).toMatchObject({ name: 'PermanentError', message: expect.stringContaining('no alerts for [secret] today') });
});

it('finds the endpoint however the address was written', async () => {
  const { url } = standIns.pagerduty;
  for (const written of [url, `${url}/`, `${url}/v2`, `${url}/v2/enqueue`]) {
    await pager({ PAGERDUTY_API_URL: written }).send(pageNotice(), MINJI);
  }
  expect(standIns.pagerduty.alerts[0]?.triggers).toBe(4);
  await expect(pager({ PAGERDUTY_API_URL: `${url}/elsewhere` }).send(pageNotice(), MINJI)).rejects.toMatchObject({
    name: 'PermanentError',
    message: expect.stringContaining('PAGERDUTY_API_URL'),
  });
});
