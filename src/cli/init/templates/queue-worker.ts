import { instances } from '../families/instances.ts';
import { rabbitmq } from '../families/rabbitmq.ts';
import type { Template } from './template.ts';

export const queueWorker: Template = {
  name: 'queue-worker',
  title: 'queue worker',
  description: { en: 'Works on what waits in a queue.', ko: '큐에 쌓인 작업을 처리합니다.' },
  components: {
    queue: { dependsOn: ['instances'] },
    instances: { title: { en: 'Workers', ko: '워커' }, dependsOn: ['runtime', 'database', 'cache', 'machines'] },
    runtime: {},
    database: {},
    cache: {},
    machines: {},
  },
  scenarios: {
    backlog: {
      title: { en: 'Work piles up', ko: '작업 적체' },
      severity: 'sev2',
      component: 'queue',
      effect: { en: 'What waits in the queue is done late.', ko: '큐에 쌓인 작업이 늦어집니다.' },
      causes: {
        'missing-workers': ['restart', 'scale-out'],
        'more-messages': ['scale-out', 'feature-off'],
        'blocked-broker': ['scale-out'],
        'long-transaction': ['restart'],
        'busy-instances': ['scale-out', 'roll-back'],
      },
    },
    down: {
      title: { en: 'Workers are down', ko: '워커 중단' },
      severity: 'sev2',
      component: 'instances',
      effect: { en: 'The workers that are left have more to do.', ko: '남은 워커가 더 많은 작업을 처리합니다.' },
      causes: { 'missing-instances': ['roll-back', 'restart'], 'full-memory': ['restart', 'roll-back'] },
    },
    memory: {
      title: { en: 'Memory is running out', ko: '메모리 부족' },
      severity: 'sev2',
      component: 'instances',
      effect: { en: 'Work becomes slow, then workers die.', ko: '처리가 느려지다가 워커가 종료됩니다.' },
      causes: { 'full-memory': ['restart', 'roll-back'], 'garbage-collection': ['restart', 'roll-back'], 'full-machines': ['scale-out'] },
    },
    database: {
      title: { en: 'Postgres in trouble', ko: 'Postgres 이상' },
      severity: 'sev2',
      component: 'database',
      effect: { en: 'Work fails and is tried again.', ko: '작업이 실패해 다시 시도합니다.' },
      causes: { 'full-database': ['restart'], 'long-transaction': ['restart'] },
    },
  },
  usual: [rabbitmq, instances],
};
