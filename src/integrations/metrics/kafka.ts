import type { Log } from '../../domain/ports/log.ts';
import type { MetricsSource } from '../../domain/ports/metrics.ts';
import { kafkaAccount } from '../kafka/account.ts';
import { lookOverKafka } from '../kafka/look-over.ts';
import { type KafkaSettings, watchKafka } from '../kafka/watched-kafka.ts';
import { askOnce } from '../shared-connection.ts';
import { KAFKA_READINGS } from './kafka-readings.ts';
import { metricsVendor } from './metrics-vendor.ts';
import { createPresentSource } from './present-source.ts';

export const kafkaVendor = metricsVendor({
  name: 'kafka',
  title: 'Kafka',
  account: kafkaAccount,
  example: 'partitions(orders)',
  readings: KAFKA_READINGS,
  create: createKafkaMetrics,
  async probe(settings, { log, timeoutMs }) {
    const { topics, groups, unseen } = await askOnce(watchKafka(settings, { log }), lookOverKafka, timeoutMs);
    if (topics === 0) return [{ ready: false, text: 'no topic to be seen: does the user of KAFKA_USERNAME have the right Describe?' }];
    return [
      { ready: true, text: `${topics} topics, ${groups} consumer groups` },
      ...unseen.map((group) => ({
        ready: false,
        text: `the members of ${group} cannot be seen (KIP-848): only its lag and rates can be asked.`,
      })),
    ];
  },
});

/** Kafka's consumer groups and topics, by its admin protocol. */
export function createKafkaMetrics(settings: KafkaSettings, { log }: { log: Log }): MetricsSource {
  return createPresentSource(watchKafka(settings, { log }), KAFKA_READINGS);
}
