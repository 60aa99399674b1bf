import { PermanentError } from '../../../domain/errors.ts';
import type { Dial } from '../../../domain/mitigation/targets.ts';
import { kafkaAccount } from '../../kafka/account.ts';
import { mitigateKafka } from '../../kafka/watched-kafka.ts';
import { executorKind } from '../executor-kind.ts';
import { groupOffsets } from './group-offsets.ts';
import { topicPartitions } from './topic-partitions.ts';

/** Partitions of topics and offsets of groups in the Kafka at KAFKA_BROKERS, over the client that also looks there. */
export const kafkaExecutor = executorKind({
  name: 'kafka',
  account: kafkaAccount,
  missing: {
    en: "set KAFKA_BROKERS to the watched service's Kafka, and KAFKA_USERNAME to a user that may change it (docs/executors-data.md)",
    ko: 'KAFKA_BROKERS에 감시 대상 Kafka를, KAFKA_USERNAME에 변경 권한이 있는 사용자를 설정해 주세요 (docs/executors-data.md)',
  },
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
    throw new PermanentError('invalid', {
      en: `The ${where} belong to a group: name it (group:).`,
      ko: `그룹에 속한 값입니다: ${where}. group:을 지정해 주세요.`,
    });
  };
  return { where, read: refuse, rehearse: refuse, write: refuse, byHand: () => where };
}
