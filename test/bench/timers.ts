import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPostgresBackend, Queue, Worker, withBackend } from 'bullmq';
import pg from 'pg';
import { startWorld } from '../../sandbox/world.ts';
import { createLog } from '../../src/integrations/log.ts';
import { startEmbeddedPostgres } from '../../src/storage/embedded/embedded-postgres.ts';
import { openStorage } from '../../src/storage/index.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { startBenchBot } from './bot.ts';
import { quantile, table } from './figures.ts';
import { startBenchRedis } from './redis.ts';
import { fillDeadlines, restCost, restInWords } from './rest.ts';

const PENDING = 100_000;
const LEAD_MS = 6_000;

interface Figures {
  due: number;
  decided: number;
  doubled: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

/**
 * A hundred thousand pending deadlines; a thousand and ten thousand of them due at one instant, decided by two worker processes; beside
 * the bare queue with as many jobs that do nothing. On Postgres, and on Redis where one is found.
 */
export async function benchTimers(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bongsu-bench-'));
  const log = createLog({ level: 'silent' });
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  const redis = await startBenchRedis();
  const rows: (string | number)[][] = [['', 'due at once', 'per second', 'p50 ms', 'p99 ms', 'max ms', 'decided', 'doubled']];
  const results: Record<string, unknown> = {};
  try {
    for (const backend of ['postgres', ...(redis ? ['redis'] : [])] as ('postgres' | 'redis')[]) {
      const redisUrl = backend === 'redis' ? redis?.url : undefined;
      const floor = await bareQueue(backend, postgres.url, redisUrl, 10_000);
      rows.push([`bare BullMQ on ${backend}`, 10_000, ...columns(floor)]);
      const runs: Record<string, Figures> = {};
      for (const due of [1_000, 10_000]) {
        const figures = await decide(postgres.url, redisUrl, due);
        rows.push([`deadlines, ${backend}`, due, ...columns(figures)]);
        runs[due] = figures;
      }
      results[backend] = { floor, ...runs };
    }
    const idle = await restCost(PENDING);
    process.stdout.write(`${table(rows)}\n`);
    process.stdout.write(`${restInWords(PENDING, idle)}\n`);
    if (!redis) process.stdout.write('Redis was left out: there is no redis-server on the PATH.\n');
    const figures = Object.values(results) as Record<string, Figures>[];
    const goals = {
      thousand: figures.every((backend) => (backend['1000']?.p99Ms ?? Number.POSITIVE_INFINITY) < 1_000),
      tenThousand: figures.every((backend) => (backend['10000']?.p99Ms ?? Number.POSITIVE_INFINITY) < 6_000),
      exactlyOnce: figures.every((backend) =>
        ['1000', '10000'].every((due) => backend[due]?.decided === Number(due) && backend[due]?.doubled === 0),
      ),
      idle: idle.corePercent <= 1,
    };
    process.stdout.write(`${JSON.stringify({ bench: 'timers', ...results, idle, goals })}\n`);
  } finally {
    await redis?.stop();
    await postgres.release();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function columns({ perSecond, p50Ms, p99Ms, maxMs, decided, doubled }: Figures): number[] {
  return [perSecond, p50Ms, p99Ms, maxMs, decided, doubled];
}

/** Fills the database, lets two workers decide what falls due at one instant, and reads from the timeline what was decided when. */
async function decide(adminUrl: string, redisUrl: string | undefined, due: number): Promise<Figures> {
  return await withDatabase(adminUrl, async (url, client) => {
    const world = await startWorld();
    const environment = {
      ...world.environment,
      DATABASE_URL: url,
      LOG_LEVEL: 'silent',
      ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
    };
    await fillDeadlines(client, PENDING);
    const workers = await Promise.all([startBenchBot(environment), startBenchBot(environment)]);
    try {
      const dueAt = new Date(Date.now() + LEAD_MS);
      await client.query(
        `update deadlines set due_at = $1 where (incident_id, row_id) in (select incident_id, row_id from deadlines order by incident_id limit $2)`,
        [dueAt, due],
      );
      await workers[0]?.wake('deadlines', dueAt);
      await untilCount(client, `select count(*)::int as n from deadlines where state = 'missed'`, due);
      const { rows } = await client.query<{ ms: number }>(
        `select extract(epoch from (at - $1::timestamptz)) * 1000 as ms from timeline where kind = 'deadline.missed'`,
        [dueAt],
      );
      const { rows: doubles } = await client.query(
        `select incident_id from timeline where kind = 'deadline.missed' group by incident_id, data->>'row' having count(*) > 1`,
      );
      return figuresOf(
        rows.map((row) => Number(row.ms)),
        due,
        doubles.length,
      );
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
      await world.close();
    }
  });
}

/** The same number of jobs due at one instant, whose work is nothing: what the queue alone costs. Measured inside one process. */
async function bareQueue(backend: 'postgres' | 'redis', url: string, redisUrl: string | undefined, due: number): Promise<Figures> {
  const connection =
    backend === 'postgres'
      ? { connectionString: url, schema: 'bench', migrate: true, max: 8 }
      : { url: redisUrl ?? '', maxRetriesPerRequest: null };
  const classes = (backend === 'postgres' ? withBackend(createPostgresBackend) : { Queue, Worker }) as {
    Queue: typeof Queue;
    Worker: typeof Worker;
  };
  const queue = new classes.Queue('bare', { connection } as never);
  const dueAt = Date.now() + LEAD_MS * 2;
  for (let start = 0; start < due; start += 1_000) {
    await queue.addBulk(
      Array.from({ length: Math.min(1_000, due - start) }, (_, index) => ({
        name: 'nothing',
        data: {},
        opts: { jobId: `job-${start + index}`, delay: Math.max(0, dueAt - Date.now()), removeOnComplete: true },
      })),
    );
  }
  const lateness: number[] = [];
  let finished = () => {};
  const all = new Promise<void>((resolve) => {
    finished = resolve;
  });
  const worker = new classes.Worker(
    'bare',
    async () => {
      lateness.push(Date.now() - dueAt);
      if (lateness.length === due) finished();
    },
    { connection, concurrency: 50 } as never,
  );
  await all;
  await worker.close();
  await queue.close();
  return figuresOf(lateness, due, 0);
}

function figuresOf(lateness: readonly number[], due: number, doubled: number): Figures {
  const maxMs = Math.max(...lateness);
  return {
    due,
    decided: lateness.length,
    doubled,
    perSecond: Math.round(due / (Math.max(1, maxMs) / 1_000)),
    p50Ms: Math.round(quantile(lateness, 0.5)),
    p99Ms: Math.round(quantile(lateness, 0.99)),
    maxMs: Math.round(maxMs),
  };
}

async function withDatabase<T>(adminUrl: string, work: (url: string, client: pg.Client) => Promise<T>): Promise<T> {
  const name = `bench_${Date.now()}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const storage = await openStorage({ url: url.href, log: createLog({ level: 'silent' }) });
  await storage.migrate();
  await storage.close();
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return await work(url.href, client);
  } finally {
    await client.end();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
}

async function untilCount(client: pg.Client, sql: string, wanted: number): Promise<void> {
  // Asks seldom, so that the asking is not what is measured.
  await eventually(
    `${wanted} rows`,
    async () => {
      const { rows } = await client.query<{ n: number }>(sql);
      return (rows[0]?.n ?? 0) >= wanted || undefined;
    },
    600_000,
    200,
  );
}
