import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { createDoor, surroundings } from './door.ts';
import { StockLock } from './lock.ts';
import { registry, requests } from './metrics.ts';
import { MeasuredPool } from './pool.ts';
import { CALM_API, CLIENTS, ISSUED_CHANNEL, TOPIC } from './settings.ts';
import { step } from './step.ts';

/** How long an answer waits for the coupon to be issued before it says "accepted". */
const RESULT_WAIT_MS = 3_000;
/** What the JVM makes of a request, and keeps until the user has surely gone on. */
const REQUEST = { kb: 150, keepMs: 400 };
/** Nobody writes there, so reads may take more. */
const REPLICA_POOL_SIZE = 24;

const { port, kafkaBrokers, redisUrl, primaryUrl, replicaUrl } = surroundings();
const settings = { ...CALM_API, stepUrl: process.env.COUPON_STEP_URL ?? '' };
const pool = new MeasuredPool(primaryUrl, settings.poolSize).measured('coupon-api');
const replica = new MeasuredPool(replicaUrl, REPLICA_POOL_SIZE);
const lock = new StockLock(redisUrl, settings);
const producer = new Kafka({ clientId: 'coupon-api', brokers: kafkaBrokers, logLevel: logLevel.WARN }).producer({
  createPartitioner: Partitioners.DefaultPartitioner,
  // A wider topic is used at once.
  metadataMaxAge: 1_000,
});
const waiting = new Map<string, () => void>();
const subscriber = new Redis(redisUrl);
let leaking: NodeJS.Timeout | undefined;
let closeForgotten: (() => void) | undefined;
let allowance = 0;

const door = createDoor({
  port,
  registry,
  settings,
  async change({ poolSize, leaksPerSecond, forgottenTransaction }) {
    if (poolSize !== undefined) pool.resize(poolSize);
    if (leaksPerSecond !== undefined) leak(leaksPerSecond);
    if (forgottenTransaction === false) closeForgotten?.();
    else if (forgottenTransaction) forget();
  },
});

function leak(perSecond: number): void {
  clearInterval(leaking);
  if (perSecond > 0) leaking = setInterval(() => void pool.leak().catch(() => {}), 1_000 / perSecond);
  else pool.returnLeaked();
}

function forget(): void {
  closeForgotten?.();
  pool
    .transaction(async (client) => {
      await client.query('SELECT 1 FROM issued LIMIT 1');
      await new Promise<void>((resolve) => {
        closeForgotten = resolve;
      });
    })
    .catch(() => {});
}

async function issue(coupon: string): Promise<number> {
  await step(settings.stepUrl, REQUEST);
  if (!(await lock.takeOne(coupon))) return 429;
  const id = randomUUID();
  await pool.transaction(async (client) => {
    await client.query('INSERT INTO issued (id, coupon) VALUES ($1, $2)', [id, coupon]);
    await pause(settings.transactionIdleMs);
  });
  const done = resultOf(id);
  await producer.send({ topic: TOPIC, acks: 1, messages: [{ value: JSON.stringify({ id, coupon }) }] });
  return (await done) ? 200 : 202;
}

function resultOf(id: string): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (issued: boolean) => {
      clearTimeout(timer);
      waiting.delete(id);
      resolve(issued);
    };
    const timer = setTimeout(end, RESULT_WAIT_MS, false);
    waiting.set(id, () => end(true));
  });
}

async function page(): Promise<number> {
  const from = Math.random() < settings.replicaShare ? replica : pool;
  await from.use(async (client) => {
    await client.query('SELECT id, coupon, pg_sleep($1) FROM issued ORDER BY requested_at DESC LIMIT 1', [settings.readQueryMs / 1_000]);
    await pause(settings.renderMs);
  });
  return 200;
}

function isOverLimit(): boolean {
  if (settings.requestsPerSecond === 0) return false;
  if (allowance < 1) return true;
  allowance -= 1;
  return false;
}

async function measured(method: string, uri: string, agent: string | undefined, work: () => Promise<number>): Promise<number> {
  const began = performance.now();
  const answered = isOverLimit() ? Promise.resolve(429) : work();
  const status = await answered.catch((error: unknown) => {
    process.stdout.write(`${new Date().toISOString()} ERROR ${method} ${uri}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 500;
  });
  const client = CLIENTS.find((known) => known === agent) ?? 'other';
  requests.observe({ method, uri, status: String(status), client }, (performance.now() - began) / 1_000);
  return status;
}

door.server.post<{ Querystring: { coupon?: string } }>('/coupons/issue', async ({ query, headers }, reply) =>
  reply.code(await measured('POST', '/coupons/issue', headers['user-agent'], () => issue(query.coupon ?? 'spring'))).send(),
);
door.server.get('/coupons', async ({ headers }, reply) =>
  reply.code(await measured('GET', '/coupons', headers['user-agent'], page)).send(),
);

// A tenth of a second's worth at a time, and no more saved than that of a second.
setInterval(() => {
  allowance = Math.min(settings.requestsPerSecond, allowance + settings.requestsPerSecond / 10);
}, 100);

subscriber.on('error', () => {});
subscriber.on('message', (_channel, id) => waiting.get(id)?.());
await Promise.all([subscriber.subscribe(ISSUED_CHANNEL), lock.prepare(), producer.connect()]);
await door.open();
