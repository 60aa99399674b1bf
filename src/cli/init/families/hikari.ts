import type { Family } from './family.ts';
import { OF_PROGRAM } from './whose.ts';

/** The pool of connections of a program on the JVM, by Micrometer. */
export const hikari: Family = {
  title: 'HikariCP',
  known: ['hikaricp_connections_active', 'hikaricp_connections_max'],
  whose: OF_PROGRAM,
  signals: {
    pool_used: {
      title: { en: 'DB pool in use', ko: 'DB 커넥션 풀 사용률' },
      query: (of) => `max(hikaricp_connections_active{${of}} / hikaricp_connections_max{${of}})`,
      unit: 'ratio',
      matters: 0.1,
      component: 'api',
      watched: { side: 'above', opens: 'slow', most: 1 },
      speaksFor: [{ cause: 'full-pool', is: 'high' }],
    },
    pool_waiting: {
      title: { en: 'Waiting for a DB connection', ko: 'DB 커넥션 대기' },
      query: (of) => `sum(hikaricp_connections_pending{${of}})`,
      unit: 'count',
      matters: 2,
      component: 'api',
      speaksFor: [{ cause: 'full-pool', is: 'high' }],
    },
  },
};
