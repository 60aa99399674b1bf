import { instances } from '../families/instances.ts';
import { kafkaExporter } from '../families/kafka-exporter.ts';
import type { Template } from './template.ts';

export const kafkaConsumer: Template = {
  name: 'kafka-consumer',
  title: 'Kafka consumer',
  description: { en: 'Works on messages that it reads from Kafka.', ko: 'Kafka에서 읽은 메시지를 처리합니다.' },
  components: {
    topics: { dependsOn: ['instances'] },
    instances: { title: { en: 'Consumers', ko: 'consumer' }, dependsOn: ['runtime', 'database', 'cache', 'machines'] },
    runtime: {},
    database: {},
    cache: {},
    machines: {},
  },
  scenarios: {
    backlog: {
      title: { en: 'Messages pile up', ko: '메시지 적체' },
      severity: 'sev2',
      component: 'topics',
      effect: { en: 'What the messages ask for is done late.', ko: '메시지 처리가 늦어집니다.' },
      causes: {
        'missing-workers': ['restart', 'scale-out'],
        'more-messages': ['scale-out'],
        'long-transaction': ['restart'],
        'garbage-collection': ['restart', 'roll-back'],
        'busy-instances': ['scale-out', 'roll-back'],
      },
    },
    down: {
      title: { en: 'Consumers are down', ko: 'consumer 중단' },
      severity: 'sev2',
      component: 'instances',
      effect: { en: 'The consumers that are left have more to do.', ko: '남은 consumer가 더 많은 메시지를 처리합니다.' },
      causes: { 'missing-instances': ['roll-back', 'restart'], 'full-memory': ['restart', 'roll-back'] },
    },
    memory: {
      title: { en: 'Memory is running out', ko: '메모리 부족' },
      severity: 'sev2',
      component: 'instances',
      effect: { en: 'Messages are worked on slowly, then consumers die.', ko: '처리가 느려지다가 consumer가 종료됩니다.' },
      causes: { 'full-memory': ['restart', 'roll-back'], 'garbage-collection': ['restart', 'roll-back'], 'full-machines': ['scale-out'] },
    },
    database: {
      title: { en: 'Postgres in trouble', ko: 'Postgres 이상' },
      severity: 'sev2',
      component: 'database',
      effect: { en: 'Messages cannot be written down and are tried again.', ko: '메시지를 저장하지 못해 다시 시도합니다.' },
      causes: { 'full-database': ['restart'], 'long-transaction': ['restart'] },
    },
  },
  usual: [kafkaExporter, instances],
};
