import { chmodSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { startWorld } from '../../sandbox/world.ts';
import { sent, startCountingPostgres } from '../budgets/counted-statements.ts';
import { COUPON_YML } from '../support/scenario/shipped-playbook.ts';
import { startBenchBot } from './bot.ts';
import { quantile } from './figures.ts';

const SERVICES = 40;
const SIGNALS = 25;
/** As the shipped playbook looks at its signals. */
const EVERY_MS = 15_000;
const WARM_MS = 45_000;
const MEASURED_MS = 120_000;
/** The source of one service answers so late; its patience is 2 s. */
const SLOW_MS = 4_000;
/** A look that comes so much after its turn is late: the claim is made at whole turns, and twenty at a time are asked. */
const LATE_MS = 2_000;

/** Whose signal a query is about, and when it was asked. */
interface Asked {
  service: string;
  signal: string;
  at: number;
}

/**
 * Forty services with twenty-five watched signals each on one bot, at rest: what that costs, and whether each signal is looked at on time while the source of one service does not answer.
 */
export async function benchServices(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bongsu-bench-'));
  // The server's data are put there; it may run as somebody else.
  chmodSync(dataDir, 0o711);
  process.env.TEST_RUN_DIR = dataDir;
  const asked: Asked[] = [];
  const metrics = await startMetrics(asked);
  const [postgres, world] = await Promise.all([startCountingPostgres(), startWorld()]);
  const folder = join(dataDir, 'playbooks');
  await mkdir(folder);
  for (const [name, content] of Object.entries(organisation())) await writeFile(join(folder, name), JSON.stringify(content));
  const environment = {
    ...world.environment,
    DATABASE_URL: postgres.url,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    PLAYBOOK: folder,
    PROMETHEUS_URL: metrics.url,
  };
  const bot = await startBenchBot(environment);
  try {
    await pause(WARM_MS);
    await postgres.reset();
    asked.splice(0);
    const [before, began] = [await bot.usage(), performance.now()];
    await pause(MEASURED_MS);
    const [after, seconds] = [await bot.usage(), (performance.now() - began) / 1_000];
    const late = latenessMs(asked);
    const figures = {
      corePercent: (after.cpuMs - before.cpuMs) / seconds / 10,
      residentMb: after.rss / 2 ** 20,
      metricsQueriesPerSecond: asked.length / seconds,
      statementsPerSecond: sent(await postgres.statements()) / seconds,
      lateP99Ms: quantile(late, 0.99),
      latestMs: Math.max(...late),
      signalsLookedAt: new Set(asked.map(({ service, signal }) => `${service} ${signal}`)).size,
    };
    const shown = Object.entries(figures).map(([name, value]) => `${name} ${value.toFixed(1)}`);
    process.stdout.write(`${SERVICES} services × ${SIGNALS} signals, one of them without an answer: ${shown.join(', ')}\n`);
    const goals = {
      core: figures.corePercent <= 15,
      onTime: figures.latestMs <= LATE_MS,
      all: figures.signalsLookedAt === SERVICES * SIGNALS,
    };
    process.stdout.write(`${JSON.stringify({ bench: 'services', ...figures, goals })}\n`);
  } finally {
    await bot.stop();
    await world.close();
    await postgres.close();
    metrics.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** How long after its turn each look of the services that answer came. */
function latenessMs(asked: readonly Asked[]): number[] {
  const turns = new Map<string, number[]>();
  for (const { service, signal, at } of asked) {
    if (service === 'service0') continue;
    const key = `${service} ${signal}`;
    turns.set(key, [...(turns.get(key) ?? []), at]);
  }
  return [...turns.values()].flatMap((times) => times.slice(1).map((at, index) => at - (times[index] ?? at) - EVERY_MS));
}

/** The shipped playbook forty times, each with signals of its own. */
function organisation(): Record<string, object> {
  const { team, signals, service: _, ...coupon } = parse(COUPON_YML) as Record<string, object> & { signals: Record<string, object> };
  const own = Object.entries(signals).slice(0, SIGNALS);
  const playbook = (key: string) => ({
    ...coupon,
    team: 'everybody',
    service: { key, name: key },
    signals: Object.fromEntries(own.map(([signal, spec]) => [signal, { thresholds: [], ...spec, query: `${key}:${signal}` }])),
  });
  const services = Array.from({ length: SERVICES }, (__, index) => `service${index}`);
  return {
    'organisation.yml': { version: 1, organisation: {}, teams: { everybody: team } },
    ...Object.fromEntries(services.map((key) => [`${key}.yml`, watched(playbook(key))])),
  };
}

/** Every signal has a threshold that is never crossed, so that every one is watched. */
function watched<Playbook extends { signals: object }>(playbook: Playbook): Playbook {
  const signals = Object.entries(playbook.signals).map(([key, spec], index): [string, object] => [
    key,
    { ...(spec as object), thresholds: [{ id: `D${index + 1}`, above: 1e9, level: 'warning' }] },
  ]);
  return { ...playbook, signals: Object.fromEntries(signals) };
}

/** Answers every query with one number, and those of the first service too late. */
async function startMetrics(asked: Asked[]): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => void answer(request, response, asked));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, asked: Asked[]): Promise<void> {
  const body = (await request.toArray()).join('');
  const query = new URLSearchParams(body || (request.url ?? '').split('?')[1]).get('query') ?? '';
  const [service = '', signal = ''] = query.split(':');
  asked.push({ service, signal, at: performance.now() });
  if (service === 'service0') await pause(SLOW_MS);
  const now = Date.now() / 1_000;
  const isRange = (request.url ?? '').includes('query_range');
  const series = isRange ? { metric: {}, values: [[now, '1']] } : { metric: {}, value: [now, '1'] };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ status: 'success', data: { resultType: isRange ? 'matrix' : 'vector', result: [series] } }));
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
