import type { Admin, Kafka } from 'kafkajs';
import { PermanentError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';

/** A member that died is forgotten after this; the least that brokers take unless told otherwise. */
const SESSION_TIMEOUT_MS = 6_000;

/** Where a group stands in a partition, and what was written beside it. */
export interface Mark {
  offset: number;
  note: string;
}

/** What changes something in Kafka, and what must be known for it. */
export interface KafkaChanges {
  /** CreatePartitions: so many there shall be. `rehearse` changes nothing. */
  setPartitions(topic: string, input: { count: number; how: 'rehearse' | 'write' }): Promise<void>;
  /** Offsets by partition: the first that are kept, the next to come, or the first at or after a time (epoch milliseconds; the next to come when there is none). */
  offsetsAt(topic: string, at: 'earliest' | 'latest' | number): Promise<Map<number, number>>;
  /** What the group has committed for the topic, by partition. */
  marks(group: string, topic: string): Promise<Map<number, Mark>>;
  /**
   * Commits for a group that has no members, by being its only member for a moment. PermanentError `changed` when somebody else joined meanwhile: then nothing is
   * committed.
   */
  commit(input: { group: string; topic: string; offsets: ReadonlyMap<number, number>; note: string }): Promise<void>;
}

interface Parts {
  kafka: Kafka;
  admin: Admin;
  guarded: <T>(question: () => Promise<T>) => Promise<T>;
}

export function createChanges({ kafka, admin, guarded }: Parts): KafkaChanges {
  return {
    setPartitions: (topic, { count, how }) =>
      guarded(async () => {
        await admin.createPartitions({ validateOnly: how === 'rehearse', topicPartitions: [{ topic, count }] });
      }),
    offsetsAt: (topic, at) =>
      guarded(async () => {
        if (typeof at === 'number') return offsetsIn(await admin.fetchTopicOffsetsByTimestamp(topic, at));
        const ends = await admin.fetchTopicOffsets(topic);
        return offsetsIn(ends.map(({ partition, low, high }) => ({ partition, offset: at === 'earliest' ? low : high })));
      }),
    marks: (group, topic) =>
      guarded(async () => {
        const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
        const committed = (found?.partitions ?? []).filter(({ offset }) => Number(offset) >= 0);
        return new Map(committed.map(({ partition, offset, metadata }) => [partition, { offset: Number(offset), note: metadata ?? '' }]));
      }),
    commit: (input) => guarded(() => commit(kafka, input)),
  };
}

/** kafkajs's own setOffsets writes no note, and without one a second try could not tell that the first had come through. */
async function commit(kafka: Kafka, { group, topic, offsets, note }: Parameters<KafkaChanges['commit']>[0]): Promise<void> {
  const consumer = kafka.consumer({
    groupId: group,
    sessionTimeout: SESSION_TIMEOUT_MS,
    rebalanceTimeout: SESSION_TIMEOUT_MS,
    heartbeatInterval: 1_000,
    // What it fetches before it is told to pause is thrown away.
    maxBytes: 1,
    maxWaitTimeInMs: 100,
    allowAutoTopicCreation: false,
    retry: { retries: 2, initialRetryTime: 100, maxRetryTime: 500, restartOnFailure: async () => false },
  });
  const joined = new Promise<Readonly<Record<string, readonly number[]>>>((resolve, reject) => {
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => resolve(payload.memberAssignment));
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  });
  joined.catch(() => {});
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic] });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => {} });
    const ours = new Set((await joined)[topic]);
    consumer.pause([{ topic }]);
    if ([...offsets.keys()].some((partition) => !ours.has(partition))) {
      throw new PermanentError(
        'changed',
        worded(({ watched }) => watched.somebodyJoinedTheGroupMeanwhile(group)),
      );
    }
    await consumer.commitOffsets([...offsets].map(([partition, offset]) => ({ topic, partition, offset: String(offset), metadata: note })));
  } finally {
    await consumer.disconnect().catch(() => {});
  }
}

function offsetsIn(entries: readonly { partition: number; offset: string }[]): Map<number, number> {
  return new Map([...entries].sort((a, b) => a.partition - b.partition).map(({ partition, offset }) => [partition, Number(offset)]));
}
