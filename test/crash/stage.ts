import type { Delivery } from '../../sandbox/slack/index.ts';
import { startBot, startWorld, type World, type WorldOptions } from '../../sandbox/world.ts';
import type { App, Overrides } from '../../src/app.ts';
import { declareRunId } from '../../src/workflows/declare/steps.ts';
import { freshDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { allMessages, INCIDENT } from './picture.ts';
import { quickPlaybook } from './quick-playbook.ts';
import { expectEnd } from './scene.ts';
import { DECLARER, type End, keyOf } from './situations.ts';

export interface StageOptions extends WorldOptions {
  /** Over the world's environment. */
  environment?: Record<string, string>;
  overrides?: Overrides;
  /** What the world does before the bot starts. */
  arrange?: (world: World) => void | Promise<void>;
  /** Changes the playbook's text. */
  playbook?: (text: string) => string;
}

/** A bot in this process, in a world and on a database of its own: for whatever does not need a process to die. */
export interface Stage {
  world: World;
  app: App;
  /** The declarer types the command. */
  declare(words?: string): Promise<Delivery>;
  /** Waits until the incident stands as it should. */
  ends(end: End): Promise<void>;
  /** Waits until nothing is left to do for it. */
  done(): Promise<void>;
  /** The blocks and text of the briefing as it stands now; empty while there is none. */
  briefing(): string;
  /** What the declarer was told in private after the acknowledgement, oldest first. */
  told(): string[];
  close(): Promise<void>;
}

const open = new Set<Stage>();

/** Hook of the files that import this: no stage outlives its test. */
afterEach(async () => {
  await Promise.all([...open].map((stage) => stage.close()));
});

export async function startStage({ environment, overrides, arrange, playbook, ...options }: StageOptions = {}): Promise<Stage> {
  const playbookPath = quickPlaybook(playbook);
  const [world, database] = await Promise.all([
    startWorld({ playbookPath, calmMs: 60_000, ...options, slack: { patienceMs: PATIENCE_MS, ...options.slack } }),
    freshDatabase(),
  ]);
  await arrange?.(world);
  const settings = { DATABASE_URL: database.url, LOG_LEVEL: 'silent', ...environment };
  const app = await startBot(world, settings, { sweepEveryMs: 200, slackTimeoutMs: 20_000, zoomTimeoutMs: 20_000, ...overrides });
  const stage: Stage = {
    world,
    app,
    declare: (words = 'open sev1 coupons are late') => world.slack.slash(DECLARER, words),
    ends: (end) => expectEnd(world, app.runtime.storage, end),
    async done() {
      const { runs } = app.runtime.storage;
      await eventually('the run is done', async () => ((await runs.find(declareRunId(INCIDENT)))?.status === 'done' ? true : undefined));
    },
    briefing() {
      const message = allMessages(world).find((candidate) => keyOf(candidate) === `briefing:${INCIDENT}`);
      return message ? JSON.stringify([message.text, message.blocks]) : '';
    },
    told: () => world.slack.responses.filter(({ status }) => status === 200).map(({ body }) => JSON.stringify(body)),
    async close() {
      open.delete(stage);
      world.slack.faults.clear();
      await app.stop();
      await world.close();
      await database.drop();
    },
  };
  open.add(stage);
  return stage;
}
