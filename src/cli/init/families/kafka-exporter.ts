import type { Family } from './family.ts';
import { OF_CONSUMER_GROUP } from './whose.ts';

/** https://github.com/danielqsj/kafka_exporter */
export const kafkaExporter: Family = {
  title: 'kafka_exporter',
  known: ['kafka_consumergroup_lag', 'kafka_consumergroup_current_offset'],
  whose: OF_CONSUMER_GROUP,
  signals: {
    lag: {
      title: { en: 'Kafka lag', ko: 'Kafka lag' },
      query: (of) => `sum(kafka_consumergroup_lag{${of}})`,
      unit: 'messages',
      matters: 100,
      component: 'topics',
      watched: { side: 'above', opens: 'backlog' },
    },
    messages_in: {
      title: { en: 'Messages coming in', ko: '들어오는 메시지' },
      // What was consumed and what was added to the lag: topics of other groups are not counted.
      query: (of) =>
        `clamp_min(sum(rate(kafka_consumergroup_current_offset{${of}}[5m])) + sum(deriv(kafka_consumergroup_lag{${of}}[5m])), 0)`,
      unit: 'per-second',
      better: 'neither',
      matters: 10,
      component: 'topics',
      speaksFor: [{ cause: 'more-messages', is: 'high' }],
      speaksAgainst: [{ cause: 'missing-workers', is: 'high' }],
    },
    messages_done: {
      title: { en: 'Messages worked on', ko: '처리한 메시지' },
      query: (of) => `sum(rate(kafka_consumergroup_current_offset{${of}}[5m]))`,
      unit: 'per-second',
      better: 'higher',
      matters: 10,
      component: 'topics',
      speaksFor: [{ cause: 'missing-workers', is: 'low' }],
    },
    consumers: {
      title: { en: 'Members of the consumer group', ko: 'consumer 수' },
      query: (of) => `sum(kafka_consumergroup_members{${of}})`,
      unit: 'count',
      better: 'higher',
      matters: 1,
      component: 'topics',
      watched: { side: 'below', opens: 'backlog' },
      speaksFor: [{ cause: 'missing-workers', is: 'low' }],
    },
  },
};
