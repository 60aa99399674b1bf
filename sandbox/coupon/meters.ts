import { Histogram } from './histogram.ts';

/** A timer as Micrometer exposes one without buckets. */
export interface Timer {
  count: number;
  sum: number;
}

/** Everything that is measured at one moment. Counters, timers and histograms only grow; the rest is what is so now. */
export interface Meters {
  /** Seconds that the model has run. */
  time: number;
  // API
  issue: { ok: Histogram; busy: Histogram; failed: Histogram };
  read: { ok: Histogram; failed: Histogram };
  /** Who asked for something, whatever the answer; and of these, the ones above what is usual in calm. */
  asked: { issue: number; read: number };
  surge: { issue: number; read: number };
  // Kafka
  produced: number;
  consumed: number;
  lag: number;
  consumers: number;
  partitions: number;
  listener: Timer;
  // Database
  poolSize: number;
  poolActive: number;
  poolPending: number;
  poolTimeouts: number;
  poolUsage: Timer;
  queries: Timer;
  oldestTransaction: number;
  activeQueries: number;
  // Redis lock
  lockAcquire: Histogram;
  lockFailures: number;
  lockHold: Timer;
  // JVM
  gcPauses: Timer;
  gcPauseMax: number;
  oldUsed: number;
  oldMax: number;
  edenUsed: number;
  allocated: number;
  cpu: number;
  memoryUsed: number;
  memoryLimit: number;
}

export function emptyMeters(): Meters {
  return {
    time: 0,
    issue: { ok: new Histogram(), busy: new Histogram(), failed: new Histogram() },
    read: { ok: new Histogram(), failed: new Histogram() },
    asked: { issue: 0, read: 0 },
    surge: { issue: 0, read: 0 },
    produced: 0,
    consumed: 0,
    lag: 0,
    consumers: 0,
    partitions: 0,
    listener: { count: 0, sum: 0 },
    poolSize: 0,
    poolActive: 0,
    poolPending: 0,
    poolTimeouts: 0,
    poolUsage: { count: 0, sum: 0 },
    queries: { count: 0, sum: 0 },
    oldestTransaction: 0,
    activeQueries: 0,
    lockAcquire: new Histogram(),
    lockFailures: 0,
    lockHold: { count: 0, sum: 0 },
    gcPauses: { count: 0, sum: 0 },
    gcPauseMax: 0,
    oldUsed: 0,
    oldMax: 1,
    edenUsed: 0,
    allocated: 0,
    cpu: 0,
    memoryUsed: 0,
    memoryLimit: 1,
  };
}

/** A copy that does not change any more. */
export function copyMeters(meters: Meters): Meters {
  const { issue, read } = meters;
  return {
    ...meters,
    issue: { ok: issue.ok.copy(), busy: issue.busy.copy(), failed: issue.failed.copy() },
    read: { ok: read.ok.copy(), failed: read.failed.copy() },
    asked: { ...meters.asked },
    surge: { ...meters.surge },
    listener: { ...meters.listener },
    poolUsage: { ...meters.poolUsage },
    queries: { ...meters.queries },
    lockAcquire: meters.lockAcquire.copy(),
    lockHold: { ...meters.lockHold },
    gcPauses: { ...meters.gcPauses },
  };
}
