import pg from 'pg';
import type { Alert } from '../../../src/domain/alerts/alert.ts';
import { AlertInbox } from '../../../src/workflows/alerts/alert-inbox.ts';
import { Refusals } from '../../../src/workflows/alerts/refusals.ts';
import { storeMessages } from '../../../src/workflows/alerts/store-messages.ts';
import { AlertIntake } from '../../../src/workflows/alerts/take-body.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { expectDetected } from '../../support/examples/detected.ts';
import { asAdmin } from '../../support/run/test-run.ts';
import { body, fire, post, quiet, rules } from '../../support/scenario/alert-sender.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** More than are decided about in one look. */
const HELD = 120;

function alertOf(s: Scenario, name: string, at: Date): Alert {
  return {
    service: 'coupon',
    source: 'generic',
    fingerprint: name,
    status: 'firing',
    title: name,
    labels: {},
    description: null,
    url: null,
    startsAt: s.now(),
    endsAt: null,
    firstSeenAt: at,
    lastSeenAt: at,
    times: 1,
    groupKey: name,
    weight: 3,
    leftOut: {},
    news: 'fired',
  };
}

it('decides about a group although more groups than fit into one look stand before it and cannot be decided about', async () => {
  const s = await scenario(CALM);
  // The look with which a bot begins must not find them.
  await s.settle();
  const { alerts, incidents, url } = s.app.runtime.storage;
  const earlier = new Date(s.now().getTime() - 1_000);
  await alerts.remember(
    Array.from({ length: HELD }, (_, n) => alertOf(s, `Held${n}`, earlier)),
    earlier,
  );
  await alerts.remember([alertOf(s, 'Free', s.now())], s.now());
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  try {
    // As another process would that is just writing them.
    await other.query(`begin; select 1 from alerts where group_key like 'Held%' for update`);
    await s.app.ticker.drain('alerts');
    expect(await incidents.list(['open'], 10)).toMatchObject([{ title: 'Free' }]);
    await other.query('delete from alerts where group_key <> $1', ['Free']);
    await other.query('commit');
  } finally {
    await other.end();
  }
  await s.settle();
  s.takeAll();
});

it('met-K7: decides about a critical alert for the open incident while a flood of other groups is worked off, and counts each once', async () => {
  const s = await scenario(quiet(rules({ groupBy: ['alertname'] })));
  await fire(s, { name: 'Checkout' });
  await expectDetected(s, 1, /Checkout/);
  const { alerts, incidents } = s.app.runtime.storage;
  const flood = Array.from({ length: 10_000 }, (_, n) => ({ name: `Flood${n}`, startsAt: s.now() }));
  expect((await post(s, 'alertmanager', body(s, flood))).status).toBe(202);
  const urgent = { name: 'Checkout', labels: { severity: 'critical', pod: 'b' } };
  expect((await post(s, 'alertmanager', body(s, [urgent]))).status).toBe(202);
  const before = (await alerts.all()).length;
  const decided = await eventually('the critical alert is decided about', async () =>
    (await alerts.of(1)).find(({ labels, news }) => labels.pod === 'b' && news === null),
  );
  expect((await incidents.find(1))?.severity).toBe('sev1');
  // Whatever the machine's speed: of what came before it no more than some batches went first.
  const ahead = (await alerts.all()).filter(({ id }) => BigInt(id) < BigInt(decided.id)).length;
  expect(ahead - before).toBeLessThanOrEqual(2_000);
  await s.settle();
  const known = await alerts.all();
  expect([known.length, known.every(({ times }) => times === 1)]).toEqual([10_002, true]);
  const waiting = known.filter(({ waitingSince }) => waitingSince !== null);
  expect(waiting.length + (await incidents.list(['open'], 100)).length).toBe(10_001);
  expect(s.expectPosted('status', /groups of alerts are waiting/).text).toMatch(/No alert is lost/);
  s.takeAll();
});

it('holds no more than ten thousand of what nobody can read, an hour after a flood at the latest', async () => {
  const s = await scenario(CALM);
  const { alertEvents } = s.app.runtime.storage;
  await asAdmin(s.databaseUrl, (client) =>
    client.query(
      `insert into alert_events (source, received_at, payload, error, set_aside_at)
       select 'kafka', $1, '{}', 'unfinished', $1 from generate_series(1, 10050)`,
      [s.now()],
    ),
  );
  expect(await alertEvents.countSetAside()).toBe(10_050);
  await s.advance('1h');
  expect(await alertEvents.countSetAside()).toBe(10_000);
  s.takeAll();
});

it('keeps what nobody can read, and what alerts said, for a month, and logs the former rarely', async () => {
  const s = await scenario(CALM);
  const { runtime } = s.app;
  const said: object[] = [];
  const log = { ...runtime.log, warn: (context: object) => said.push(context) };
  const logged = { ...runtime, log };
  const store = storeMessages(runtime, { intake: new AlertIntake(runtime, new AlertInbox(runtime)), refusals: new Refusals(logged) });
  const aside = async () => await runtime.storage.alertEvents.setAside();
  await store(Array.from({ length: 30 }, (_, n) => ({ id: `alerts/0/${n}`, text: '{"half": ' })));
  await s.advance('2m');
  await store([{ id: 'alerts/0/30', text: '{"half": ' }]);
  expect(said).toMatchObject([
    { source: 'kafka', code: 'unfinished', unsaid: 0 },
    { source: 'kafka', code: 'unfinished', unsaid: 29 },
  ]);
  expect(s.expectPosted('status', /Alerts from Kafka/).text).toMatch(/30 alerts that broke off/);
  const change = alertOf(s, 'Old', s.now());
  await runtime.storage.alertChanges.add([{ ...change, receivedAt: s.now() }]);
  const changes = async () => await runtime.storage.alertChanges.between(change.startsAt, s.now());
  await s.advance('29d');
  await s.app.ticker.drain('alerts');
  expect([await aside(), await changes()].map(({ length }) => length)).toEqual([31, 1]);
  await s.advance('25h');
  await s.app.ticker.drain('alerts');
  expect([await aside(), await changes()]).toEqual([[], []]);
  s.takeAll();
});
