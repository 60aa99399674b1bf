import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What programs and exporters of a made-up company say of themselves, as functions of time: now at `/metrics`, and as a past that a Prometheus may be given. */

interface WatchedSeries {
  name: string;
  labels?: Readonly<Record<string, string>>;
  /** Its value at a moment, in Unix seconds. */
  at(seconds: number): number;
}

const DAY_S = 86_400;

/** Goes up by so much a second on average, more by day than by night. */
const counter =
  (perSecond: number) =>
  (seconds: number): number =>
    perSecond * (seconds % (30 * DAY_S)) - ((perSecond * DAY_S) / (4 * Math.PI)) * Math.cos((2 * Math.PI * seconds) / DAY_S);
const gauge =
  (middle: number, swing = 0) =>
  (seconds: number): number =>
    middle + swing * Math.sin((2 * Math.PI * seconds) / DAY_S);

/** A histogram of requests of which ninety-nine of a hundred take less than `quick` of its units. */
function requests(
  name: string,
  labels: Readonly<Record<string, string>>,
  { perSecond, quick }: { perSecond: number; quick: number },
): WatchedSeries[] {
  const bucket = (le: string, share: number): WatchedSeries => ({
    name: `${name}_bucket`,
    labels: { ...labels, le },
    at: counter(perSecond * share),
  });
  return [
    bucket(String(quick / 4), 0.6),
    bucket(String(quick), 0.99),
    bucket(String(quick * 4), 1),
    bucket('+Inf', 1),
    { name: `${name}_sum`, labels, at: counter((perSecond * quick) / 2) },
    { name: `${name}_count`, labels, at: counter(perSecond) },
  ];
}

function jvm(memoryType: string, collecting: string, most = 'jvm_memory_max_bytes'): WatchedSeries[] {
  const [label = '', value = ''] = memoryType.split('=');
  return [
    { name: 'jvm_memory_used_bytes', labels: { [label]: value }, at: gauge(400_000_000, 50_000_000) },
    { name: most, labels: { [label]: value }, at: gauge(1_000_000_000) },
    { name: `${collecting}_sum`, at: counter(0.01) },
    { name: `${collecting}_count`, at: counter(0.2) },
  ];
}

const PROCESS: WatchedSeries[] = [
  { name: 'process_cpu_seconds_total', at: counter(0.4) },
  { name: 'process_resident_memory_bytes', at: gauge(700_000_000, 10_000_000) },
];

/** What a Prometheus writes down itself. */
const UP: WatchedSeries = { name: 'up', at: gauge(1) };

/** By the job that a Prometheus calls them. */
export const WATCHED = {
  'shop-api': [
    ...requests('http_server_requests_seconds', { status: '200', uri: '/orders' }, { perSecond: 40, quick: 0.2 }),
    ...requests('http_server_requests_seconds', { status: '500', uri: '/orders' }, { perSecond: 0.1, quick: 0.2 }),
    { name: 'hikaricp_connections_active', at: gauge(6, 2) },
    { name: 'hikaricp_connections_max', at: gauge(20) },
    { name: 'hikaricp_connections_pending', at: gauge(0) },
    ...jvm('area=heap', 'jvm_gc_pause_seconds'),
    ...PROCESS,
  ],
  'search-api': [
    ...requests('http_server_request_duration_seconds', { http_response_status_code: '200' }, { perSecond: 90, quick: 0.05 }),
    ...requests('http_server_request_duration_seconds', { http_response_status_code: '503' }, { perSecond: 0.2, quick: 0.05 }),
    ...jvm('jvm_memory_type=heap', 'jvm_gc_duration_seconds', 'jvm_memory_limit_bytes'),
    ...PROCESS,
  ],
  worker: [...jvm('area=heap', 'jvm_gc_collection_seconds'), ...PROCESS],
  mailer: PROCESS,
  postgres: [
    { name: 'pg_up', at: gauge(1) },
    { name: 'pg_stat_activity_count', labels: { state: 'active' }, at: gauge(12, 6) },
    { name: 'pg_stat_activity_count', labels: { state: 'idle' }, at: gauge(20) },
    { name: 'pg_settings_max_connections', at: gauge(100) },
    { name: 'pg_stat_activity_max_tx_duration', labels: { state: 'active' }, at: gauge(1, 0.5) },
    { name: 'pg_stat_database_deadlocks', labels: { datname: 'shop' }, at: gauge(3) },
  ],
  redis: [
    { name: 'redis_up', at: gauge(1) },
    { name: 'redis_memory_used_bytes', at: gauge(300_000_000, 20_000_000) },
    { name: 'redis_memory_max_bytes', at: gauge(0) },
    { name: 'redis_evicted_keys_total', at: gauge(0) },
  ],
  'kafka-exporter': [
    ...['orders-worker', 'mailer'].flatMap((consumergroup) => [
      { name: 'kafka_consumergroup_lag', labels: { consumergroup, topic: 'orders', partition: '0' }, at: gauge(800, 600) },
      { name: 'kafka_consumergroup_current_offset', labels: { consumergroup, topic: 'orders', partition: '0' }, at: counter(30) },
      { name: 'kafka_consumergroup_members', labels: { consumergroup }, at: gauge(4) },
    ]),
  ],
  rabbitmq: [
    { name: 'rabbitmq_queue_messages_ready', at: gauge(50, 40) },
    { name: 'rabbitmq_queue_consumers', at: gauge(6) },
    { name: 'rabbitmq_global_messages_received_total', labels: { protocol: 'amqp091' }, at: counter(15) },
    { name: 'rabbitmq_global_messages_acknowledged_total', labels: { protocol: 'amqp091' }, at: counter(15) },
    { name: 'rabbitmq_alarms_memory_used_watermark', at: gauge(0) },
    { name: 'rabbitmq_alarms_free_disk_space_watermark', at: gauge(0) },
  ],
  node: [
    { name: 'node_cpu_seconds_total', labels: { cpu: '0', mode: 'idle' }, at: counter(0.7) },
    { name: 'node_cpu_seconds_total', labels: { cpu: '0', mode: 'user' }, at: counter(0.3) },
    { name: 'node_memory_MemAvailable_bytes', at: gauge(6_000_000_000, 500_000_000) },
    { name: 'node_memory_MemTotal_bytes', at: gauge(16_000_000_000) },
    { name: 'node_filesystem_avail_bytes', labels: { fstype: 'ext4', mountpoint: '/' }, at: gauge(30_000_000_000) },
    { name: 'node_filesystem_size_bytes', labels: { fstype: 'ext4', mountpoint: '/' }, at: gauge(100_000_000_000) },
  ],
  istio: [
    ...requests(
      'istio_request_duration_milliseconds',
      { reporter: 'destination', destination_service_name: 'cart', response_code: '200' },
      { perSecond: 25, quick: 80 },
    ),
    {
      name: 'istio_requests_total',
      labels: { reporter: 'destination', destination_service_name: 'cart', response_code: '200' },
      at: counter(25),
    },
    {
      name: 'istio_requests_total',
      labels: { reporter: 'destination', destination_service_name: 'cart', response_code: '503' },
      at: counter(0.1),
    },
  ],
} satisfies Record<string, readonly WatchedSeries[]>;

export type WatchedJob = keyof typeof WATCHED;

export interface WatchedServers {
  /** What a Prometheus scrapes. */
  targets: { targets: string[]; labels: { job: string } }[];
  close(): Promise<void>;
}

/** One server for each job. */
export async function startWatched(jobs: readonly WatchedJob[]): Promise<WatchedServers> {
  const servers = await Promise.all(
    jobs.map(async (job) => {
      const server = createServer((_request, response) => {
        response.setHeader('content-type', 'text/plain; version=0.0.4');
        response.end(WATCHED[job].map((series) => `${named(series)} ${series.at(Date.now() / 1_000)}\n`).join(''));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return { job, server, target: `127.0.0.1:${(server.address() as AddressInfo).port}` };
    }),
  );
  return {
    targets: servers.map(({ job, target }) => ({ targets: [target], labels: { job } })),
    close: async () => {
      await Promise.all(
        servers.map(({ server }) => {
          const closed = new Promise((resolve) => server.close(resolve));
          server.closeAllConnections();
          return closed;
        }),
      );
    },
  };
}

/** Two samples fit into the five minutes over which rates are taken. */
const EVERY_S = 120;

/** What a Prometheus would have written down of all of it over the last so many hours, until some minutes ago. */
export function historyOf({ targets }: WatchedServers, { hours, now }: { hours: number; now: Date }): string {
  const end = Math.floor(now.getTime() / 1_000) - EVERY_S;
  const moments = Array.from({ length: Math.floor((hours * 3_600) / EVERY_S) }, (_, index) => end - index * EVERY_S).reverse();
  const all = targets.flatMap(({ targets: [instance = ''], labels: { job } }) =>
    [UP, ...WATCHED[job as WatchedJob]].map((series: WatchedSeries) => ({ ...series, labels: { ...series.labels, job, instance } })),
  );
  const names = [...new Set(all.map(({ name }) => name))];
  // The format wants all that one name has together.
  const lines = names.flatMap((name) => [
    `# TYPE ${name} unknown`,
    ...all
      .filter((series) => series.name === name)
      .flatMap((series) => moments.map((moment) => `${named(series)} ${series.at(moment)} ${moment}`)),
  ]);
  return `${lines.join('\n')}\n# EOF\n`;
}

function named({ name, labels = {} }: Pick<WatchedSeries, 'name' | 'labels'>): string {
  const written = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return written.length === 0 ? name : `${name}{${written.join(',')}}`;
}
