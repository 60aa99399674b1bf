import type { LokiStream } from '../loki.ts';
import type { Simulation } from './simulation.ts';

const EVERY_MS = 5_000;
const KEPT_MS = 75 * 60_000;

type At = (key: string) => number;
/** What one program writes at a moment, by how the service was then; `n` tells moments apart. */
type Writer = (value: At, n: number) => string[];

const consumer: Writer = (value, n) => {
  const partition = n % 12;
  const lag = value('kafka_lag');
  const slow = value('consumer_process_time');
  return [
    `INFO  [consumer-${n % 6}] c.e.coupon.CouponIssuer - issued ${Math.round(value('kafka_consume_rate') * 5) || 0} coupons`,
    ...(lag > 1_000
      ? [
          `WARN  [consumer-${n % 6}] c.e.coupon.CouponIssuer - partition coupon-requests-${partition} lag ${Math.round(lag / 12)}`,
          `ERROR [consumer-${n % 6}] o.a.k.c.c.i.ConsumerCoordinator - CommitFailedException: Offset commit cannot be completed since the consumer is not part of an active group`,
        ]
      : []),
    ...(slow > 0.1
      ? [`WARN  [consumer-${n % 6}] c.e.coupon.CouponIssuer - message took ${Math.round(slow * 1_000)} ms, retry ${1 + (n % 3)} of 3`]
      : []),
    ...(value('db_pool_waiting') > 5
      ? [
          `ERROR [consumer-${n % 6}] c.z.h.p.HikariPool - SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 3000ms.`,
        ]
      : []),
  ];
};

const api: Writer = (value, n) => {
  const failures = value('redis_lock_failures');
  return [
    `INFO  [http-${n % 20}] c.e.coupon.IssueController - POST /coupons/issue 200`,
    ...(failures > 1
      ? [
          `WARN  [http-${n % 20}] c.e.coupon.StockLock - lock coupon:stock:${n % 3} not acquired after 2200 ms, attempt ${1 + (n % 3)} of 3, user=kim${n}@example.com`,
        ]
      : []),
    ...(failures > 20
      ? [`ERROR [http-${n % 20}] c.e.coupon.StockLock - lock coupon:stock:${n % 3} released late by token=${'a9f3'.repeat(4)}${n}`]
      : []),
    ...(value('db_pool_used') > 0.95 && value('db_connection_hold_time') < 0.15
      ? [
          `WARN  [HikariPool-1 housekeeper] c.z.h.pool.ProxyLeakTask - Connection leak detection triggered for org.postgresql.jdbc.PgConnection@${n.toString(16)} on thread http-${n % 20}, stack trace follows`,
        ]
      : []),
    ...(value('gc_pause_max') > 1 ? [`WARN  [gc] o.e.GcWatch - paused for ${Math.round(value('gc_pause_max') * 1_000)} ms`] : []),
  ];
};

const postgres: Writer = (value, n) => {
  const [query, oldest] = [value('db_query_time'), value('db_longest_transaction')];
  return [
    ...(query > 0.1
      ? [
          `[${4_000 + (n % 40)}] coupon@coupon LOG:  duration: ${(query * 1_000).toFixed(3)} ms  execute <unnamed>: SELECT * FROM coupon WHERE event_id = $1 FOR UPDATE`,
        ]
      : []),
    ...(oldest > 20
      ? [
          `[${4_000 + (n % 40)}] coupon@coupon ERROR:  deadlock detected`,
          `[${4_000 + (n % 40)}] coupon@coupon DETAIL:  Process ${4_000 + (n % 40)} waits for ShareLock on transaction ${90_000 + n}; blocked by process 4001.`,
        ]
      : []),
    ...(value('db_pool_used') > 0.97
      ? [`[${4_000 + (n % 40)}] coupon@coupon FATAL:  remaining connection slots are reserved for superusers`]
      : []),
  ];
};

const WRITERS: Readonly<Record<string, Writer>> = { 'coupon-consumer': consumer, 'coupon-api': api, 'coupon-db': postgres };

/** What the service's programs have written in the last hour or so, as its history tells: the same history, the same lines. */
export function logStreams(simulation: Simulation, now: () => Date): LokiStream[] {
  simulation.catchUp();
  const last = Math.floor(now().getTime() / EVERY_MS);
  const moments = Array.from({ length: KEPT_MS / EVERY_MS }, (_, index) => last - KEPT_MS / EVERY_MS + index);
  return Object.entries(WRITERS).map(([app, write]) => ({
    labels: { app, namespace: 'coupon' },
    lines: moments.flatMap((n) => {
      const value: At = (key) => simulation.history.valueAt(key, n * EVERY_MS) ?? Number.NaN;
      if (Number.isNaN(value('kafka_lag'))) return [];
      return write(value, n).map((line, index) => ({ at: new Date(n * EVERY_MS + index), line }));
    }),
  }));
}
