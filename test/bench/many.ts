import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startWorld, type World } from '../../sandbox/world.ts';
import { sent, startCountingPostgres } from '../budgets/counted-statements.ts';
import { type BenchBot, startBenchBot } from './bot.ts';
import { table } from './figures.ts';

const OPEN = 500;
/** The incidents began so far apart, so that no two of them are compared with the same past. */
const APART_S = 6;
/** What happens once, and what is read once in a life, is over by then. */
const WARM_MS = 90_000;
const MEASURED_MS = 120_000;
/** Between two looks at the memory. */
const LOOK_MS = 5_000;

/** What so many open incidents cost while nothing changes, each per second but the first two. */
interface Cost {
  corePercent: number;
  residentMb: number;
  metricsQueries: number;
  statements: number;
  slackCalls: number;
}

/**
 * 500 open incidents of one service, as the shipped playbook has them looked after, in a process of its own. `BENCH_BESIDE` names the folder of another commit's worktree, which is
 * measured in the same way.
 */
export async function benchMany(): Promise<void> {
  const beside = process.env.BENCH_BESIDE;
  const costs: Record<string, Cost> = { here: await costOfMany() };
  process.stdout.write(`${JSON.stringify(costs)}\n`);
  if (beside) costs.beside = await costOfMany(beside);
  const rows: (string | number)[][] = [
    [`${OPEN} open incidents`, '% of a core', 'MB resident', 'metrics queries/s', 'statements/s', 'Slack calls/s'],
  ];
  for (const [name, figures] of Object.entries(costs)) rows.push([name, ...Object.values(figures).map((figure) => figure.toFixed(1))]);
  process.stdout.write(`${table(rows)}\n`);
  const { here } = costs;
  const goals = { core: here !== undefined && here.corePercent <= 12, memory: here !== undefined && here.residentMb <= 250 };
  process.stdout.write(`${JSON.stringify({ bench: 'many', open: OPEN, ...costs, goals })}\n`);
}

/** What Slack's limits would have made everybody wait. */
let skippedMs = 0;

export async function costOfMany(root?: string): Promise<Cost> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bongsu-bench-'));
  // The server's data are put there; it may run as somebody else.
  chmodSync(dataDir, 0o711);
  process.env.TEST_RUN_DIR = dataDir;
  const [postgres, world] = await Promise.all([
    startCountingPostgres(),
    startWorld({
      slackElapsedMs: () => performance.now() + skippedMs,
      // As it was shipped with that commit.
      ...(root !== undefined && { playbookPath: join(root, 'playbooks/coupon.yml') }),
    }),
  ]);
  let bot: BenchBot | undefined;
  try {
    const environment = { ...world.environment, DATABASE_URL: postgres.url, DATA_DIR: dataDir, LOG_LEVEL: 'error' };
    bot = await startBenchBot(environment, root);
    await open(world, postgres.url);
    await pause(WARM_MS);
    await postgres.reset();
    const [queries, calls] = [world.coupon.calls.length, world.slack.calls.length];
    const before = await bot.usage();
    const began = performance.now();
    let rss = 0;
    while (performance.now() - began < MEASURED_MS) {
      await pause(LOOK_MS);
      rss = Math.max(rss, (await bot.usage()).rss);
    }
    const seconds = (performance.now() - began) / 1_000;
    const after = await bot.usage();
    return {
      corePercent: (after.cpuMs - before.cpuMs) / seconds / 10,
      residentMb: rss / 2 ** 20,
      metricsQueries: (world.coupon.calls.length - queries) / seconds,
      statements: sent(await postgres.statements()) / seconds,
      slackCalls: (world.slack.calls.length - calls) / seconds,
    };
  } finally {
    await bot?.stop();
    await world.close();
    await postgres.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Written into the database, each with a channel and its briefing: opening as many in turn would take an hour of Slack's limits. */
async function open(world: World, url: string): Promise<void> {
  const places: { channel: string; ts: string }[] = [];
  for (let n = 0; n < OPEN; n += 1) {
    const channel = await world.slack.addChannel({ name: `inc-bench-${n}`, botIsMember: true });
    skippedMs += 1_000;
    places.push({ channel, ts: await post(world, channel) });
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `with opened as (
         insert into incidents (title, severity, scenario, state, private, declared_by, declared_via, detected_at, onset_at, clock_started_at, channel_id, briefing_ts, briefing_due_at)
         select 'bench ' || n, (array['sev1', 'sev2', 'sev3'])[1 + n % 3], (array['S1', 'S2', 'S3', null])[1 + n % 4], 'open', false, 'U0JISOO', 'cli', began, began, began, channel, ts,
                now() + n * interval '100 milliseconds'
           from (select n, channel, ts, now() - n * $3 * interval '1 second' as began from unnest($1::text[], $2::text[]) with ordinality as p (channel, ts, n)) one
         returning id),
       diagnosed as (insert into diagnoses (incident_id, next_at) select id, now() + id * interval '50 milliseconds' from opened),
       told as (insert into updates (incident_id, next_at) select id, now() + interval '1 day' from opened)
       insert into deadlines (incident_id, row_id, due_at, state)
       select id, row_id, now() + interval '1 day', 'pending' from opened, unnest(array['I1', 'I2', 'P1', 'P2', 'R1']) row_id`,
      [places.map(({ channel }) => channel), places.map(({ ts }) => ts), APART_S],
    );
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

async function post({ slack, environment }: World, channel: string): Promise<string> {
  const answer = await fetch(`${slack.url}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${environment.SLACK_BOT_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel, text: 'The briefing.' }),
  });
  const { ts, error } = (await answer.json()) as { ts?: string; error?: string };
  if (ts === undefined) throw new Error(`the briefing could not be posted: ${error}`);
  return ts;
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
