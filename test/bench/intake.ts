import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startWorld } from '../../sandbox/world.ts';
import { createLog } from '../../src/integrations/log.ts';
import { startEmbeddedPostgres } from '../../src/storage/embedded/embedded-postgres.ts';
import { openStorage } from '../../src/storage/index.ts';
import { type Answers, asManyAsGo, atRate, CONNECTIONS, figures, loaded, PER_SECOND, percent } from './at-rate.ts';
import { startBenchBot } from './bot.ts';
import { table } from './figures.ts';
import { queryRound } from './query-round.ts';

const SECONDS = 60;
const FINGERPRINTS = 50;
const TOKEN = 'bench-alert-token';

/** What `npm run bench -- intake` measured; `machineBusy`: the share of all cores, 0 to 1, in the steady minute. */
export interface IntakeFigures {
  steady: Answers;
  full: Answers;
  lost: number;
  round: { signals: number; roundMs: number; slowestMs: number };
  machineBusy: number;
}

/**
 * Alerts by HTTP, one in each request: a thousand a second for a minute, then as many as go; nothing may be lost. Beside it the same
 * inserts alone. Then a briefing's whole round of questions beside its slowest one.
 */
export async function benchIntake(): Promise<IntakeFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bongsu-bench-'));
  const log = createLog({ level: 'silent' });
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  try {
    const floor = await bareInserts(postgres.url);
    const { steady, full, load, lost, drainedMs, incidents } = await throughTheDoor(postgres.url);
    const round = await queryRound();
    const columns = ({ sent, perSecond, p50Ms, p99Ms, maxMs }: Answers) => [
      sent,
      perSecond,
      p50Ms.toFixed(1),
      p99Ms.toFixed(1),
      maxMs.toFixed(1),
    ];
    process.stdout.write(
      `${table([
        ['', 'alerts', 'per second', 'p50 ms', 'p99 ms', 'max ms'],
        ['the inserts alone, one by one', ...columns(floor.single)],
        ['the inserts alone, by 100', ...columns(floor.grouped)],
        [`by HTTP, ${PER_SECOND}/s for ${SECONDS} s`, ...columns(steady)],
        ['by HTTP, as many as go', ...columns(full)],
      ])}\n`,
    );
    process.stdout.write(`Lost: ${lost}. All were worked off ${drainedMs} ms after the last answer, into ${incidents} incident(s).\n`);
    process.stdout.write(
      `${round.signals} signals in one round: ${round.roundMs.toFixed(0)} ms; the slowest question alone: ${round.slowestMs.toFixed(0)} ms.\n`,
    );
    process.stdout.write(
      `In the steady minute: this process ${percent(load.sender)} of a core, the bot ${percent(load.bot)} (its event loop late by ${load.loopMs.p99.toFixed(0)} ms at p99, ${load.loopMs.max.toFixed(0)} ms at most), all cores of the machine ${percent(load.machine)} busy.\n`,
    );
    const goals = {
      rate: steady.perSecond >= PER_SECOND * 0.99,
      nothingLost: lost === 0,
      answer: steady.p99Ms < 100,
      round: round.roundMs <= round.slowestMs * 1.2,
    };
    process.stdout.write(`${JSON.stringify({ bench: 'intake', floor, steady, full, load, lost, drainedMs, incidents, round, goals })}\n`);
    return { steady, full, lost, round, machineBusy: load.machine };
  } finally {
    await postgres.release();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function throughTheDoor(databaseUrl: string) {
  const world = await startWorld({ calmMs: 0 });
  const bot = await startBenchBot({
    BENCH_LOOP: '1',
    ...world.environment,
    PROMETHEUS_URL: '',
    DATABASE_URL: databaseUrl,
    ALERT_TOKEN: TOKEN,
    LOG_LEVEL: 'error',
  });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const send = sender(agent, bot.url);
  try {
    world.slack.setAppUrl(`${bot.url}/slack/events`);
    // Connections, caches and the incident itself are there before anybody counts.
    for (let n = 0; n < 500; n += 1) await send();
    const { answers: steady, load } = await loaded(bot, () => atRate(send, SECONDS));
    const full = await asManyAsGo(send);
    const ended = performance.now();
    const accepted = 500 + steady.accepted + full.accepted;
    let stored = 0;
    for (const until = Date.now() + 60_000; Date.now() < until; await pause(20)) {
      const { rows } = await client.query(
        `select (select count(*)::int from alert_events) as waiting, (select coalesce(sum(times), 0)::int from alerts) as taken`,
      );
      stored = rows[0].waiting + rows[0].taken;
      if (rows[0].waiting === 0) break;
    }
    const drainedMs = Math.round(performance.now() - ended);
    const { rows } = await client.query('select count(*)::int as incidents from incidents');
    return { steady, full, load, lost: accepted - stored, drainedMs, incidents: rows[0].incidents as number };
  } finally {
    agent.destroy();
    await client.end();
    await bot.stop();
    await world.close();
  }
}

/** Resolves with the answer's status and how long it took. */
function sender(agent: Agent, url: string): () => Promise<{ status: number; ms: number }> {
  const target = new URL('/alerts/alertmanager', url);
  const startsAt = new Date().toISOString();
  let count = 0;
  return () => {
    count += 1;
    const number = count % FINGERPRINTS;
    const labels = { alertname: `Bench${number}`, service: 'coupon', instance: `10.0.0.${number}:9090`, severity: 'warning' };
    const annotations = {
      summary: `Bench alert ${number}`,
      description: 'A description as long as those that people write for their alerts.',
    };
    const alert = { status: 'firing', labels, annotations, startsAt, endsAt: '0001-01-01T00:00:00Z', fingerprint: `bench-${number}` };
    const body = JSON.stringify({ version: '4', status: 'firing', receiver: 'bongsu', alerts: [alert] });
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const call = request(target, { method: 'POST', agent, headers }, (response) => {
        response.resume();
        response.once('end', () => resolve({ status: response.statusCode ?? 0, ms: performance.now() - began }));
      });
      call.once('error', reject);
      call.end(body);
    });
  };
}

/** The same rows into the same table, by nobody but the store. */
async function bareInserts(url: string): Promise<{ single: Answers; grouped: Answers }> {
  const storage = await openStorage({ url, log: createLog({ level: 'silent' }) });
  await storage.migrate();
  const event = (number: number) => ({
    source: 'bench',
    receivedAt: new Date(),
    payload: {
      fingerprint: `bench-${number % FINGERPRINTS}`,
      status: 'firing' as const,
      title: 'Bench',
      labels: { alertname: 'Bench', service: 'coupon' },
    },
  });
  const run = async (rows: number): Promise<Answers> => {
    const answers: { status: number; ms: number }[] = [];
    const began = performance.now();
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        while (performance.now() - began < 5_000) {
          const at = performance.now();
          await storage.alertEvents.add(Array.from({ length: rows }, (_, n) => event(n)));
          const ms = performance.now() - at;
          for (let n = 0; n < rows; n += 1) answers.push({ status: 202, ms });
        }
      }),
    );
    return figures(answers, performance.now() - began);
  };
  try {
    return { single: await run(1), grouped: await run(100) };
  } finally {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('truncate alert_events');
    // What the floor wrote is put on disk now: otherwise the minute after it pays for half a million rows that nobody will ever send.
    await client.query('checkpoint');
    await client.end();
    await storage.close();
  }
}
