import { z } from 'zod';
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
      said: {
        en: "the watched service's Kafka, `host:port,…` ([sources](../sources.md)), and that of the playbook's `alerts.kafka`",
        ko: '감시 대상 서비스의 Kafka, `host:port,…` ([sources](../sources.md)). 플레이북의 `alerts.kafka`도 여기서 읽습니다',
      },
    },
    KAFKA_SSL: {
      shape: choice(['true', 'false']),
      usual: 'false',
      example: 'true',
      said: { en: '`true`: TLS to the brokers', ko: '`true`이면 브로커에 TLS로 연결합니다' },
    },
    KAFKA_USERNAME: {
      shape: text(),
      example: 'bongsu',
      said: { en: 'for brokers that want a login; both or none', ko: '로그인이 필요한 브로커의 사용자. 비밀번호와 함께 설정합니다' },
    },
    KAFKA_PASSWORD: {
      shape: secret('the password of KAFKA_USERNAME'),
      example: 'kafka-password',
      said: { en: 'the password for it', ko: '그 사용자의 비밀번호' },
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
      said: {
        en: 'how it logs in: `plain`, `scram-sha-256` or `scram-sha-512`; a broker that wants another one says which it takes',
        ko: '로그인 방식: `plain`, `scram-sha-256`, `scram-sha-512`. 다른 방식이 필요한 브로커는 무엇을 받는지 알려 줍니다',
      },
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
