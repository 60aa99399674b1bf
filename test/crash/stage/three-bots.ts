import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorld, type World } from '../../../sandbox/world.ts';
import { createLog } from '../../../src/integrations/log.ts';
import type { ProcessRole } from '../../../src/roles.ts';
import { openStorage, type Storage } from '../../../src/storage/index.ts';
import type { BotPool, BotProcess } from '../../support/bots/bots.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { PATIENCE_MS } from '../../support/run/patience.ts';
import { asAdmin } from '../../support/run/test-run.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

export interface ThreeBotsOptions {
  playbookPath: string;
  /** Whoever comes to this crash point first dies there, and nobody after it. */
  dies: string;
  /** False: nobody dies there before `arm` is called. */
  armed: boolean;
  /** What each of them does; everything without it. Slack talks with the first. */
  roles?: readonly (readonly ProcessRole[])[] | undefined;
  /** The queue's Redis; without it, the queue is in Postgres. */
  redisUrl?: string | undefined;
}

/** Three processes of the bot on one database, in one world; one of them dies. */
export interface ThreeBots {
  world: World;
  /** The test's own view of the database. */
  storage: Storage;
  arm(): void;
  /** Another process takes the place of the dead one, and now whoever comes to this crash point first dies there. */
  replace(dead: number, dies: string): Promise<void>;
  /** Resolves with the index of the process that died, by SIGKILL and at the crash point; rejects unless it is the only one. */
  death(): Promise<number>;
  /** Stops the living in order: what they had begun is done then. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

const COUNT = 3;
const DEATH_WITHIN_MS = 60_000;
/** Nine bots on a busy machine: a stand-in that is slow to answer is no fault of Slack's. */
const ANSWER_WITHIN_MS = 30_000;

export async function startThreeBots(options: ThreeBotsOptions, pool: BotPool): Promise<ThreeBots> {
  const { playbookPath, dies, armed, redisUrl } = options;
  const [world, database] = await Promise.all([
    startWorld({ playbookPath, calmMs: 0, slack: { patienceMs: PATIENCE_MS } }),
    freshDatabase(),
  ]);
  const storage = await openStorage({ url: database.url, log: createLog({ level: 'silent' }), poolSize: 2 });
  if (redisUrl !== undefined) await giveOwnName(database);
  const directory = mkdtempSync(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'death-'));
  let crashMark = join(directory, 'mark');
  if (!armed) writeFileSync(crashMark, '');
  const bots = Array.from({ length: COUNT }, () => pool.take());
  const environment = {
    ...world.environment,
    PROMETHEUS_URL: '',
    DATABASE_URL: database.url,
    LOG_LEVEL: 'silent',
    ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
  };
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await Promise.all(bots.map((bot) => finish(bot, pool)));
  };
  const close = async () => {
    await stop();
    await Promise.all([world.close(), storage.close()]);
    await database.drop();
    rmSync(directory, { recursive: true, force: true });
  };
  const start = (bot: BotProcess, index: number, crashAt: string) => {
    const roles = options.roles?.[index];
    return bot.start({ environment, crashAt, crashMark, slackTimeoutMs: ANSWER_WITHIN_MS, ...(roles && { roles }) });
  };
  try {
    const urls = await Promise.all(bots.map((bot, index) => start(bot, index, dies)));
    world.slack.setAppUrl(`${urls[0]}/slack/events`);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    world,
    storage,
    arm: () => rmSync(crashMark),
    async replace(dead, nextDies) {
      crashMark = `${crashMark}-next`;
      const living = bots.filter(({ alive }) => alive);
      const bot = pool.take();
      bots[dead] = bot;
      // Whoever comes there may do so before it says that it runs, or that it knows.
      const unlessDead = (who: BotProcess) => (error: unknown) => {
        if (who.alive) throw error;
      };
      await Promise.all([
        start(bot, dead, nextDies).catch(unlessDead(bot)),
        ...living.map((each) => each.arm({ crashAt: nextDies, crashMark }).catch(unlessDead(each))),
      ]);
    },
    async death() {
      await eventually(`somebody dies at ${dies}`, () => (bots.every(({ alive }) => alive) ? undefined : true), DEATH_WITHIN_MS);
      // Who dies there has made the mark; a process that ended for a reason of its own would not have.
      expect(existsSync(crashMark)).toBe(true);
      const dead = bots.flatMap((bot, index) => (bot.alive ? [] : [index]));
      expect(dead).toHaveLength(1);
      const index = dead[0] ?? 0;
      expect(await bots[index]?.gone).toBe('SIGKILL');
      return index;
    },
    stop,
    close,
  };
}

async function finish(bot: BotProcess, pool: BotPool): Promise<void> {
  if (!bot.alive) return;
  await bot.stop();
  pool.give(bot);
}

/** Databases that were copied from one template have one name, and would take each other's wake-ups from a Redis that they share. */
async function giveOwnName({ url }: FreshDatabase): Promise<void> {
  await asAdmin(url, (client) => client.query('update deployment set name = gen_random_uuid()'));
}
