import type { SASLOptions } from 'kafkajs';

/** How KAFKA_USERNAME proves itself; by Kafka's own names in lower case. */
export const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
export type SaslMechanism = (typeof SASL_MECHANISMS)[number];

/** What the environment says about Kafka. */
export interface KafkaSettings {
  brokers: readonly string[];
  ssl: boolean;
  /** `mechanism` is `plain` unless given. */
  sasl: { username: string; password: { reveal(): string }; mechanism?: SaslMechanism } | undefined;
}

/** The login for kafkajs, to be spread into its configuration. */
export function loginOf({ sasl }: Pick<KafkaSettings, 'sasl'>): { sasl?: SASLOptions } {
  if (!sasl) return {};
  return { sasl: { mechanism: sasl.mechanism ?? 'plain', username: sasl.username, password: sasl.password.reveal() } };
}
