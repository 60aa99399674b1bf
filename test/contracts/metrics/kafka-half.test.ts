import { type Admin, Kafka, logLevel } from 'kafkajs';
import type { Sample } from '../../../src/domain/ports/metrics.ts';
import { kafkaInspector } from '../../../src/integrations/inspectors/kafka.ts';
import { kafkaAccount } from '../../../src/integrations/kafka/account.ts';
import { createKafkaMetrics } from '../../../src/integrations/metrics/kafka.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { describeWith } from '../../support/run/services.ts';
import { accountsWith, given } from '../../support/scenario/accounts-with.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { type KafkaPair, startKafkaPair } from '../../support/servers/kafka-pair.ts';

const TOPIC = 'requests';
const LOST = 'on-the-lost-broker';
const DOUBTS = [{ code: 'some', of: 'partitions', came: 1, all: 2 }];

// A single broker cannot lose half of its partitions; asked for only where Kafka's suites run at all.
describeWith('kafka', () =>
  describe('met-E3: two brokers, of which one goes away', () => {
    let pair: KafkaPair;
    let admin: Admin;
    let source: ReturnType<typeof createKafkaMetrics>;
    const settings = () => ({ brokers: pair.brokers, ssl: false, sasl: undefined });
    const ask = (query: string, at = new Date()): Promise<Sample | undefined> => source.instant({ query, at, timeoutMs: 15_000 });

    beforeAll(async () => {
      pair = await startKafkaPair();
      const kafka = new Kafka({ brokers: pair.brokers, logLevel: logLevel.NOTHING, retry: { retries: 20 } });
      admin = kafka.admin();
      const producer = kafka.producer();
      await Promise.all([admin.connect(), producer.connect()]);
      // The group's own offsets, too, must be with the broker that stays.
      const onFirst = (partition: number) => ({ partition, replicas: [1] });
      const onSecond = (partition: number) => ({ partition, replicas: [2] });
      const topics = [
        { topic: '__consumer_offsets', replicaAssignment: [onFirst(0)], configEntries: [{ name: 'cleanup.policy', value: 'compact' }] },
        { topic: TOPIC, replicaAssignment: [onFirst(0), onSecond(1)] },
        { topic: LOST, replicaAssignment: [onSecond(0)] },
      ];
      await admin.createTopics({ topics, waitForLeaders: false });
      for (const { topic, replicaAssignment } of topics)
        await eventually(`${topic} has leaders`, async () => {
          const ends = await admin.fetchTopicOffsets(topic).catch(() => []);
          return ends.length === replicaAssignment.length ? true : undefined;
        });
      const messages = [0, 1].flatMap((partition) => Array.from({ length: 10 * (partition + 1) }, () => ({ partition, value: 'x' })));
      await producer.send({ topic: TOPIC, messages });
      await producer.send({ topic: LOST, messages: [{ partition: 0, value: 'x' }] });
      await producer.disconnect();
      for (const [topic, partitions] of [
        [TOPIC, [0, 1]],
        [LOST, [0]],
      ] as const)
        await eventually('the group has committed', async () => {
          const offsets = partitions.map((partition) => ({ partition, offset: '0' }));
          return await admin.setOffsets({ groupId: 'reader', topic, partitions: offsets }).then(
            () => true,
            () => undefined,
          );
        });
      source = createKafkaMetrics(settings(), { log: silentLog });
    });
    afterAll(async () => {
      await Promise.all([source?.close?.(), admin?.disconnect()]);
      await pair?.stop();
    });

    it('tells what the other one knows, and that it is a part', async () => {
      const before = await ask(`lag(reader, ${TOPIC})`);
      expect(before).toMatchObject({ value: 30 });
      expect(before?.doubts).toBeUndefined();
      const start = Date.now();
      await ask(`produced(${TOPIC})`, new Date(start));
      await pair.stopSecond();

      const part = await eventually('a lag without the lost partition', async () => {
        const lag = await ask(`lag(reader, ${TOPIC})`).catch(() => undefined);
        return lag?.value === 10 ? lag : undefined;
      });
      expect(part.doubts).toEqual(DOUBTS);
      expect(await ask(`max_partition_lag(reader, ${TOPIC})`)).toMatchObject({ value: 10, doubts: DOUBTS });
      expect(await ask(`partition_lag(reader, ${TOPIC}, 0)`)).toMatchObject({ value: 10 });
      await expect(ask(`partition_lag(reader, ${TOPIC}, 1)`)).rejects.toMatchObject({
        name: 'TransientError',
        code: 'leader_not_available',
      });
      await expect(ask(`lag(reader, ${LOST})`)).rejects.toMatchObject({ name: 'TransientError', code: 'leader_not_available' });
      // Nobody wrote anything, and a partition that is away is no backward jump.
      expect(await ask(`produced(${TOPIC})`, new Date(start + 30_000))).toMatchObject({ value: 0, doubts: DOUBTS });
      expect(await ask(`partitions(${TOPIC})`)).toMatchObject({ value: 2 });
      expect(await ask(`leaderless(${TOPIC})`)).toMatchObject({ value: 1 });
      expect(await ask('leaderless')).toMatchObject({ value: 2 });
    });

    it('is told in the analysis', async () => {
      const inspector = kafkaInspector.create(accountsWith(given(kafkaAccount, settings())), { log: silentLog });
      try {
        const seen = await inspector?.inspect({ since: new Date(), at: new Date(), timeoutMs: 15_000 });
        expect(seen?.doubts).toEqual([{ code: 'some', of: 'partitions', came: 1, all: 3 }]);
        expect(seen?.lines.join('\n')).toMatch(
          /reader: nobody knows its lag in (requests-1, on-the-lost-broker-0|on-the-lost-broker-0, requests-1), which have no leader/,
        );
      } finally {
        await inspector?.close?.();
      }
    });
  }),
);
