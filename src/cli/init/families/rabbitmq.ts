import type { Family } from './family.ts';
import { OF_RABBITMQ } from './whose.ts';

/** The plugin that comes with RabbitMQ: https://www.rabbitmq.com/docs/prometheus. Over all queues, as it counts unless it is told otherwise. */
export const rabbitmq: Family = {
  title: 'RabbitMQ',
  known: ['rabbitmq_queue_messages_ready', 'rabbitmq_queue_consumers'],
  whose: OF_RABBITMQ,
  signals: {
    jobs_waiting: {
      title: { en: 'Waiting messages', ko: '대기 중인 메시지' },
      query: (of) => `sum(rabbitmq_queue_messages_ready{${of}})`,
      unit: 'messages',
      matters: 100,
      component: 'queue',
      watched: { side: 'above', opens: 'backlog' },
    },
    jobs_in: {
      title: { en: 'Messages coming in', ko: '들어오는 메시지' },
      query: (of) => `sum(rate(rabbitmq_global_messages_received_total{${of}}[5m]))`,
      unit: 'per-second',
      better: 'neither',
      matters: 5,
      component: 'queue',
      speaksFor: [{ cause: 'more-messages', is: 'high' }],
      speaksAgainst: [{ cause: 'missing-workers', is: 'high' }],
    },
    jobs_done: {
      title: { en: 'Messages worked on', ko: '처리한 메시지' },
      query: (of) => `sum(rate(rabbitmq_global_messages_acknowledged_total{${of}}[5m]))`,
      unit: 'per-second',
      better: 'higher',
      matters: 5,
      component: 'queue',
      speaksFor: [{ cause: 'missing-workers', is: 'low' }],
    },
    workers: {
      title: { en: 'Workers at the queues', ko: '큐에 연결된 워커' },
      query: (of) => `sum(rabbitmq_queue_consumers{${of}})`,
      unit: 'count',
      better: 'higher',
      matters: 1,
      component: 'queue',
      watched: { side: 'below', opens: 'backlog' },
      speaksFor: [{ cause: 'missing-workers', is: 'low' }],
    },
    rabbitmq_alarms: {
      title: { en: 'RabbitMQ alarms', ko: 'RabbitMQ 알람' },
      query: (of) => `sum(rabbitmq_alarms_memory_used_watermark{${of}}) + sum(rabbitmq_alarms_free_disk_space_watermark{${of}})`,
      unit: 'count',
      matters: 1,
      component: 'queue',
      watched: { side: 'above', opens: 'backlog', any: true },
      speaksFor: [{ cause: 'blocked-broker', is: 'high' }],
    },
  },
};
