import type { Family } from './family.ts';
import { OF_POSTGRES } from './whose.ts';

export const postgresExporter: Family = {
  title: 'postgres_exporter',
  known: ['pg_stat_activity_count', 'pg_settings_max_connections'],
  whose: OF_POSTGRES,
  signals: {
    postgres_connections: {
      title: { en: 'Postgres connections in use', ko: 'Postgres 연결 사용률' },
      query: (of) => `max(sum by (instance) (pg_stat_activity_count{${of}}) / on (instance) pg_settings_max_connections{${of}})`,
      unit: 'ratio',
      matters: 0.1,
      component: 'database',
      watched: { side: 'above', opens: 'database', most: 1 },
      speaksFor: [{ cause: 'full-database', is: 'high' }],
    },
    postgres_transaction: {
      title: { en: 'Oldest transaction in Postgres', ko: '가장 오래된 Postgres 트랜잭션' },
      query: (of) => `max(pg_stat_activity_max_tx_duration{${of}})`,
      unit: 'seconds',
      matters: 10,
      component: 'database',
      speaksFor: [{ cause: 'long-transaction', is: 'high' }],
      speaksAgainst: [{ cause: 'full-database', is: 'high' }],
    },
    postgres_deadlocks: {
      title: { en: 'Postgres deadlocks', ko: 'Postgres 데드락' },
      query: (of) => `sum(rate(pg_stat_database_deadlocks{${of}}[5m]))`,
      unit: 'per-second',
      matters: 0.1,
      component: 'database',
      watched: { side: 'above', opens: 'database' },
    },
    postgres_down: {
      title: { en: 'Postgres servers that do not answer', ko: '응답하지 않는 Postgres' },
      query: (of) => `sum(pg_up{${of}} == bool 0)`,
      unit: 'count',
      matters: 1,
      component: 'database',
      watched: { side: 'above', opens: 'database', any: true },
    },
  },
};
