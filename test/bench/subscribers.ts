import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type MailServer, startMailServer } from '../../sandbox/pagers/mail-server.ts';
import { startWorld, type World } from '../../sandbox/world.ts';
import { createMailer } from '../../src/integrations/mail/smtp.ts';
import { startCountingPostgres } from '../budgets/counted-statements.ts';
import { type BenchBot, startBenchBot } from './bot.ts';
import { quantile, table } from './figures.ts';

/** How many subscribe; `BENCH_SUBSCRIBERS` says another number. */
const SUBSCRIBERS = Number(process.env.BENCH_SUBSCRIBERS ?? 10_000);
const SERVER_MS = 50;
const CONNECTIONS = 10;
const FLOOR_S = (SUBSCRIBERS * SERVER_MS) / CONNECTIONS / 1_000;
/** Mails of the client alone, from which it is reckoned what all of them would take. */
const ALONE = 1_000;
const PAGES = 8;
const LATENCY_MS = 150;
/** Long after the floor: then something hangs. */
const PATIENCE_MS = 60_000 + FLOOR_S * 3_000;

/**
 * How long it takes until every subscriber of an update has its mail, at a real mail server that takes 50 ms for each on 10 connections, beside the floor that this alone makes; and how long a page takes
 * meanwhile, beside one with nothing else to do.
 */
export async function benchSubscribers(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bongsu-bench-'));
  // The server's data are put there; it may run as somebody else.
  chmodSync(dataDir, 0o711);
  process.env.TEST_RUN_DIR = dataDir;
  const [postgres, world, mail] = await Promise.all([
    startCountingPostgres(),
    startWorld(),
    startMailServer({ user: 'bongsu', password: 'mail-password' }),
  ]);
  const settings = { SMTP_URL: mail.smtpUrl, MAIL_FROM: 'bongsu@example.com', PUBLIC_URL: 'https://bongsu.example.com' };
  const bot = await startBenchBot({ ...world.environment, ...settings, DATABASE_URL: postgres.url, DATA_DIR: dataDir, LOG_LEVEL: 'error' });
  try {
    world.slack.setAppUrl(`${bot.url}/slack/events`);
    mail.faults.inject({ call: 'DATA', fault: { kind: 'slow', ms: SERVER_MS } });
    world.slack.faults.latencyMs = LATENCY_MS;
    await subscribe(postgres.url);
    const aloneS = await byClientAlone(mail);
    const cpuBefore = (await bot.usage()).cpuMs;
    const seconds = await told(bot, { url: postgres.url, mail, cause: 'bench:1', until: SUBSCRIBERS });
    const cpuMs = (await bot.usage()).cpuMs - cpuBefore;
    const doubled = doubledIn(mail);
    const calm = await pages(world);
    // The pages are sent while the same people are told something else.
    const [busy] = await Promise.all([pages(world), told(bot, { url: postgres.url, mail, cause: 'bench:2', until: SUBSCRIBERS / 2 })]);
    report({ seconds, aloneS, calm, busy, doubled, cpuMs });
  } finally {
    await bot.stop();
    await Promise.all([world.close(), mail.close()]);
    await postgres.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

interface Measured {
  seconds: number;
  /** What the mail client by itself takes for as many on this machine, as it is at the moment. */
  aloneS: number;
  /** Milliseconds after the command, of each page. */
  calm: number[];
  busy: number[];
  doubled: number;
  /** Of the bot, while it told everybody. */
  cpuMs: number;
}

function report({ seconds, aloneS, calm, busy, doubled, cpuMs }: Measured): void {
  const over = seconds / FLOOR_S - 1;
  const rows = [
    ['', 'floor', 'measured'],
    [
      `${SUBSCRIBERS} mails, ${SERVER_MS} ms each on ${CONNECTIONS} connections`,
      `${FLOOR_S.toFixed(1)} s`,
      `${seconds.toFixed(1)} s (+${(over * 100).toFixed(1)} %)`,
    ],
    ['the same by a mail client that does nothing else', '', `${aloneS.toFixed(1)} s`],
    ['processor time of the bot for each mail', '', `${(cpuMs / SUBSCRIBERS).toFixed(2)} ms`],
    ['a page meanwhile, p50', `${quantile(calm, 0.5).toFixed(0)} ms alone`, `${quantile(busy, 0.5).toFixed(0)} ms`],
    ['a page meanwhile, slowest', `${quantile(calm, 1).toFixed(0)} ms alone`, `${quantile(busy, 1).toFixed(0)} ms`],
  ];
  process.stdout.write(`${table(rows)}\n`);
  const pageMs = {
    alone: { p50: quantile(calm, 0.5), max: quantile(calm, 1) },
    meanwhile: { p50: quantile(busy, 0.5), max: quantile(busy, 1) },
  };
  const goals = { mails: over <= 0.1, doubled: doubled === 0 };
  process.stdout.write(
    `${JSON.stringify({ bench: 'subscribers', subscribers: SUBSCRIBERS, floorS: FLOOR_S, aloneS, seconds, doubled, cpuMsByMail: cpuMs / SUBSCRIBERS, pageMs, goals })}\n`,
  );
}

/** The client in this process, with what the server takes from it: what of the time is the machine's. */
async function byClientAlone(mail: MailServer): Promise<number> {
  const batch = createMailer({ smtpUrl: mail.smtpUrl, from: 'bongsu@example.com' }).batch({ connections: CONNECTIONS });
  const began = performance.now();
  let next = 0;
  const work = async () => {
    for (let n = next++; n < ALONE; n = next++)
      await batch.send({
        key: `alone:${n}`,
        to: [`alone-${n}@example.com`],
        subject: 'Alone',
        text: 'Coupons are late. We are looking into it.',
      });
  };
  await Promise.all(Array.from({ length: CONNECTIONS + 4 }, work));
  const seconds = (performance.now() - began) / 1_000;
  batch.close();
  mail.mails.length = 0;
  return (seconds * SUBSCRIBERS) / ALONE;
}

async function subscribe(url: string): Promise<void> {
  await asked(
    url,
    `insert into subscriptions (kind, address, scope, language, state, asked_at, on_at)
     select 'mail', 'reader-' || n || '@example.com', 'mail', (array['en', 'ko'])[1 + n % 2], 'on', now() - interval '1 hour', now() - interval '1 hour'
       from generate_series(1, $1::integer) n`,
    [SUBSCRIBERS],
  );
  await asked(url, 'analyze', []);
}

/** Tells everybody something, as the surface of the updates writes it; resolves with the seconds until so many have their mail. */
async function told(
  bot: BenchBot,
  { url, mail, cause, until: many }: { url: string; mail: MailServer; cause: string; until: number },
): Promise<number> {
  const texts = { en: 'Coupons are late. We are looking into it.', ko: '쿠폰이 늦어지고 있습니다. 원인을 확인하고 있습니다.' };
  const before = mail.mails.length;
  const began = performance.now();
  await asked(
    url,
    `insert into subscription_notices (cause, kind, service, severity, stage, texts, next_at, at)
     values ($1, 'update', 'coupon', 'sev1', 'investigating', $2, now() + interval '30 minutes', now())`,
    [cause, JSON.stringify(texts)],
  );
  bot.wake('subscribers', new Date());
  await until(() => mail.mails.length - before >= many);
  return (performance.now() - began) / 1_000;
}

async function asked(url: string, sql: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql, values);
  } finally {
    await client.end();
  }
}

/** Declares one incident after the other; how long after the command each page was on its way. */
async function pages(world: World): Promise<number[]> {
  const took: number[] = [];
  for (let n = 0; n < PAGES; n += 1) {
    const began = Date.now();
    const title = `bench ${began} ${n}`;
    await world.slack.slash('U0JISOO', `open sev1 ${title}`);
    const paged = () => world.slack.calls.find(({ method, args }) => method === 'chat.postMessage' && isPage(args, title));
    await until(() => paged()?.ok === true);
    const call = paged();
    took.push(call === undefined ? Number.NaN : call.at - began);
    await pause(500);
  }
  return took;
}

function isPage(args: Record<string, unknown>, title: string): boolean {
  return String(args.channel).startsWith('D') && JSON.stringify(args).includes(title);
}

function doubledIn({ mails }: MailServer): number {
  return mails.length - new Set(mails.map(({ to }) => to.join())).size;
}

async function until(met: () => boolean): Promise<void> {
  const limit = Date.now() + PATIENCE_MS;
  while (!met()) {
    if (Date.now() > limit) throw new Error('What the bench waits for did not come about.');
    await pause(20);
  }
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
