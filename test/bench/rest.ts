import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startWorld } from '../../sandbox/world.ts';
import { type CountedStatement, sent, startCountingPostgres } from '../budgets/counted-statements.ts';
import { startBenchBot } from './bot.ts';

const PENDING = 100_000;
/** What begins with the process is over by then. */
const WARM_MS = 30_000;
const REST_MS = 120_000;
/** Statements that are listed. */
const LISTED = 15;

/** What a process costs that has nothing to do but many rows to keep in mind. */
export interface RestCost {
  corePercent: number;
  growthMb: number;
  statementsPerSecond: number;
  metricsQueriesPerSecond: number;
  listed: CountedStatement[];
}

/** A hundred thousand pending deadlines, and nothing that is due; beside it a database without any. */
export async function benchRest(): Promise<void> {
  const costs = { without: await restCost(0), with: await restCost(PENDING) };
  for (const { query, calls } of costs.with.listed.slice(0, LISTED))
    process.stdout.write(`${String(calls).padStart(5)} ${query.replace(/\s+/g, ' ').slice(0, 160)}\n`);
  process.stdout.write(`${restInWords(0, costs.without)}\n${restInWords(PENDING, costs.with)}\n`);
  const { listed: _, ...rest } = costs.with;
  process.stdout.write(`${JSON.stringify({ bench: 'rest', pending: PENDING, ...rest, goals: { core: rest.corePercent <= 1 } })}\n`);
}

export function restInWords(pending: number, { corePercent, growthMb, statementsPerSecond, metricsQueriesPerSecond }: RestCost): string {
  const grown = `${growthMb >= 0 ? '+' : ''}${growthMb.toFixed(1)} MB`;
  return `Idle with ${pending.toLocaleString('en')} pending rows over ${REST_MS / 1_000} s: ${corePercent.toFixed(2)} % of one core, memory ${grown}, ${statementsPerSecond.toFixed(1)} statements and ${metricsQueriesPerSecond.toFixed(1)} metrics queries a second.`;
}

export async function restCost(pending: number): Promise<RestCost> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bongsu-bench-'));
  // The server's data are put there; it may run as somebody else.
  chmodSync(dataDir, 0o711);
  process.env.TEST_RUN_DIR = dataDir;
  const [postgres, world] = await Promise.all([startCountingPostgres(), startWorld()]);
  try {
    const worker = await startBenchBot({ ...world.environment, DATABASE_URL: postgres.url, DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
    try {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      if (pending > 0) await fillDeadlines(client, pending);
      await client.end();
      await pause(WARM_MS);
      await postgres.reset();
      const queries = world.coupon.calls.length;
      const [before, began] = [await worker.usage(), performance.now()];
      await pause(REST_MS);
      const [after, seconds] = [await worker.usage(), (performance.now() - began) / 1_000];
      const listed = await postgres.statements();
      return {
        corePercent: (after.cpuMs - before.cpuMs) / seconds / 10,
        growthMb: (after.rss - before.rss) / 2 ** 20,
        statementsPerSecond: sent(listed) / seconds,
        metricsQueriesPerSecond: (world.coupon.calls.length - queries) / seconds,
        listed,
      };
    } finally {
      await worker.stop();
    }
  } finally {
    await world.close();
    await postgres.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** One open incident per ten deadlines, all due in a week. */
export async function fillDeadlines(client: pg.Client, deadlines: number): Promise<void> {
  await client.query(
    `insert into incidents (title, severity, state, private, declared_by, declared_via, detected_at, onset_at, clock_started_at, channel_id)
     select 'bench ' || n, 'sev3', 'open', false, 'U0JISOO', 'cli', now(), now(), now(), 'C0BENCH' || n from generate_series(1, $1::int) n`,
    [deadlines / 10],
  );
  await client.query(
    `insert into deadlines (incident_id, row_id, due_at, state)
     select i.id, r.id, now() + interval '7 days', 'pending' from incidents i, unnest($1::text[]) as r(id)`,
    [['I1', 'I2', 'I3', 'P1', 'P2', 'P3', 'G1', 'G2', 'G3', 'R1']],
  );
  await client.query('analyze');
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
