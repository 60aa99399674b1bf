import type { Log, MetricsSource } from '../../domain/ports.ts';
import { type KafkaSettings, watchKafka } from '../kafka/watched-kafka.ts';
import { KAFKA_READINGS } from './kafka-readings.ts';
import type { MetricsVendor } from './metrics-vendor.ts';
import { createPresentSource } from './present-source.ts';

export const kafkaVendor: MetricsVendor = {
  name: 'kafka',
  variable: 'KAFKA_BROKERS',
  readings: KAFKA_READINGS,
  create: ({ kafka }, { log }) => (kafka === undefined ? undefined : createKafkaMetrics(kafka, { log })),
};

/** Kafka's consumer groups and topics, by its admin protocol. */
export function createKafkaMetrics(settings: KafkaSettings, { log }: { log: Log }): MetricsSource {
  return createPresentSource(watchKafka(settings, { log }), KAFKA_READINGS);
}
