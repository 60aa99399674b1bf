import { isDeepStrictEqual } from 'node:util';
import { startWorld, type World } from '../../../sandbox/world.ts';
import { createLog } from '../../../src/integrations/log.ts';
import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { declareRunId } from '../../../src/workflows/incident/declare/steps.ts';
import type { BotPool, BotProcess, BotStart } from '../../support/bots/bots.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { PATIENCE_MS } from '../../support/run/patience.ts';
import { freshDatabase } from '../../support/servers/database.ts';
import { expectedPicture, type Picture, pictureOf, type Subject, subjectOf } from './picture.ts';
import { quickPlaybook } from './quick-playbook.ts';
import type { End, Situation } from './situations.ts';

/** A world and a database of one's own, and the bots that run in them one after another. */
export interface Scene {
  world: World;
  /** The test's own view of the database. */
  storage: Storage;
  databaseUrl: string;
  /** Where the bot that was started last takes what comes over HTTP. */
  readonly url: string;
  /** The bot that runs; undefined before the first one, and when the last one has died. */
  readonly bot: BotProcess | undefined;
  /** The incident that is declared next, and what was there before. */
  next(): Subject;
  /** Starts a bot here and points Slack to it; resolves with it. */
  run(bot: BotProcess, how?: Omit<BotStart, 'environment'>): Promise<BotProcess>;
  /** A bot that remembers nothing: the one that runs, started again, or another one. */
  renew(how?: Omit<BotStart, 'environment'>): Promise<BotProcess>;
  close(): Promise<void>;
}

const PLAYBOOK = quickPlaybook();
/** Each look costs the machine something of what the bots need. */
const LOOK_EVERY_MS = 50;

export async function startScene({ slack, environment }: Pick<Situation, 'slack' | 'environment'>, pool: BotPool): Promise<Scene> {
  const [world, database] = await Promise.all([
    startWorld({ playbookPath: PLAYBOOK, calmMs: 60_000, slack: { patienceMs: PATIENCE_MS, ...slack } }),
    freshDatabase(),
  ]);
  const storage = await openStorage({ url: database.url, log: createLog({ level: 'silent' }), poolSize: 2 });
  let running: BotProcess | undefined;
  let incidents = 0;
  let url = '';
  const scene: Scene = {
    world,
    storage,
    databaseUrl: database.url,
    get url() {
      return url;
    },
    get bot() {
      return running?.alive ? running : undefined;
    },
    next() {
      incidents += 1;
      return subjectOf(world, incidents);
    },
    async run(bot, how = {}) {
      running = bot;
      const settings = { ...world.environment, DATABASE_URL: database.url, LOG_LEVEL: 'silent', ...environment };
      url = await bot.start({ environment: settings, ...how });
      world.slack.setAppUrl(`${url}/slack/events`);
      return bot;
    },
    async renew(how) {
      const bot = scene.bot;
      await bot?.stop();
      return await scene.run(bot ?? pool.take(), how);
    },
    async close() {
      if (running?.alive) {
        await running.stop();
        pool.give(running);
      }
      await Promise.all([world.close(), storage.close()]);
      await database.drop();
    },
  };
  return scene;
}

/** Waits until the incident stands as it should; otherwise fails with what is different. */
export async function expectEnd({ world, storage }: Scene, end: End, about: Subject): Promise<void> {
  let picture: Picture | undefined;
  const look = async () => {
    // Most of the time it is under way, which one question tells.
    if ((await storage.runs.find(declareRunId(about.incident)))?.status !== 'done') return undefined;
    picture = await pictureOf(world, storage, about);
    return isDeepStrictEqual(picture, expectedPicture(world, end, about)) ? true : undefined;
  };
  await eventually('the incident stands as it should', look, 60_000, LOOK_EVERY_MS).catch(() => undefined);
  expect(picture ?? (await pictureOf(world, storage, about))).toEqual(expectedPicture(world, end, about));
}
