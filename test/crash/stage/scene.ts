import { isDeepStrictEqual } from 'node:util';
import { startWorld, type World } from '../../../sandbox/world.ts';
import { createLog } from '../../../src/integrations/log.ts';
import { openStorage, type Storage } from '../../../src/storage/index.ts';
import type { BotPool, BotProcess, BotStart } from '../../support/bots/bots.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { PATIENCE_MS } from '../../support/run/patience.ts';
import { freshDatabase } from '../../support/servers/database.ts';
import { expectedPicture, type Picture, pictureOf } from './picture.ts';
import { quickPlaybook } from './quick-playbook.ts';
import type { End, Situation } from './situations.ts';

/** A world and a database of one's own, and the bots that run in them one after another. */
export interface Scene {
  world: World;
  /** The test's own view of the database. */
  storage: Storage;
  databaseUrl: string;
  /** Starts a bot here and points Slack to it. */
  run(bot: BotProcess, how?: Omit<BotStart, 'environment'>): Promise<void>;
  close(): Promise<void>;
}

const PLAYBOOK = quickPlaybook();

export async function startScene({ slack, environment }: Pick<Situation, 'slack' | 'environment'>, pool: BotPool): Promise<Scene> {
  const [world, database] = await Promise.all([
    startWorld({ playbookPath: PLAYBOOK, calmMs: 60_000, slack: { patienceMs: PATIENCE_MS, ...slack } }),
    freshDatabase(),
  ]);
  const storage = await openStorage({ url: database.url, log: createLog({ level: 'silent' }), poolSize: 2 });
  let running: BotProcess | undefined;
  return {
    world,
    storage,
    databaseUrl: database.url,
    async run(bot, how = {}) {
      running = bot;
      const settings = { ...world.environment, DATABASE_URL: database.url, LOG_LEVEL: 'silent', ...environment };
      const url = await bot.start({ environment: settings, ...how });
      world.slack.setAppUrl(`${url}/slack/events`);
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
}

/** Waits until the incident stands as it should; otherwise fails with what is different. */
export async function expectEnd(world: World, storage: Storage, end: End): Promise<void> {
  let picture: Picture | undefined;
  const look = async () => {
    picture = await pictureOf(world, storage);
    return isDeepStrictEqual(picture, expectedPicture(world, end)) ? true : undefined;
  };
  await eventually('the incident stands as it should', look).catch(() => undefined);
  expect(picture).toEqual(expectedPicture(world, end));
}
