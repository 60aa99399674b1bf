import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { startWorld } from '../../sandbox/world.ts';
import { createLog } from '../../src/integrations/log.ts';
import { startEmbeddedPostgres } from '../../src/storage/embedded/embedded-postgres.ts';
import { type Answer, type Answers, asManyAsGo, atRate, CONNECTIONS, loaded, PER_SECOND, percent } from './at-rate.ts';
import { startBenchBot } from './bot.ts';
import { table } from './figures.ts';

const SECONDS = 20;
const PAST_INCIDENTS = 60;

/**
 * `/status` and `/status.json`, a thousand times a second and then as often as goes, with ninety days of history behind them. Beside it the floor: a server of Node's own that sends
 * as many bytes and does nothing else.
 */
export async function benchStatus(): Promise<unknown> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bongsu-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir, log: createLog({ level: 'silent' }) });
  const world = await startWorld({ calmMs: 0 });
  const bot = await startBenchBot({
    BENCH_LOOP: '1',
    ...world.environment,
    PROMETHEUS_URL: '',
    DATABASE_URL: postgres.url,
    LOG_LEVEL: 'error',
  });
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  try {
    await lived(postgres.url);
    const page = asker(agent, `${bot.url}/status`);
    const json = asker(agent, `${bot.url}/status.json`);
    // What was read before the history was there is a second old.
    for (const until = performance.now() + 2_000; performance.now() < until; ) await page();
    const { bytes, reads } = { bytes: await sizeOf(`${bot.url}/status`), reads: await statements(postgres.url) };
    const bare = await bareServer(bytes);
    const floor = await atTheFloor(agent, bare);
    const { answers: pages, load } = await loaded(bot, () => atRate(page, SECONDS));
    const read = (await statements(postgres.url)) - reads;
    const { answers: jsons } = await loaded(bot, () => atRate(json, SECONDS));
    const full = await asManyAsGo(page);
    const columns = ({ sent, perSecond, p50Ms, p99Ms, maxMs }: Answers) => [
      sent,
      perSecond,
      p50Ms.toFixed(1),
      p99Ms.toFixed(1),
      maxMs.toFixed(1),
    ];
    process.stdout.write(
      `${table([
        ['', 'answers', 'per second', 'p50 ms', 'p99 ms', 'max ms'],
        [`the same bytes by Node alone, ${PER_SECOND}/s for ${SECONDS} s`, ...columns(floor.steady)],
        ['the same, as many as go', ...columns(floor.full)],
        [`/status, ${PER_SECOND}/s for ${SECONDS} s`, ...columns(pages)],
        [`/status.json, ${PER_SECOND}/s for ${SECONDS} s`, ...columns(jsons)],
        ['/status, as many as go', ...columns(full)],
      ])}\n`,
    );
    process.stdout.write(
      `The page has ${bytes} bytes. Meanwhile this process used ${percent(load.sender)} of a core, the bot ${percent(load.bot)}, all cores of the machine were ${percent(load.machine)} busy; ${(read / SECONDS).toFixed(1)} transactions a second in the database.\n`,
    );
    const goals = {
      rate: pages.perSecond >= PER_SECOND * 0.99 && jsons.perSecond >= PER_SECOND * 0.99,
      size: bytes < 50_000,
      answer: pages.p99Ms < 100,
    };
    process.stdout.write(`${JSON.stringify({ bench: 'status', floor, pages, jsons, full, bytes, load, goals })}\n`);
    return { floor, pages, jsons, full, bytes };
  } finally {
    agent.destroy();
    await bot.stop();
    await world.close();
    await postgres.release();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function atTheFloor(agent: Agent, { url, stop }: { url: string; stop: () => void }): Promise<{ steady: Answers; full: Answers }> {
  try {
    const bare = asker(agent, url);
    for (let n = 0; n < 500; n += 1) await bare();
    return { steady: await atRate(bare, SECONDS), full: await asManyAsGo(bare) };
  } finally {
    stop();
  }
}

/** A process of its own, as the bot is. */
async function bareServer(bytes: number): Promise<{ url: string; stop: () => void }> {
  const program = `
    const body = Buffer.alloc(${bytes}, 'x');
    const server = require('node:http').createServer((_request, response) => response.end(body));
    server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;
  const child: ChildProcess = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${String(port).trim()}/`, stop: () => void child.kill() };
}

function asker(agent: Agent, address: string): () => Promise<Answer> {
  const target = new URL(address);
  return () => {
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const call = request(target, { agent, headers: { 'accept-language': 'en' } }, (response) => {
        response.resume();
        response.once('end', () => resolve({ status: response.statusCode ?? 0, ms: performance.now() - began }));
      });
      call.once('error', reject);
      call.end();
    });
  };
}

async function sizeOf(address: string): Promise<number> {
  return (await (await fetch(address)).arrayBuffer()).byteLength;
}

async function statements(url: string): Promise<number> {
  return await on(url, async (client) =>
    Number((await client.query('select xact_commit as n from pg_stat_database where datname = current_database()')).rows[0].n),
  );
}

/** Ninety days of a service that has trouble every other day, each told in two updates. */
async function lived(url: string): Promise<void> {
  await on(url, async (client) => {
    await client.query(
      `with past as (
         insert into incidents (service, title, severity, state, private, declared_by, declared_via, detected_at, onset_at, clock_started_at, mitigated_at, resolved_at)
         select 'coupon', 'x', 'sev2', 'resolved', false, 'U0MINJI', 'slack', at, at, at, at + interval '40 minutes', at + interval '40 minutes'
           from (select now() - n * interval '36 hours' as at from generate_series(1, ${PAST_INCIDENTS}) n) days returning id, onset_at)
       insert into update_texts (incident_id, sequence, kind, stage, texts, held, written_at)
       select id, k, case k when 1 then 'update' else 'end' end, case k when 1 then 'investigating' else 'resolved' end,
              '{"en": "Coupons are issued late. We are looking into it and tell more in half an hour.", "ko": "쿠폰 지급이 늦어지고 있습니다."}',
              '[]', onset_at + k * interval '20 minutes'
         from past, generate_series(1, 2) k`,
    );
  });
}

async function on<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
