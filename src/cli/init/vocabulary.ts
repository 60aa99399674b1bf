import type { Bilingual } from '../../domain/language/bilingual.ts';

/** The words in which families of metrics and templates speak of each other: what a service is made of, and why it is in trouble. */

/** What a service may be made of. A template takes the signals of those that it has, and leaves the others out. */
export const COMPONENTS = {
  api: { en: 'API', ko: 'API' },
  instances: { en: 'Instances', ko: '인스턴스' },
  runtime: { en: 'JVM', ko: 'JVM' },
  database: { en: 'Postgres', ko: 'Postgres' },
  cache: { en: 'Redis', ko: 'Redis' },
  topics: { en: 'Kafka topics', ko: 'Kafka 토픽' },
  queue: { en: 'Queue', ko: '큐' },
  machines: { en: 'Machines', ko: '서버' },
} as const satisfies Record<string, Bilingual>;

export type ComponentName = keyof typeof COMPONENTS;

/** What people notice. Each is a scenario of the templates that have it. */
export const SYMPTOMS = ['slow', 'failing', 'down', 'backlog', 'memory', 'database'] as const;

export type Symptom = (typeof SYMPTOMS)[number];

/** Why it happens. A cause that no signal speaks for is left out of the playbook. */
export const CAUSES = {
  'more-requests': { en: 'More requests than usual', ko: '평소보다 많은 요청' },
  'new-version': { en: 'The version that was just rolled out', ko: '방금 배포한 버전' },
  'missing-instances': { en: 'Instances are missing', ko: '인스턴스 부족' },
  'busy-instances': { en: 'Instances are out of CPU', ko: '인스턴스 CPU 부족' },
  'full-pool': { en: 'All connections of the pool are in use', ko: '커넥션 풀 고갈' },
  'full-database': { en: 'Postgres has few connections left', ko: 'Postgres 연결 부족' },
  'long-transaction': { en: 'A transaction that others wait for', ko: '다른 트랜잭션을 막고 있는 트랜잭션' },
  'full-memory': { en: 'Memory is nearly full', ko: '메모리 부족' },
  'garbage-collection': { en: 'Garbage collection stops the program', ko: 'GC로 인한 정지' },
  'full-cache': { en: 'The cache is full', ko: '캐시 메모리 부족' },
  'full-machines': { en: 'The machines are full', ko: '서버 자원 부족' },
  'more-messages': { en: 'More messages than usual', ko: '평소보다 많은 메시지' },
  'missing-workers': { en: 'Workers are missing', ko: '워커 부족' },
  'blocked-broker': { en: 'The broker has stopped taking messages', ko: '브로커가 메시지를 받지 않음' },
} as const satisfies Record<string, Bilingual>;

export type CauseName = keyof typeof CAUSES;
