import { BOUNDS, type Histogram } from './histogram.ts';
import type { Meters, Timer } from './meters.ts';

type Labels = Record<string, string>;

/**
 * The meters as a JVM with Micrometer, kafka_exporter, postgres_exporter and cAdvisor would expose them, in Prometheus's text format
 * (https://prometheus.io/docs/instrumenting/exposition_formats/). Counters are divided by `speed`, so that a real Prometheus, which
 * counts in seconds of the clock, sees the rates of the service's own time.
 */
export class Exposition {
  private readonly produced = new PartitionOffsets();
  private readonly consumed = new PartitionOffsets();

  constructor(private readonly speed: number) {}

  render(meters: Meters): string {
    const text = new Text(this.speed);
    this.api(text, meters);
    this.kafka(text, meters);
    database(text, meters);
    lock(text, meters);
    machine(text, meters);
    return text.toString();
  }

  private api(text: Text, { issue, read }: Meters): void {
    const issued = (status: string, outcome: string): Labels => ({ method: 'POST', uri: '/coupons/issue', status, outcome });
    const viewed = (status: string, outcome: string): Labels => ({ method: 'GET', uri: '/coupons', status, outcome });
    text.histograms('http_server_requests_seconds', 'Time to answer a request.', [
      [issued('200', 'SUCCESS'), issue.ok],
      [issued('429', 'CLIENT_ERROR'), issue.busy],
      [issued('500', 'SERVER_ERROR'), issue.failed],
      [viewed('200', 'SUCCESS'), read.ok],
      [viewed('500', 'SERVER_ERROR'), read.failed],
    ]);
  }

  private kafka(text: Text, { produced, consumed, lag, consumers, partitions, listener }: Meters): void {
    const topic = { topic: 'coupon-requests' };
    const group = { consumergroup: 'coupon-issuer', ...topic };
    const numbers = Array.from({ length: partitions }, (_, partition) => partition);
    const each = (labels: Labels, values: number[]): [Labels, number][] =>
      numbers.map((partition) => [{ ...labels, partition: String(partition) }, values[partition] ?? 0]);
    text.gauges('kafka_topic_partitions', 'Number of partitions.', [[topic, partitions]]);
    text.counters(
      'kafka_topic_partition_current_offset',
      'Newest offset.',
      each(topic, this.produced.advance(produced, partitions)),
      'gauge',
    );
    text.counters(
      'kafka_consumergroup_current_offset',
      'Committed offset.',
      each(group, this.consumed.advance(consumed, partitions)),
      'gauge',
    );
    const share = Math.floor(lag / partitions);
    text.gauges(
      'kafka_consumergroup_lag',
      'Messages not yet committed.',
      each(
        group,
        numbers.map((partition) => share + (partition < lag - share * partitions ? 1 : 0)),
      ),
    );
    text.gauges('kafka_consumergroup_members', 'Members of the group.', [[{ consumergroup: 'coupon-issuer' }, consumers]]);
    text.timer('spring_kafka_listener_seconds', 'Time per message.', { name: 'coupon-issuer', result: 'success' }, listener);
  }
}

function database(text: Text, meters: Meters): void {
  const pool = { pool: 'HikariPool-1' };
  text.gauges('hikaricp_connections_max', 'Size of the pool.', [[pool, meters.poolSize]]);
  text.gauges('hikaricp_connections_active', 'Connections in use.', [[pool, meters.poolActive]]);
  text.gauges('hikaricp_connections_idle', 'Connections that wait for work.', [[pool, Math.max(0, meters.poolSize - meters.poolActive)]]);
  text.gauges('hikaricp_connections_pending', 'Threads that wait for a connection.', [[pool, meters.poolPending]]);
  text.counters('hikaricp_connections_timeout_total', 'Threads that waited in vain.', [[pool, meters.poolTimeouts]]);
  text.timer('hikaricp_connections_usage_seconds', 'Time between taking and returning a connection.', pool, meters.poolUsage);
  const database = { datname: 'coupon' };
  text.gauges('pg_stat_activity_max_tx_duration', 'Age of the oldest transaction.', [[database, meters.oldestTransaction]]);
  text.gauges('pg_stat_activity_count', 'Connections by state.', [
    [{ ...database, state: 'active' }, meters.activeQueries],
    [{ ...database, state: 'idle' }, Math.max(0, meters.poolSize - meters.activeQueries)],
  ]);
  text.counters('pg_stat_statements_seconds_total', 'Time spent in queries.', [[database, meters.queries.sum]]);
  text.counters('pg_stat_statements_calls_total', 'Queries.', [[database, meters.queries.count]]);
}

function lock(text: Text, meters: Meters): void {
  text.histograms('coupon_lock_acquire_seconds', 'Time to get the stock lock.', [[{}, meters.lockAcquire]]);
  text.counters('coupon_lock_failures_total', 'Attempts that did not get the lock.', [[{}, meters.lockFailures]]);
  text.timer('coupon_lock_hold_seconds', 'Time for which the lock was held.', {}, meters.lockHold);
}

function machine(text: Text, meters: Meters): void {
  const pause = { action: 'end of GC', cause: 'G1 Evacuation Pause' };
  text.timer('jvm_gc_pause_seconds', 'Time for which everything stood still.', pause, meters.gcPauses);
  text.gauges('jvm_gc_pause_seconds_max', 'The longest of the last minutes.', [[pause, meters.gcPauseMax]]);
  const old = { area: 'heap', id: 'G1 Old Gen' };
  const eden = { area: 'heap', id: 'G1 Eden Space' };
  text.gauges('jvm_memory_used_bytes', 'Memory in use.', [
    [old, meters.oldUsed],
    [eden, meters.edenUsed],
  ]);
  text.gauges('jvm_memory_max_bytes', 'Memory that may be used; -1: no bound of its own.', [
    [old, meters.oldMax],
    [eden, -1],
  ]);
  text.counters('jvm_gc_memory_allocated_bytes_total', 'Bytes allocated.', [[{}, meters.allocated]]);
  text.gauges('process_cpu_usage', 'Share of the processors in use.', [[{}, meters.cpu]]);
  const container = { container: 'coupon-api' };
  text.gauges('container_memory_working_set_bytes', 'Memory that cannot be given back.', [[container, meters.memoryUsed]]);
  text.gauges('container_spec_memory_limit_bytes', 'Memory limit.', [[container, meters.memoryLimit]]);
}

/** Spreads a total over the partitions there are, so that each partition's offset only grows although their number changes. */
class PartitionOffsets {
  private readonly offsets: number[] = [];
  private total = 0;

  advance(total: number, partitions: number): number[] {
    const share = (total - this.total) / partitions;
    this.total = total;
    for (let partition = 0; partition < partitions; partition += 1) this.offsets[partition] = (this.offsets[partition] ?? 0) + share;
    return this.offsets;
  }
}

class Text {
  private readonly lines: string[] = [];

  constructor(private readonly speed: number) {}

  gauges(name: string, help: string, samples: [Labels, number][]): void {
    this.head(name, help, 'gauge');
    for (const [labels, value] of samples) this.sample(name, labels, value);
  }

  /** kafka_exporter calls its offsets gauges although they only grow. */
  counters(name: string, help: string, samples: [Labels, number][], type: 'counter' | 'gauge' = 'counter'): void {
    this.head(name, help, type);
    for (const [labels, value] of samples) this.sample(name, labels, value / this.speed);
  }

  timer(name: string, help: string, labels: Labels, { count, sum }: Timer): void {
    this.head(name, help, 'summary');
    this.sample(`${name}_count`, labels, count / this.speed);
    this.sample(`${name}_sum`, labels, sum / this.speed);
  }

  histograms(name: string, help: string, series: [Labels, Histogram][]): void {
    this.head(name, help, 'histogram');
    for (const [labels, { buckets, count, sum }] of series) {
      for (const [index, value] of buckets.entries()) {
        this.sample(`${name}_bucket`, { ...labels, le: String(BOUNDS[index] ?? '+Inf') }, value / this.speed);
      }
      this.sample(`${name}_count`, labels, count / this.speed);
      this.sample(`${name}_sum`, labels, sum / this.speed);
    }
  }

  toString(): string {
    return `${this.lines.join('\n')}\n`;
  }

  private head(name: string, help: string, type: string): void {
    this.lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
  }

  private sample(name: string, labels: Labels, value: number): void {
    const pairs = Object.entries(labels).map(([key, label]) => `${key}="${label}"`);
    this.lines.push(`${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`);
  }
}
