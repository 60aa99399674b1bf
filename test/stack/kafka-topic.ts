import { type Admin, Kafka, logLevel } from 'kafkajs';
import { eventually } from '../support/clocks/eventually.ts';
import { TOPIC } from './coupon/settings.ts';

/** The topic of the coupon service. */
export interface Topic {
  /** Widening keeps the messages; narrowing is only possible with a new topic of the same name, in their place. */
  resize(partitions: number): Promise<void>;
  close(): Promise<void>;
}

export async function createTopic(brokers: string[], partitions: number): Promise<Topic> {
  const admin = new Kafka({ clientId: 'stack', brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await create(admin, partitions);
  return {
    async resize(wanted) {
      // Somebody else may have widened it.
      const width = await widthOf(admin);
      if (wanted > width) await admin.createPartitions({ topicPartitions: [{ topic: TOPIC, count: wanted }] });
      if (wanted < width) {
        await admin.deleteTopics({ topics: [TOPIC] });
        await create(admin, wanted);
      }
    },
    close: () => admin.disconnect(),
  };
}

async function widthOf(admin: Admin): Promise<number> {
  return (await admin.fetchTopicMetadata({ topics: [TOPIC] })).topics[0]?.partitions.length ?? 0;
}

/** The broker may still be deleting the one before. */
async function create(admin: Admin, numPartitions: number): Promise<void> {
  await eventually(
    `a topic ${TOPIC} with ${numPartitions} partitions`,
    async () => {
      await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions }], waitForLeaders: false }).catch(() => {});
      const found = await admin.fetchTopicMetadata({ topics: [TOPIC] }).catch(() => undefined);
      const partitions = found?.topics[0]?.partitions ?? [];
      return (partitions.length === numPartitions && partitions.every(({ leader }) => leader >= 0)) || undefined;
    },
    30_000,
    100,
  );
}
