import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import { eventually } from '../../support/clocks/eventually.ts';
import { describeWith } from '../../support/run/services.ts';
import { asAdmin } from '../../support/run/test-run.ts';

describeWith('redis', (getUrl) => {
  it('answers', async () => {
    const client = new Redis(getUrl());
    expect(await client.ping()).toBe('PONG');
    await client.quit();
  });
});

describeWith('prometheus', (getUrl, getServer) => {
  it('scrapes what it is told to', async () => {
    const exporter = createServer((_request, response) => {
      response.setHeader('content-type', 'text/plain; version=0.0.4');
      response.end('coupon_tries_total 42\n');
    }).listen(0, '127.0.0.1');
    await once(exporter, 'listening');
    const asked = once(exporter, 'request');
    await getServer().scrape([`127.0.0.1:${(exporter.address() as AddressInfo).port}`]);
    await asked;
    let value: string | undefined;
    while (value === undefined) {
      const response = await fetch(`${getUrl()}/api/v1/query?query=coupon_tries_total`);
      const body = (await response.json()) as { data: { result: { value: [number, string] }[] } };
      value = body.data.result[0]?.value[1];
    }
    expect(value).toBe('42');
    exporter.closeAllConnections();
    exporter.close();
  });
});

describeWith('kafka', (_getUrl, getServer) => {
  it('keeps what is written to a topic', async () => {
    const kafka = new Kafka({ brokers: getServer().brokers, logLevel: logLevel.NOTHING });
    const topic = `services-test-${process.pid}-${Date.now()}`;
    const admin = kafka.admin();
    const producer = kafka.producer();
    await Promise.all([admin.connect(), producer.connect()]);
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
    await producer.send({ topic, messages: [{ value: 'a coupon' }, { value: 'another' }] });
    expect(await admin.fetchTopicOffsets(topic)).toMatchObject([{ low: '0', high: '2' }]);
    await admin.deleteTopics({ topics: [topic] });
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  });
});

describeWith('postgresql', (getUrl, getServer) => {
  it('has a replica that follows', async () => {
    await asAdmin(getUrl(), (client) => client.query('CREATE TABLE coupons AS SELECT 42 AS id'));
    const id = await asAdmin(getServer().replicaUrl, (client) =>
      eventually(
        'the table on the replica',
        async () => (await client.query('SELECT id FROM coupons').catch(() => undefined))?.rows[0]?.id,
      ),
    );
    expect(id).toBe(42);
    await expect(asAdmin(getServer().replicaUrl, (client) => client.query('DELETE FROM coupons'))).rejects.toThrow('read-only');
  });
});

describeWith('alertmanager', (_getUrl, getServer) => {
  it('tells the receiver of an alert and of its end', async () => {
    const told: { status: string; authorization: string | undefined }[] = [];
    const receiver = createServer(async (request, response) => {
      const { status } = JSON.parse((await request.toArray()).join('')) as { status: string };
      told.push({ status, authorization: request.headers.authorization });
      response.end();
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    await getServer().notify({ url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`, token: 'a-token' });
    const labels = { alertname: 'D1' };
    await getServer().post([{ labels }]);
    await eventually('the alert', () => told[0]);
    await getServer().post([{ labels, endsAt: new Date().toISOString() }]);
    await eventually('its end', () => told[1]);
    expect(told).toEqual(['firing', 'resolved'].map((status) => ({ status, authorization: 'Bearer a-token' })));
    receiver.closeAllConnections();
    receiver.close();
  });
});
