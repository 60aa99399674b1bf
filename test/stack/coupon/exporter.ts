import { readFileSync } from 'node:fs';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { Gauge, Registry } from 'prom-client';
import { createDoor, surroundings } from './door.ts';
import { type ExporterSettings, GROUP, TOPIC } from './settings.ts';

/** What the container of the API and its JVM may use. */
const MEMORY_LIMIT_BYTES = 2.5e9;
const PAGE_BYTES = 4_096;
const LOOK_EVERY_MS = 700;

const { port, kafkaBrokers, primaryUrl } = surroundings();
const settings: ExporterSettings = { pids: [] };
const registry = new Registry();
const admin = new Kafka({ clientId: 'exporter', brokers: kafkaBrokers, logLevel: logLevel.ERROR }).admin();
const database = new pg.Pool({ connectionString: primaryUrl, max: 1 });
database.on('error', () => {});

const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
  new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });

// As kafka_exporter names them.
const partitions = gauge('kafka_topic_partitions', 'Number of partitions.', ['topic']);
const offsets = gauge('kafka_topic_partition_current_offset', 'Newest offset.', ['topic', 'partition']);
const committed = gauge('kafka_consumergroup_current_offset', 'Committed offset.', ['consumergroup', 'topic', 'partition']);
const lag = gauge('kafka_consumergroup_lag', 'Messages not yet committed.', ['consumergroup', 'topic', 'partition']);
const members = gauge('kafka_consumergroup_members', 'Members of the group.', ['consumergroup']);
// As postgres_exporter names them.
const transactions = gauge('pg_stat_activity_max_tx_duration', 'Age of the oldest transaction.', ['datname', 'state']);
const activity = gauge('pg_stat_activity_count', 'Connections by state.', ['datname', 'state']);
const seconds = gauge('pg_stat_statements_seconds_total', 'Time spent in queries.', ['datname']);
const calls = gauge('pg_stat_statements_calls_total', 'Queries.', ['datname']);
// As cAdvisor names them.
const memory = gauge('container_memory_working_set_bytes', 'Memory that cannot be given back.', ['container']);
gauge('container_spec_memory_limit_bytes', 'Memory limit.', ['container']).set({ container: 'coupon-api' }, MEMORY_LIMIT_BYTES);

async function lookAtKafka(): Promise<void> {
  const [newest, ours, groups] = await Promise.all([
    admin.fetchTopicOffsets(TOPIC),
    admin.fetchOffsets({ groupId: GROUP, topics: [TOPIC] }),
    admin.describeGroups([GROUP]),
  ]);
  members.set({ consumergroup: GROUP }, groups.groups[0]?.members.length ?? 0);
  partitions.set({ topic: TOPIC }, newest.length);
  for (const family of [offsets, committed, lag]) family.reset();
  for (const { partition, high } of newest) {
    const offset = Number(ours[0]?.partitions.find((candidate) => candidate.partition === partition)?.offset ?? -1);
    const labels = { topic: TOPIC, partition: String(partition) };
    offsets.set(labels, Number(high));
    // Nothing committed yet: everything is still to do, as the consumers begin with the oldest.
    committed.set({ consumergroup: GROUP, ...labels }, Math.max(0, offset));
    lag.set({ consumergroup: GROUP, ...labels }, Math.max(0, Number(high) - Math.max(0, offset)));
  }
}

async function lookAtPostgres(): Promise<void> {
  const sessions = await database.query<{ datname: string; state: string; count: string; oldest: number | null }>(
    `SELECT datname, state, count(*), extract(epoch FROM max(clock_timestamp() - xact_start))::float8 AS oldest
     FROM pg_stat_activity WHERE datname IS NOT NULL AND state IS NOT NULL AND pid <> pg_backend_pid() GROUP BY datname, state`,
  );
  transactions.reset();
  activity.reset();
  for (const state of ['active', 'idle', 'idle in transaction']) {
    activity.set({ datname: 'coupon', state }, 0);
    transactions.set({ datname: 'coupon', state }, 0);
  }
  for (const { datname, state, count, oldest } of sessions.rows) {
    activity.set({ datname, state }, Number(count));
    transactions.set({ datname, state }, oldest ?? 0);
  }
  const statements = await database.query<{ datname: string; seconds: number; calls: string }>(
    `SELECT datname, sum(total_exec_time) / 1000 AS seconds, sum(calls) AS calls
     FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid GROUP BY datname`,
  );
  for (const row of statements.rows) {
    seconds.set({ datname: row.datname }, row.seconds);
    calls.set({ datname: row.datname }, Number(row.calls));
  }
}

async function lookAtMemory(): Promise<void> {
  // In a container of its own it sees none of them; there cAdvisor tells.
  if (settings.pids.length === 0) return;
  const pages = settings.pids.map((pid) => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]));
  memory.set({ container: 'coupon-api' }, pages.reduce((sum, count) => sum + count, 0) * PAGE_BYTES);
}

async function keepLooking(look: () => Promise<void>): Promise<void> {
  const report = (error: unknown) => void process.stdout.write(`${look.name}: ${error instanceof Error ? error.message : String(error)}\n`);
  await look().catch(report);
  setTimeout(() => void keepLooking(look), LOOK_EVERY_MS);
}

const door = createDoor({ port, registry, settings });
await admin.connect();
await Promise.all([lookAtKafka, lookAtPostgres, lookAtMemory].map(keepLooking));
await door.open();
