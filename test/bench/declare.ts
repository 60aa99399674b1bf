import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallRecord } from '../../sandbox/slack/index.ts';
import { startWorld, type World } from '../../sandbox/world.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { startBenchBot } from './bot.ts';
import { quantile, table } from './figures.ts';

const LATENCY_MS = { slack: 150, zoom: 400, metrics: 80 };
/** Two calls in a row; the same; the longer of two calls and Zoom, plus one edit. */
const FLOOR_MS = { declarer: 300, numbers: 300, link: 550 };
const MOMENTS = ['ack', 'declarer', 'numbers', 'link'] as const;
type Moment = (typeof MOMENTS)[number];

/** Milliseconds after the command. */
interface MomentFigures {
  /** What the calls alone take; null where none is waited for. */
  floorMs: number | null;
  oneP50Ms: number;
  oneP99Ms: number;
  manyP50Ms: number;
  manyP99Ms: number;
}

/** What `npm run bench -- declare` measured; `idleMb`: resident memory before the load. */
export type DeclareFigures = Record<Moment, MomentFigures> & { idleMb: number };

const ALONE = 12;
const AT_ONCE = 20;
const MINUTE_MS = 61_000;

/** How long after the command the declarer is in the channel, can read numbers, and has the link: alone and twenty at once. */
export async function benchDeclare(): Promise<DeclareFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bongsu-bench-'));
  const world = await startWorld();
  const bot = await startBenchBot({ ...world.environment, DATA_DIR: dataDir, LOG_LEVEL: 'error' });
  try {
    world.slack.setAppUrl(`${bot.url}/slack/events`);
    await declareOne(world);
    await until(() => quiet(world, 1));
    const idleMb = (await bot.usage()).rss / 2 ** 20;
    world.slack.faults.latencyMs = LATENCY_MS.slack;
    world.zoom.faults.latencyMs = LATENCY_MS.zoom;
    world.coupon.faults.latencyMs = LATENCY_MS.metrics;

    const alone: Record<Moment, number>[] = [];
    for (let round = 0; round < ALONE; round += 1) {
      const typed = await declareOne(world);
      await until(() => quiet(world, round + 2));
      alone.push(momentsOf(world, typed));
    }
    process.stdout.write('A minute of reading commands, so that Slack’s limits per minute are whole again.\n');
    await keepAwake(world, MINUTE_MS);
    const all = await Promise.all(Array.from({ length: AT_ONCE }, () => declareOne(world)));
    await until(() => quiet(world, 1 + ALONE + AT_ONCE));
    const together = all.map((typed) => momentsOf(world, typed));
    return report({ alone, together, idleMb, refused: world.slack.calls.filter((call) => call.status === 429).length });
  } finally {
    await bot.stop();
    await world.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** A bot in use: on a machine that reclaims idle memory, a silent minute would measure the machine instead. */
async function keepAwake(world: World, ms: number): Promise<void> {
  const until = Date.now() + ms;
  for (let turn = 0; Date.now() < until; turn += 1) {
    await world.slack.slash('U0JISOO', turn % 2 === 0 ? 'list' : 'status #1');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

interface Typed {
  number: string;
  began: number;
  ackMs: number;
}

async function declareOne(world: World): Promise<Typed> {
  const began = Date.now();
  const title = `bench ${began} ${Math.random().toString(36).slice(2, 8)}`;
  const delivery = await world.slack.slash('U0JISOO', `open sev1 ${title}`);
  const number = /#(\d+)/.exec(JSON.stringify(delivery.body))?.[1];
  if (delivery.status !== 200 || number === undefined) {
    throw new Error(`The command was answered with ${delivery.status}: ${JSON.stringify(delivery.body)}`);
  }
  return { number, began, ackMs: delivery.tookMs };
}

/** Read from the calls once all is quiet: whoever searched them while they come in would be measured too. */
function momentsOf(world: World, { number, began, ackMs }: Typed): Record<Moment, number> {
  const channel = channelOf(world, number);
  const mine = world.slack.calls.filter((call) => call.ok && call.args.channel === channel);
  const done = (call: CallRecord | undefined) => (call === undefined ? Number.NaN : call.at + call.tookMs - began);
  const says = (pattern: RegExp) =>
    mine.find((call) => /^chat\.(postMessage|update)$/.test(call.method) && pattern.test(JSON.stringify(call.args)));
  return {
    ack: ackMs,
    declarer: done(mine.find((call) => call.method === 'conversations.invite' && String(call.args.users).includes('U0JISOO'))),
    numbers: done(says(/Kafka lag[^"]*(\d)/)),
    link: done(says(/zoom\.example\.com/)),
  };
}

function channelOf(world: World, number: string): string | undefined {
  return world.slack.channels().find((channel) => channel.name.startsWith(`inc-${number}-`))?.id;
}

/** As many incidents as were declared are open, with all their parts. */
function quiet(world: World, declared: number): boolean {
  const opened = world.slack.channels().filter((channel) => channel.name.startsWith('inc-'));
  if (opened.length < declared) return false;
  const announced = world.slack.messages('C0STATUS').length;
  return (
    announced >= opened.length &&
    opened.every((channel) => channel.pins.length === 1 && channel.bookmarks.length === 1 && channel.topic !== '')
  );
}

/** Asks seldom, so that the asking is not what is measured. */
async function until(condition: () => boolean): Promise<void> {
  await eventually('everything is there', () => condition() || undefined, 120_000, 200);
}

function report(result: {
  alone: Record<Moment, number>[];
  together: Record<Moment, number>[];
  idleMb: number;
  refused: number;
}): DeclareFigures {
  const { alone, together, idleMb, refused } = result;
  const of = (samples: Record<Moment, number>[], moment: Moment, share: number) =>
    quantile(
      samples.map((sample) => sample[moment]),
      share,
    );
  const ratio = (value: number, floor: number | undefined) => (floor === undefined ? '' : `${(value / floor).toFixed(2)} ×`);
  const rows = MOMENTS.map((moment) => {
    const floor = moment === 'ack' ? undefined : FLOOR_MS[moment];
    const p50 = of(alone, moment, 0.5);
    const p99 = of(together, moment, 0.99);
    return [moment, floor ?? '', p50, of(alone, moment, 0.99), ratio(p50, floor), of(together, moment, 0.5), p99, ratio(p99, floor)];
  });
  const head = ['ms after the command', 'floor', 'one p50', 'one p99', 'p50/floor', `${AT_ONCE} p50`, `${AT_ONCE} p99`, 'p99/floor'];
  process.stdout.write(`${table([head, ...rows])}\n`);
  process.stdout.write(
    `Latency injected: Slack ${LATENCY_MS.slack} ms, Zoom ${LATENCY_MS.zoom} ms, metrics ${LATENCY_MS.metrics} ms. Refused by Slack's limits: ${refused}.\n`,
  );
  process.stdout.write(
    `Resident memory, idle: ${idleMb.toFixed(0)} MB. For comparison: eight calls in a row at 150 ms are 1,200 ms, without bridge or numbers.\n`,
  );
  const goals = {
    alone: (['declarer', 'numbers', 'link'] as const).every((moment) => of(alone, moment, 0.5) <= 1.2 * FLOOR_MS[moment]),
    together: (['declarer', 'numbers', 'link'] as const).every((moment) => of(together, moment, 0.99) <= 2 * FLOOR_MS[moment]),
    ack: Math.max(of(alone, 'ack', 0.99), of(together, 'ack', 0.99)) < 250,
    memory: idleMb < 200,
  };
  const moments = Object.fromEntries(
    MOMENTS.map((moment) => [
      moment,
      {
        floorMs: moment === 'ack' ? null : FLOOR_MS[moment],
        oneP50Ms: Math.round(of(alone, moment, 0.5)),
        oneP99Ms: Math.round(of(alone, moment, 0.99)),
        manyP50Ms: Math.round(of(together, moment, 0.5)),
        manyP99Ms: Math.round(of(together, moment, 0.99)),
      },
    ]),
  ) as Record<Moment, MomentFigures>;
  const figures = { ...moments, idleMb: Math.round(idleMb) };
  process.stdout.write(`${JSON.stringify({ bench: 'declare', ...figures, goals })}\n`);
  return figures;
}
