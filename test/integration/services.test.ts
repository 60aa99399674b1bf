import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import { describeWith } from '../support/services.ts';

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
