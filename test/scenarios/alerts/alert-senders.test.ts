import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
import { eventually } from '../../support/clocks/eventually.ts';
import { describeWith } from '../../support/run/services.ts';
import { add } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** Real senders against the whole bot; they live in real time, so the rows are waited for. */
const TOKEN = 'alert-token-0123456789';

const known = (s: Scenario) => s.app.runtime.storage.alerts.all();

async function alertOf(s: Scenario, title: string, status: 'firing' | 'resolved') {
  return await eventually(
    async () => `"${title}" ${status}; known: ${JSON.stringify(await known(s))}`,
    async () => (await known(s)).find((alert) => alert.title === title && alert.status === status),
    60_000,
  );
}

describeWith('alertmanager', (_getUrl, getServer) => {
  it('hears from a real Alertmanager that an alert fires and that it is over', async () => {
    const s = await scenario({ ...CALM, environment: { ...CALM.environment, ALERT_TOKEN: TOKEN } });
    await getServer().notify({ url: `${s.app.url}/alerts/alertmanager`, token: TOKEN });
    const labels = { alertname: 'CouponErrors', severity: 'critical' };
    await getServer().post([{ labels, annotations: { summary: 'Coupons fail' } }]);
    expect(await alertOf(s, 'Coupons fail', 'firing')).toMatchObject({ source: 'alertmanager', labels });
    await s.settle();
    await s.advance('3s');
    expect(await s.incident(1)).toMatchObject({ title: 'Coupons fail', severity: 'sev1', declaredVia: 'alert' });
    await getServer().post([{ labels, annotations: { summary: 'Coupons fail' }, endsAt: new Date().toISOString() }]);
    await alertOf(s, 'Coupons fail', 'resolved');
    await s.settle();
    s.expectPosted('#1', /No alert is firing any more/);
    await getServer().notify(undefined);
    s.takeAll();
  });
});

describeWith('prometheus', (getUrl, getServer) => {
  it('sees in a real Prometheus that a threshold is crossed', async () => {
    let lag = 5_000;
    const exporter = createServer((_request, response) =>
      response.end(
        `# TYPE kafka_consumergroup_lag gauge\nkafka_consumergroup_lag{consumergroup="coupon-issuer",topic="coupon-requests"} ${lag}\n`,
      ),
    );
    await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
    await getServer().scrape([`127.0.0.1:${(exporter.address() as AddressInfo).port}`]);
    // Prometheus lives in real time, so the bot must too: a rehearsal at 30 times the speed.
    const s = await scenario({
      watched: true,
      calmMs: 0,
      startAt: new Date(),
      realTime: true,
      environment: { PROMETHEUS_URL: getUrl(), TIME_SCALE: '30' },
    });
    await eventually(
      'an incident by the watcher',
      async () => {
        await s.advance('1s');
        return (await s.app.runtime.storage.incidents.list(['open'], 1))[0];
      },
      60_000,
      950,
    );
    expect(await s.incident(1)).toMatchObject({ declaredVia: 'watch', declaredBy: 'watch:D1', scenario: 'S2' });
    lag = 3;
    s.takeAll();
    exporter.close();
  });
});

describeWith('kafka', (_getUrl, getServer) => {
  const TOPIC = 'alerts';
  it('reads a topic: what is stored is not read again, and a bad message holds up none', async () => {
    const kafka = new Kafka({ brokers: getServer().brokers, logLevel: logLevel.NOTHING, retry: { retries: 20 } });
    const [admin, producer] = [kafka.admin(), kafka.producer()];
    await Promise.all([admin.connect(), producer.connect()]);
    await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 1 }], waitForLeaders: false });
    const message = (id: string) => ({ value: JSON.stringify({ id, title: `Alert ${id}`, status: 'firing' }) });
    await producer.send({ topic: TOPIC, messages: [message('1'), { value: '{"half": ' }, { value: 'null' }, message('2')] });
    const s = await scenario({
      ...CALM,
      realTime: true,
      environment: { ...CALM.environment, KAFKA_BROKERS: getServer().brokers.join(',') },
      playbook: [...CALM.playbook, add('alerts.kafka', { topic: TOPIC, group: 'bongsu-test' })],
    });
    await alertOf(s, 'Alert 2', 'firing');
    await s.settle();
    const aside = await s.app.runtime.storage.alertEvents.setAside();
    expect(aside.map(({ error }) => error).sort()).toEqual([
      expect.stringMatching(/^alerts\/0\/1: /),
      expect.stringMatching(/^alerts\/0\/2: /),
    ]);
    await eventually('the offsets are committed', async () => {
      const [group] = await admin.fetchOffsets({ groupId: 'bongsu-test', topics: [TOPIC] });
      return group?.partitions[0]?.offset === '4' ? true : undefined;
    });
    await s.stopBot();
    await producer.send({ topic: TOPIC, messages: [message('3')] });
    await s.startBot();
    await alertOf(s, 'Alert 3', 'firing');
    expect((await known(s)).map(({ title, times }) => [title, times])).toEqual([
      ['Alert 1', 1],
      ['Alert 2', 1],
      ['Alert 3', 1],
    ]);
    await s.settle();
    s.takeAll();
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  });
});
