import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { choice, plain, secret, text } from '../accounts/shapes.ts';
import { type KafkaSettings, SASL_MECHANISMS } from './kafka-settings.ts';

const BROKERS = 'host:port, several separated by commas';
const MECHANISM = `one of ${SASL_MECHANISMS.join(', ')}`;

/** The watched service's Kafka: for readings, inspections, mitigations, and the topic of alerts. */
export const kafkaAccount = account({
  title: 'Kafka',
  variables: {
    KAFKA_BROKERS: {
      shape: plain(
        z
          .string()
          .transform((written) => written.split(',').map((broker) => broker.trim()))
          .refine((brokers) => brokers.every((broker) => /^[^\s:/]+:\d{1,5}$/.test(broker)), BROKERS),
        BROKERS,
      ),
      example: 'kafka-1:9092,kafka-2:9092',
      said: worded(({ accounts }) => accounts.kafkaBrokers),
    },
    KAFKA_SSL: {
      shape: choice(['true', 'false']),
      usual: 'false',
      example: 'true',
      said: worded(({ accounts }) => accounts.kafkaSsl),
    },
    KAFKA_USERNAME: {
      shape: text(),
      example: 'bongsu',
      said: worded(({ accounts }) => accounts.kafkaUsername),
    },
    KAFKA_PASSWORD: {
      shape: secret('the password of KAFKA_USERNAME'),
      example: 'kafka-password',
      said: worded(({ accounts }) => accounts.kafkaPassword),
    },
    KAFKA_SASL_MECHANISM: {
      shape: plain(
        z
          .string()
          .transform((written) => written.toLowerCase())
          .pipe(z.enum(SASL_MECHANISMS, MECHANISM)),
        MECHANISM,
      ),
      usual: 'plain',
      example: 'scram-sha-512',
      said: worded(({ accounts }) => accounts.kafkaSaslMechanism),
    },
  },
  needs: ['KAFKA_BROKERS'],
  pairs: [['KAFKA_USERNAME', 'KAFKA_PASSWORD']],
  // A way to log in, for nobody.
  about: { KAFKA_SASL_MECHANISM: ['KAFKA_USERNAME', 'KAFKA_PASSWORD'] },
  settings: ({ KAFKA_BROKERS, KAFKA_SSL, KAFKA_USERNAME: username, KAFKA_PASSWORD: password, KAFKA_SASL_MECHANISM }): KafkaSettings => ({
    brokers: KAFKA_BROKERS,
    ssl: KAFKA_SSL === 'true',
    sasl: username !== undefined && password ? { username, password, mechanism: KAFKA_SASL_MECHANISM } : undefined,
  }),
});
