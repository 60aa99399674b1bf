import type { Family } from './family.ts';
import { OF_REDIS } from './whose.ts';

export const redisExporter: Family = {
  title: 'redis_exporter',
  known: ['redis_up', 'redis_memory_used_bytes'],
  whose: OF_REDIS,
  signals: {
    redis_down: {
      title: { en: 'Redis servers that do not answer', ko: '응답하지 않는 Redis' },
      query: (of) => `sum(redis_up{${of}} == bool 0)`,
      unit: 'count',
      matters: 1,
      component: 'cache',
      watched: { side: 'above', opens: 'failing', any: true },
    },
    redis_memory: {
      title: { en: 'Redis memory in use', ko: 'Redis 메모리 사용률' },
      // A limit of 0 is none.
      query: (of) => `max(redis_memory_used_bytes{${of}} / (redis_memory_max_bytes{${of}} > 0))`,
      unit: 'ratio',
      matters: 0.1,
      component: 'cache',
      watched: { side: 'above', opens: 'slow', most: 1 },
      speaksFor: [{ cause: 'full-cache', is: 'high' }],
    },
    redis_evictions: {
      title: { en: 'Keys that Redis throws away', ko: 'Redis 키 축출' },
      query: (of) => `sum(rate(redis_evicted_keys_total{${of}}[5m]))`,
      unit: 'per-second',
      matters: 5,
      component: 'cache',
      speaksFor: [{ cause: 'full-cache', is: 'high' }],
    },
  },
};
