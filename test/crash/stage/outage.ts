import type { MessageState } from '../../../sandbox/slack/index.ts';
import { startWorld, type World } from '../../../sandbox/world.ts';
import { BotProcess } from '../../support/bots/bots.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { asAdmin } from '../../support/run/test-run.ts';
import { set } from '../../support/scenario/edit-playbook.ts';
import { BEGUN, LEISURELY, UNREFRESHED } from '../../support/scenario/playbook-edits.ts';
import { quickPlaybook } from './quick-playbook.ts';
import { keyOf } from './situations.ts';

/** A real bot in a process of its own whose servers come and go while an incident that nobody answers takes its course. */
export interface Outage {
  world: World;
  bot: BotProcess;
  /** Declares it; resolves when it is open and its first page is out, with the moment from which its clocks count. */
  declare(): Promise<number>;
  /** Resolves at so many milliseconds of the incident. */
  at(ms: number): Promise<void>;
  /** When the repetitions of the first page were decided. */
  decisions(): Promise<{ key: string; at: number }[]>;
  /** Whether the bot says that it takes work. */
  isReady(): Promise<boolean>;
  /** What it says besides, by code. */
  concerns(): Promise<string[]>;
  close(): Promise<void>;
}

/** Twenty times as fast as life: the sweep of five seconds comes every quarter second, and four minutes are twelve seconds. */
const TIME_SCALE = 20;
export const SWEEP_MS = 5_000 / TIME_SCALE;
export const OUTAGE_MS = 240_000 / TIME_SCALE;
/**
 * What a busy machine with two cores, and Slack's own pace of a message a second and channel, may add to a sweep. Less than the outage leaves between
 * what is due in it and its end: what waited for its end would be later than this.
 */
export const TOLERANCE_MS = 5_000;

/** When what is due after the declaration, in milliseconds of the incident: apart, so that Slack's pace delays none of them. */
const EVERY = { page: 2_000, update: 5_000 } as const;
const AT = { missed: 3_000, l2: 4_000 } as const;

const PLAYBOOK = quickPlaybook(
  UNREFRESHED,
  set('updates.every.sev1', life(EVERY.update)),
  set('escalation.A1.repeatEvery', life(EVERY.page)),
  set('escalation.A2.at', life(AT.l2)),
  set('escalation.A2.repeatEvery', '30d'),
  set('escalation.A3.at', '20d'),
  // One row that is missed; the others have their time.
  BEGUN,
  LEISURELY,
  set('rows.I1.within', life(AT.missed)),
);

function life(ms: number): string {
  return `${(ms * TIME_SCALE) / 1_000}s`;
}

export async function startOutage(input: {
  databaseUrl: string;
  redisUrl?: string;
  sweepEveryMs?: number;
  bot?: BotProcess;
}): Promise<Outage> {
  const world = await startWorld({ playbookPath: PLAYBOOK, calmMs: 0 });
  const { bot = new BotProcess() } = input;
  const settings = { PROMETHEUS_URL: '', LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent', TIME_SCALE: String(TIME_SCALE) };
  const servers = { DATABASE_URL: input.databaseUrl, ...(input.redisUrl !== undefined && { REDIS_URL: input.redisUrl }) };
  const environment = { ...world.environment, ...settings, ...servers };
  const url = await bot.start({ environment, sweepEveryMs: input.sweepEveryMs ?? SWEEP_MS });
  world.slack.setAppUrl(`${url}/slack/events`);
  let since = Number.NaN;
  return {
    world,
    bot,
    async declare() {
      await world.slack.slash('jisoo', 'open sev1 coupons are late');
      // A busy machine may answer later than Slack listens; what is written down counts.
      const { at } = await eventually('the incident is written down', async () => {
        const ask = 'SELECT detected_at AS at FROM incidents';
        return (await asAdmin(input.databaseUrl, (client) => client.query<{ at: Date }>(ask))).rows[0];
      });
      since = at.getTime();
      await eventually('the first page is out', () => course(world, since).find(({ key }) => key === 'page minji 1'));
      return since;
    },
    async at(ms) {
      await eventually(`${ms} ms of the incident`, () => (Date.now() - since >= ms ? true : undefined));
    },
    async decisions() {
      const { rows } = await asAdmin(input.databaseUrl, (client) =>
        client.query<{ key: string; at: Date }>("SELECT key, created_at AS at FROM outbox WHERE key LIKE 'page:1:%'"),
      );
      return rows.map((row) => ({ key: row.key, at: row.at.getTime() }));
    },
    isReady: async () => (await fetch(`${url}/readyz`)).ok,
    async concerns() {
      const { concerns = [] } = (await (await fetch(`${url}/readyz`)).json()) as { concerns?: { code: string }[] };
      return concerns.map(({ code }) => code);
    },
    async close() {
      await bot.kill();
      await world.close();
    },
  };
}

/** Something that people saw: what, and at how many milliseconds of the incident. */
export interface Seen {
  key: string;
  at: number;
}

/** Everything the bot has written with a key, in the order of time. */
export function course({ slack }: World, since: number): Seen[] {
  const names = new Map(Object.entries(slack.users).map(([name, id]) => [id, name]));
  const seen = (place: string) => (message: MessageState) => {
    const key = keyOf(message);
    if (message.user !== slack.botUserId || key === undefined) return [];
    const [kind = '', id = '', part = ''] = key.split(':');
    // The guide for customer support carries the key of the update that it was posted with.
    if (key.split(':')[3] === 'support') return [];
    const what = kind === 'page' ? `page ${place} ${part}` : `${kind} ${kind === 'briefing' || kind === 'announcement' ? id : part}`;
    return [{ key: what, at: Math.round(Number(message.ts) * 1_000 - since) }];
  };
  return [
    ...slack.channels().flatMap(({ id, name }) => slack.messages(id).flatMap(seen(name))),
    ...[...names].flatMap(([id, name]) => slack.directMessages(id).flatMap(seen(name))),
  ].sort((a, b) => a.at - b.at);
}

/**
 * Waits for the second update, then compares the whole course of the incident: each thing once, none early, and none later than a sweep
 * (or `lateMs`) after it was due, or after `to`, if it was due since `from` while nothing could know of it.
 */
export async function expectCourse(
  { world, decisions }: Outage,
  since: number,
  how: { from?: number; to?: number; lateMs?: number; earlyMs?: number } = {},
): Promise<void> {
  const seen = () => course(world, since);
  await eventually(
    () => `the second update: ${JSON.stringify(seen())}`,
    () => seen().find(({ key }) => key === 'update 2'),
    40_000,
  );
  const all = seen();
  const at = (key: string) => all.find((each) => each.key === key)?.at ?? Number.NaN;
  const due = new Map<string, number>([
    ['missed I1', AT.missed],
    ['escalated A2', AT.l2],
    ['page sora 1', AT.l2],
    ['update 1', EVERY.update],
    ['update 2', 2 * EVERY.update],
  ]);
  // A page is repeated so long after the last one was decided, the first one when it left, and goes on until the second update.
  const decided = new Map((await decisions()).map(({ key, at: decidedAt }) => [Number(key.split(':')[2]), decidedAt - since]));
  const pages = all.filter(({ key }) => key.startsWith('page minji')).length;
  for (let n = 2; n <= pages; n += 1) due.set(`page minji ${n}`, (decided.get(n - 1) ?? at('page minji 1')) + EVERY.page);

  expect(all.map(({ key }) => key).sort()).toEqual(['announcement 1', 'briefing 1', 'page minji 1', ...due.keys()].sort());
  const { from = 0, to = 0, lateMs = SWEEP_MS + TOLERANCE_MS, earlyMs = 50 } = how;
  const known = (ms: number) => (ms >= from && ms < to ? to : ms);
  const late = [...due].map(([key, ms]) => ({ key, ms: at(key) - known(ms) }));
  // Stamps are rounded, and a page is repeated from when it was recorded, a moment after it was stamped.
  expect(late.filter(({ ms }) => ms < -earlyMs || ms > lateMs)).toEqual([]);
  const silence = Math.max(...due.values()) - at(`page minji ${pages}`);
  expect(silence).toBeLessThan(EVERY.page + lateMs);
}
