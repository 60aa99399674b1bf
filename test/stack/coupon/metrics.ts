import { Counter, Gauge, Histogram, Registry, Summary } from 'prom-client';
import { BOUNDS } from '../../../sandbox/coupon/histogram.ts';

/** Under the names that a JVM service with Micrometer has, because the playbook asks for these. */
export const registry = new Registry();

const registers = [registry];
const buckets = [...BOUNDS];

export const requests = new Histogram({
  name: 'http_server_requests_seconds',
  help: 'Time to answer a request.',
  labelNames: ['method', 'uri', 'status', 'client'] as const,
  buckets,
  registers,
});
export const listener = new Summary({
  name: 'spring_kafka_listener_seconds',
  help: 'Time per message.',
  labelNames: ['name', 'result'] as const,
  percentiles: [],
  registers,
});
export const lockAcquire = new Histogram({ name: 'coupon_lock_acquire_seconds', help: 'Time to get the stock lock.', buckets, registers });
export const lockHold = new Summary({
  name: 'coupon_lock_hold_seconds',
  help: 'Time for which the lock was held.',
  percentiles: [],
  registers,
});
export const lockFailures = new Counter({ name: 'coupon_lock_failures_total', help: 'Attempts that did not get the lock.', registers });
export const poolTimeouts = new Counter({ name: 'hikaricp_connections_timeout_total', help: 'Requests that waited in vain.', registers });
export const poolUsage = new Summary({
  name: 'hikaricp_connections_usage_seconds',
  help: 'Time between taking and returning a connection.',
  percentiles: [],
  registers,
});

let before = { at: process.hrtime.bigint(), cpu: process.cpuUsage() };
new Gauge({
  name: 'process_cpu_usage',
  help: 'Share of the one processor that this process can use.',
  registers,
  collect() {
    const now = { at: process.hrtime.bigint(), cpu: process.cpuUsage() };
    const used = now.cpu.user + now.cpu.system - before.cpu.user - before.cpu.system;
    this.set(used / Math.max(1, Number(now.at - before.at) / 1_000));
    before = now;
  },
});
