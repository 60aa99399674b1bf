import { type Histogram, quantileBetween } from './histogram.ts';
import type { Meters, Timer } from './meters.ts';

/** The window of every rate in the playbook's expressions, in seconds of the service's time. */
export const RATE_WINDOW = 60;

/** What Prometheus would answer, from what was measured at the end and at the beginning of the window. NaN: a ratio without a denominator. */
export type Evaluate = (now: Meters, before: Meters) => number;

const rate =
  (counter: (meters: Meters) => number): Evaluate =>
  (now, before) =>
    (counter(now) - counter(before)) / (now.time - before.time);

const mean =
  (timer: (meters: Meters) => Timer): Evaluate =>
  (now, before) =>
    (timer(now).sum - timer(before).sum) / (timer(now).count - timer(before).count);

const failures = ({ issue, read }: Meters): number => issue.failed.count + read.failed.count;
const requests = ({ issue, read }: Meters): number =>
  issue.ok.count + issue.busy.count + issue.failed.count + read.ok.count + read.failed.count;

/** The signals of `playbooks/coupon.yml` by their keys. */
export const EVALUATE: Readonly<Record<string, Evaluate>> = {
  response_time_p95: (now, before) => quantileBetween(issued(before), issued(now), 0.95),
  error_rate: (now, before) => (failures(now) - failures(before)) / (requests(now) - requests(before)),
  request_rate: rate(requests),
  kafka_lag: (now) => now.lag,
  kafka_consumers: (now) => now.consumers,
  kafka_partitions: (now) => now.partitions,
  kafka_produce_rate: rate((meters) => meters.produced),
  kafka_consume_rate: rate((meters) => meters.consumed),
  consumer_process_time: mean((meters) => meters.listener),
  db_pool_used: (now) => now.poolActive / now.poolSize,
  db_pool_waiting: (now) => now.poolPending,
  db_pool_timeouts: rate((meters) => meters.poolTimeouts),
  db_connection_hold_time: mean((meters) => meters.poolUsage),
  db_longest_transaction: (now) => now.oldestTransaction,
  db_active_queries: (now) => now.activeQueries,
  db_query_time: mean((meters) => meters.queries),
  redis_lock_wait: (now, before) => quantileBetween(before.lockAcquire, now.lockAcquire, 0.95),
  redis_lock_failures: rate((meters) => meters.lockFailures),
  redis_lock_hold: mean((meters) => meters.lockHold),
  gc_pause_ratio: rate((meters) => meters.gcPauses.sum),
  gc_pause_max: (now) => now.gcPauseMax,
  heap_old_used: (now) => now.oldUsed / now.oldMax,
  allocation_rate: rate((meters) => meters.allocated),
  cpu: (now) => now.cpu,
  memory: (now) => now.memoryUsed / now.memoryLimit,
};

/** All answers of the issuing endpoint, whatever their status. */
function issued({ issue: { ok, busy, failed } }: Meters): Histogram {
  return ok.and(busy, failed);
}
