import { deadlocks, globalNumbers, lockWaits, openTransactions, replicas } from '../mysql/looks.ts';
import type { MysqlSession } from '../mysql/watched-mysql.ts';
import { countedOver } from './counters.ts';
import { duration, type Measured, type Moment, type ReadingKind, readingOf } from './reading-kind.ts';

const reading = readingOf<MysqlSession>();
/** A server has that many transactions that wait only when nobody looks at a number any more. */
const ALL = 10_000;

/** What a signal may ask of the watched MySQL or MariaDB, one entry each. */
export const MYSQL_READINGS: readonly ReadingKind<MysqlSession>[] = [
  reading({
    name: 'latency',
    unit: 'seconds',
    doc: 'Round trip of one empty question: the way there and back.',
    read: async (session) => {
      const began = performance.now();
      await session.rows('DO 0');
      return (performance.now() - began) / 1_000;
    },
  }),
  reading({
    name: 'connections',
    unit: 'count',
    doc: 'Connections that are open, with Bongsu.',
    read: async (session) => (await globalNumbers(session, ['Threads_connected'])).get('threads_connected'),
  }),
  reading({
    name: 'connections_used',
    unit: 'ratio',
    doc: 'Open connections as a share of `max_connections`.',
    read: async (session) => {
      const found = await globalNumbers(session, ['Threads_connected', 'max_connections']);
      const [used, most] = [found.get('threads_connected'), found.get('max_connections')];
      return used === undefined || !most ? undefined : used / most;
    },
  }),
  reading({
    name: 'threads_running',
    unit: 'count',
    doc: 'Connections that work on something at this moment, with this question.',
    read: async (session) => (await globalNumbers(session, ['Threads_running'])).get('threads_running'),
  }),
  reading({
    name: 'queries',
    arguments: { window: duration('1m') },
    unit: 'per-second',
    doc: 'Statements that clients sent, in the window, as far as Bongsu has watched; no value at the first question.',
    read: async (session, { window: windowMs }, { at, counters }) => {
      const total = (await globalNumbers(session, ['Questions'])).get('questions');
      return total === undefined ? undefined : counters.perSecond(`queries ${windowMs}`, total, { at, windowMs });
    },
  }),
  reading({
    name: 'slow_queries',
    arguments: { window: duration('5m') },
    unit: 'count',
    doc: 'Queries in the window that took longer than `long_query_time` (10 s unless set), as far as Bongsu has watched; no value at the first question.',
    read: async (session, { window }, moment) =>
      grown('slow_queries', (await globalNumbers(session, ['Slow_queries'])).get('slow_queries'), window, moment),
  }),
  reading({
    name: 'longest_transaction',
    unit: 'seconds',
    doc: 'Age of the oldest open transaction of InnoDB; 0 when there is none.',
    read: async (session) => Math.max(0, ...(await openTransactions(session, 1)).map(({ open }) => open)),
  }),
  reading({
    name: 'lock_waits',
    unit: 'count',
    doc: 'Transactions that wait for a row lock of another one.',
    read: async (session) => new Set((await lockWaits(session, ALL)).map(({ waiter }) => waiter)).size,
  }),
  reading({
    name: 'deadlocks',
    arguments: { window: duration('5m') },
    unit: 'count',
    doc: 'Deadlocks in the window, as far as Bongsu has watched; no value at the first question.',
    read: async (session, { window }, moment) => grown('deadlocks', await deadlocks(session), window, moment),
  }),
  reading({
    name: 'replication_lag',
    unit: 'seconds',
    doc: 'How far this server is behind its source, asked as a replica; no value where it is none or does not follow.',
    read: async (session) => {
      const behind = (await replicas(session)).map((one) => one.behind ?? Number.NaN);
      return behind.length === 0 ? undefined : Math.max(...behind);
    },
  }),
];

function grown(name: string, total: number | undefined, windowMs: number, { at, counters }: Moment): Measured {
  return total === undefined ? undefined : countedOver(counters.growth(`${name} ${windowMs}`, total, { at, windowMs }), windowMs);
}
