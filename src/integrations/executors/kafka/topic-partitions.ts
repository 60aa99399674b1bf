import { PermanentError } from '../../../domain/errors.ts';
import type { ChangeOptions, Dial, DialState, DialValue } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
import { findGroup } from '../../kafka/groups.ts';
import type { KafkaControl } from '../../kafka/watched-kafka.ts';
import type { OnDemand } from '../../on-demand.ts';
import { shellWords } from '../command/shell-words.ts';
import { askKafka } from './kafka-words.ts';

/** How many partitions a topic has. Kafka only adds to them, so it cannot be undone; keys that were in one partition may go to another from then on. */
export function topicPartitions(connection: OnDemand<KafkaControl>, { topic, group }: { topic: string; group?: string | undefined }): Dial {
  const where = `partitions of the Kafka topic ${topic}`;
  const set = ({ from, to }: { from: DialState; to: DialValue }, how: 'rehearse' | 'write', { timeoutMs, ask }: ChangeOptions) =>
    askKafka(
      connection,
      async (session) => {
        const count = await partitionsOf(session, topic);
        if (count === to) return;
        if (count !== from.value) {
          throw new PermanentError(
            'changed',
            worded(({ dataExecutors }) => dataExecutors.topicHasPartitionsByNowNotSomebody(topic, count, from.value)),
          );
        }
        if (typeof to !== 'number' || !Number.isInteger(to) || to < count) {
          throw new PermanentError(
            'invalid',
            worded(({ dataExecutors }) => dataExecutors.topicHasPartitionsAndKafkaCanOnlyAdd(topic, count, to)),
          );
        }
        await ask?.();
        await session.setPartitions(topic, { count: to, how });
      },
      timeoutMs,
    );
  return {
    where,
    read: ({ timeoutMs }) =>
      askKafka(
        connection,
        async (session) => {
          const value = await partitionsOf(session, topic);
          if (group === undefined) return { value };
          return { value, facts: { members: (await findGroup(session, group))?.members.length ?? 0 } };
        },
        timeoutMs,
      ),
    rehearse: (change, options) => set(change, 'rehearse', options),
    write: (change, options) => set(change, 'write', options),
    byHand: (to) =>
      `kafka-topics.sh --bootstrap-server "$KAFKA_BROKERS" --alter ${shellWords(['--topic', topic, '--partitions', String(to)])}`,
  };
}

async function partitionsOf(session: KafkaControl, topic: string): Promise<number> {
  const partitions = (await session.topics()).get(topic);
  if (!partitions)
    throw new PermanentError(
      'not_found',
      worded(({ dataExecutors }) => dataExecutors.kafkaHasNoTopicOrDoesNotShowItTo(topic)),
    );
  return partitions.length;
}
