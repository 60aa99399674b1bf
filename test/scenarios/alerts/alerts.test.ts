import pg from 'pg';
import { ALERT_BODY_MAX } from '../../../src/web/alerts/alert-door.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { expectDetected } from '../../support/examples/detected.ts';
import { asAdmin } from '../../support/run/test-run.ts';
import { alertsOf, body, fire, openIncidents as open, post, quiet, rules, settled, TOKEN } from '../../support/scenario/alert-sender.ts';
import { CALM, scenario } from '../../support/scenario/scenario.ts';

it('opens an incident for an alert from outside, with its onset and its source', async () => {
  const s = await scenario(quiet());
  await fire(s, {
    name: 'CouponErrors',
    summary: 'Coupons fail',
    labels: { severity: 'critical' },
    startsAt: new Date(s.now().getTime() - 240_000),
  });
  const { incident, briefing } = await expectDetected(s, 1, /Coupons fail \(Alertmanager\)/);
  expect(incident).toMatchObject({ title: 'Coupons fail', severity: 'sev1', declaredVia: 'alert', declaredBy: 'alert:alertmanager' });
  expect(s.textNow(briefing)).toMatch(/declared by an alert from Alertmanager/);
  expect(incident.detectedAt.getTime() - incident.onsetAt.getTime()).toBeGreaterThanOrEqual(240_000);
  expect(incident.clockStartedAt).toEqual(incident.detectedAt);
});

it('counts an alert that fires again, and says nothing', async () => {
  const s = await scenario(quiet());
  const startsAt = s.now();
  for (let n = 0; n < 5; n += 1) await fire(s, { name: 'CouponErrors', startsAt });
  await expectDetected(s, 1, /CouponErrors/);
  expect(await alertsOf(s)).toMatchObject([{ times: 5, status: 'firing', incidentId: 1 }]);
});

it('lets later alerts join the open incident: one notice for those that came together, and its timeline', async () => {
  const s = await scenario(quiet());
  await fire(s, { name: 'CouponErrors' });
  await expectDetected(s, 1, /CouponErrors/);
  await fire(s, { name: 'SlowAnswers' }, { name: 'PoolFull', labels: { severity: 'critical' } });
  s.expectPosted('#1', /2 more alerts:[\s\S]*SlowAnswers[\s\S]*PoolFull/);
  s.expectPosted('#1', /raised from SEV2 high to SEV1 critical \(an alert from Alertmanager\)[\s\S]*PoolFull/);
  const timeline = await s.app.runtime.storage.timeline.of(1);
  expect(timeline.filter(({ kind }) => kind === 'alerts.joined').map(({ data }) => data.count)).toEqual([1, 2]);
});

it('says what is over, and offers to resolve when nothing fires any more', async () => {
  const s = await scenario(quiet());
  const startsAt = s.now();
  await fire(s, { name: 'A', startsAt }, { name: 'B', startsAt });
  await expectDetected(s, 1, /opened by 2 alerts/);
  await fire(s, { name: 'A', status: 'resolved', startsAt });
  expect(s.expectPosted('#1', /An alert is over/).text).toMatch(/One alert is still firing/);
  await fire(s, { name: 'B', status: 'resolved', startsAt });
  s.expectPosted('#1', /that does not happen automatically[\s\S]*\[ Resolve \]/);
  expect((await s.incident(1)).state).toBe('open');
  await fire(s, { name: 'B', status: 'resolved', startsAt });
  await fire(s, { name: 'Unknown', status: 'resolved', startsAt });
});

it('calls people again when the trouble comes back after it was mitigated', async () => {
  const s = await scenario(quiet());
  const startsAt = s.now();
  await fire(s, { name: 'A', startsAt });
  await expectDetected(s, 1, /A/);
  await fire(s, { name: 'A', status: 'resolved', startsAt });
  await s.says('minji', 'mitigated #1');
  s.takeAll();
  await s.advance('5m');
  await fire(s, { name: 'A' });
  expect((await s.incident(1)).state).toBe('reopened');
  s.expectPosted('#1', /One more alert/);
  for (const where of ['#1', 'status']) s.expectPosted(where, /open again \(an alert from Alertmanager\)/);
  s.expectDirect('minji', /You are paged/);
});

it('calls nobody because alerts of a mitigated incident were never weighed, as those from before an upgrade', async () => {
  const s = await scenario(quiet());
  const startsAt = s.now();
  const labels = { severity: 'critical' };
  await fire(s, { name: 'A', labels, startsAt }, { name: 'B', labels, startsAt });
  await expectDetected(s, 1, /A/);
  await s.says('minji', 'mitigated #1');
  s.takeAll();
  await asAdmin(s.databaseUrl, (client) => client.query('update alerts set weight = null'));
  await fire(s, { name: 'A', labels, startsAt });
  expect((await s.incident(1)).state).toBe('mitigated');
  await asAdmin(s.databaseUrl, (client) => client.query('update alerts set weight = null'));
  await fire(s, { name: 'C', labels });
  expect((await s.incident(1)).state).toBe('mitigated');
  s.expectPosted('#1', /One more alert/);
});

it('does not open the same trouble again after people said it was a false alarm, but does when it begins anew', async () => {
  const s = await scenario(quiet());
  const startsAt = s.now();
  await fire(s, { name: 'A', startsAt });
  await expectDetected(s, 1, /A/);
  await s.says('minji', 'cancel #1');
  s.takeAll();
  await s.advance('5m');
  await fire(s, { name: 'A', startsAt });
  s.expectNothingElse();
  await s.advance('5m');
  await fire(s, { name: 'A' });
  await expectDetected(s, 2, /A/);
});

it('groups by the labels that the playbook names, and routes by the first rule that matches', async () => {
  const s = await scenario(
    quiet(
      rules({
        groupBy: ['cluster'],
        routes: [
          { match: { severity: 'info' }, ignore: true },
          { match: { alertname: '/Kafka.*/' }, scenario: 'S2' },
          { match: { alertname: 'Page' }, severity: 'sev3' },
        ],
      }),
    ),
  );
  await fire(s, { name: 'Note', labels: { severity: 'info', cluster: 'x' } });
  s.expectNothingElse();
  await fire(
    s,
    { name: 'KafkaLag', labels: { cluster: 'a' } },
    { name: 'Page', labels: { cluster: 'b', severity: 'critical' } },
    { name: 'Other', labels: { cluster: 'a' } },
  );
  s.takeAll();
  expect((await open(s)).map(({ title, scenario: id, severity }) => [title, id, severity]).sort()).toEqual([
    ['KafkaLag', 'S2', 'sev1'],
    ['Page', null, 'sev3'],
  ]);
  expect((await alertsOf(s)).map(({ title, incidentId }) => [title, incidentId === null])).toEqual([
    ['Note', true],
    ['KafkaLag', false],
    ['Page', false],
    ['Other', false],
  ]);
});

it('loses nothing in a storm and opens no more incidents than the rules say', async () => {
  const s = await scenario(quiet(rules({ groupBy: ['alertname'], declare: { atMost: 3, per: '10m' } })));
  const startsAt = s.now();
  const names = Array.from({ length: 50 }, (_, n) => `Storm${n}`);
  for (let second = 0; second < 20; second += 1) {
    await Promise.all(
      Array.from({ length: 10 }, () =>
        post(
          s,
          'alertmanager',
          body(
            s,
            names.map((name) => ({ name, startsAt })),
          ),
        ),
      ),
    );
    await s.advance('3s');
  }
  await s.settle();
  const known = await alertsOf(s);
  expect(known.reduce((sum, { times }) => sum + times, 0)).toBe(10_000);
  expect(known).toHaveLength(50);
  expect(await open(s)).toHaveLength(3);
  expect(s.slack.channels().filter(({ name }) => name.startsWith('inc-'))).toHaveLength(3);
  expect(s.expectPosted('status', /groups of alerts are waiting/).text).toMatch(/4[67] groups[\s\S]*No alert is lost/);
  expect(known.filter(({ waitingSince }) => waitingSince !== null)).toHaveLength(47);
  await s.advance('10m');
  expect(await open(s)).toHaveLength(6);
  s.takeAll();
});

it('joins a storm of one service into one incident and says little', async () => {
  const s = await scenario(quiet());
  const startsAt = s.now();
  const names = Array.from({ length: 50 }, (_, n) => `Storm${n}`);
  for (let n = 0; n < 40; n += 1) {
    const sent = names.map((name) => ({ name, startsAt }));
    await Promise.all([post(s, 'alertmanager', body(s, sent.slice(0, 25))), post(s, 'alertmanager', body(s, sent.slice(25)))]);
  }
  await s.settle();
  expect((await alertsOf(s)).reduce((sum, { times }) => sum + times, 0)).toBe(2_000);
  expect(await open(s)).toHaveLength(1);
  expect(s.slack.messages(s.channelId('#1')).length).toBeLessThanOrEqual(4);
  s.takeAll();
});

it('mutes during maintenance, says so once, and opens what still fires at its end', async () => {
  const s = await scenario(
    quiet(
      rules({
        maintenance: [
          {
            from: '2026-03-03T13:00+09:00',
            to: '2026-03-03T15:00+09:00',
            match: { alertname: '/Db.*/' },
            reason: 'database upgrade',
          },
        ],
      }),
    ),
  );
  const startsAt = s.now();
  await fire(s, { name: 'DbDown', startsAt });
  expect(s.expectPosted('status', /Maintenance until/).text).toMatch(/database upgrade[\s\S]*DbDown/);
  await fire(s, { name: 'DbDown', startsAt }, { name: 'DbSlow', startsAt });
  s.expectNothingElse();
  expect((await alertsOf(s)).map(({ mutedBy, times }) => [mutedBy, times])).toEqual([
    ['database upgrade', 2],
    ['database upgrade', 1],
  ]);
  await fire(s, { name: 'DbSlow', status: 'resolved', startsAt });
  await s.advance('61m');
  await expectDetected(s, 1, /DbDown/);
  await fire(s, { name: 'Other' });
  s.expectPosted('#1', /One more alert/);
});

it('takes Grafana’s alerts and anybody’s JSON', async () => {
  const s = await scenario(
    quiet(
      rules({
        groupBy: ['alertname'],
        generic: {
          alerts: 'items',
          title: 'what.name',
          fingerprint: 'what.key',
          status: 'what.state',
          labels: { alertname: 'what.name' },
        },
      }),
    ),
  );
  const grafana = { ...(body(s, [{ name: 'Graf', summary: 'Panel is red' }]) as object), orgId: 1, title: '[FIRING:1]', state: 'alerting' };
  expect((await post(s, 'grafana', grafana)).status).toBe(202);
  expect((await post(s, 'generic', { items: [{ what: { name: 'Own', key: 7, state: 'bad' } }] })).status).toBe(202);
  await settled(s);
  await expectDetected(s, 1, /Panel is red \(Grafana\)/);
  await expectDetected(s, 2, /Own \(webhook\)/);
  expect((await post(s, 'generic', { items: [{ what: { name: 'Own', key: 7, state: 'OK' } }] })).status).toBe(202);
  await s.settle();
  s.expectPosted('#2', /is over/);
});

describe('a request that cannot be taken', () => {
  it.each([
    ['without a token', 'alertmanager', '{}', { authorization: '' }, 401, /Authorization: Bearer/],
    ['with another token', 'alertmanager', '{}', { authorization: 'Bearer other' }, 401, /not the one in ALERT_TOKEN/],
    ['that is no JSON', 'alertmanager', 'up', {}, 400, /not JSON/],
    ['of another shape', 'alertmanager', '{"alerts": [{"status": "bad"}]}', {}, 400, /neither labels nor annotations/],
    ['without a title', 'generic', '{"name": "x"}', {}, 400, /no title at "title"[\s\S]*alerts\.generic\.title/],
    ['that is a form', 'generic', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415, /application\/json/],
    ['that is too large', 'alertmanager', `"${'x'.repeat(ALERT_BODY_MAX)}"`, {}, 413, /fewer alerts at once/],
    ['from somebody unknown', 'nagios', '{}', {}, 404, /nothing at POST/],
  ])('%s is refused with what to do', async (_, path, payload, headers, status, error) => {
    const s = await scenario(quiet());
    const reply = await post(s, path, payload, headers);
    expect(reply.status).toBe(status);
    expect(reply.error).toMatch(error);
    expect(await s.app.runtime.storage.alertEvents.next(10)).toEqual([]);
    const counted = await (await fetch(`${s.app.url}/metrics`)).text();
    expect(/bongsu_alerts_refused_total\{[^}]*\} 1\b/.test(counted)).toBe(status !== 404);
    await s.settle();
    // People are told when alerts of a sender that shows the token may be lost.
    if (status === 401 || status === 404) s.expectNothingElse();
    else s.expectPosted('status', /Alerts from .* did not all arrive/);
  });

  it('says what to set when there is no token', async () => {
    const s = await scenario(CALM);
    expect(await post(s, 'alertmanager', '{}')).toMatchObject({ status: 503, error: expect.stringMatching(/set ALERT_TOKEN/) });
  });
});

it('stores what no database takes in a form that it does', async () => {
  const s = await scenario(quiet());
  const nasty = { title: 'a\u0000b\ud800', id: 'x'.repeat(5_000), labels: { 'k\u0000': '\udfff'.repeat(10), long: 'y'.repeat(20_000) } };
  expect((await post(s, 'generic', nasty)).status).toBe(202);
  await settled(s);
  s.takeAll();
  const [alert] = await alertsOf(s);
  expect(alert?.title).toBe('ab\ufffd');
  expect(alert?.labels.long).toHaveLength(1_000);
});

it('asks the sender to try again while the database is away, and takes it when it is back', async () => {
  const calm = quiet();
  const s = await scenario({ ...calm, environment: { ...calm.environment, LOG_LEVEL: 'silent' } });
  const url = new URL(s.app.runtime.storage.url);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  try {
    await admin.query(`alter database ${name} allow_connections false`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    const alert = body(s, [{ name: 'CouponErrors' }]);
    const response = await fetch(`${s.app.url}/alerts/alertmanager`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(alert),
    });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    await admin.query(`alter database ${name} allow_connections true`);
    expect((await post(s, 'alertmanager', alert)).status).toBe(202);
  } finally {
    await admin.end();
  }
  await eventually('the alert is known', async () => (await alertsOf(s))[0]);
  s.takeAll();
  // What woke up while the database was away is not part of this test.
  await s.stopBot();
  s.takeAll();
});
