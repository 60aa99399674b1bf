import { PermanentError } from '../../../domain/errors.ts';
import type { Dial } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
import { kafkaAccount } from '../../kafka/account.ts';
import { mitigateKafka } from '../../kafka/watched-kafka.ts';
import { executorKind } from '../executor-kind.ts';
import { groupOffsets } from './group-offsets.ts';
import { topicPartitions } from './topic-partitions.ts';

/** Partitions of topics and offsets of groups in the Kafka at KAFKA_BROKERS, over the client that also looks there. */
export const kafkaExecutor = executorKind({
  name: 'kafka',
  account: kafkaAccount,
  missing: worded(({ dataExecutors }) => dataExecutors.setKafkaBrokersToTheWatchedServices),
  create(settings, { log }) {
    const { connection, close } = mitigateKafka(settings, { log });
    return {
      dial: ({ topic, set, group }) => {
        if (set === 'partitions') return topicPartitions(connection, { topic, group });
        return group === undefined ? withoutGroup(topic) : groupOffsets(connection, { group, topic });
      },
      close,
    };
  },
});

function withoutGroup(topic: string): Dial {
  const where = `offsets in the Kafka topic ${topic}`;
  const refuse = async () => {
    throw new PermanentError(
      'invalid',
      worded(({ dataExecutors }) => dataExecutors.belongToAGroupName(where)),
    );
  };
  return { where, read: refuse, rehearse: refuse, write: refuse, byHand: () => where };
}
