import { Kafka, logLevel } from 'kafkajs';
import { kafkaInspector } from '../../../src/integrations/inspectors/kafka.ts';
import { kafkaAccount } from '../../../src/integrations/kafka/account.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { describeWith } from '../../support/run/services.ts';
import { accountsWith, given } from '../../support/scenario/accounts-with.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { startNewConsumer } from '../../support/servers/new-consumer.ts';

describeWith('kafka', (getUrl, getServer) =>
  it('names the group that is furthest behind, what nobody reads, and what it cannot see', async () => {
    const kafka = new Kafka({ brokers: getServer().brokers, logLevel: logLevel.NOTHING, retry: { retries: 20 } });
    const [admin, producer, consumer] = [kafka.admin(), kafka.producer(), kafka.consumer({ groupId: 'issuer', maxWaitTimeInMs: 100 })];
    await Promise.all([admin.connect(), producer.connect(), consumer.connect()]);
    await admin.createTopics({ topics: [{ topic: 'requests', numPartitions: 2 }], waitForLeaders: false });
    await eventually('it has leaders', async () => {
      const ends = await admin.fetchTopicOffsets('requests').catch(() => []);
      return ends.length === 2 ? true : undefined;
    });
    await consumer.subscribe({ topics: ['requests'], fromBeginning: true });
    await consumer.run({ eachMessage: async () => {}, autoCommit: false });
    await eventually('it has joined', async () =>
      (await admin.describeGroups(['issuer'])).groups[0]?.state === 'Stable' ? true : undefined,
    );
    await consumer.commitOffsets([0, 1].map((partition) => ({ topic: 'requests', partition, offset: '0' })));
    const messages = [0, 0, 0, 1].map((partition) => ({ partition, value: 'x' }));
    await producer.send({ topic: 'requests', messages });
    await consumer.disconnect();
    const newer = await startNewConsumer({ brokers: getUrl(), group: 'newer', topic: 'requests' });

    const accounts = accountsWith(given(kafkaAccount, { brokers: getServer().brokers, ssl: false, sasl: undefined }));
    const inspector = kafkaInspector.create(accounts, { log: silentLog });
    const seen = await inspector?.inspect({ since: new Date(), at: new Date(), timeoutMs: 20_000 });
    expect(seen?.facts[0]).toEqual({ name: 'group issuer', value: 'lag 4, empty, members 0' });
    expect(seen?.facts).toContainEqual({ name: 'group newer', value: expect.stringMatching(/^lag \d, members not seen$/) });
    expect(seen?.lines).toContain('issuer: nobody reads requests-0, requests-1');
    expect(seen?.lines).toContain('issuer: furthest behind requests-0 by 3 (75 %), requests-1 by 1 (25 %)');
    expect(seen?.lines.join('\n')).toMatch(/The group newer uses Kafka's newer consumer protocol \(KIP-848\)/);

    await inspector?.close?.();
    await newer.stop();
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  }, 120_000),
);
