import { isDeepStrictEqual } from 'node:util';
import type { Delivery } from '../../../sandbox/slack/index.ts';
import { startBot, startWorld, type World, type WorldOptions } from '../../../sandbox/world.ts';
import type { App, Overrides } from '../../../src/app.ts';
import { declareRunId } from '../../../src/workflows/incident/declare/steps.ts';
import { JobsInTime } from '../../support/clocks/jobs-in-time.ts';
import { MovableClock } from '../../support/clocks/movable-clock.ts';
import { PausesInTime } from '../../support/clocks/pauses-in-time.ts';
import { countedCharts } from '../../support/clocks/under-way.ts';
import { PATIENCE_MS } from '../../support/run/patience.ts';
import type { Edit } from '../../support/scenario/edit-playbook.ts';
import { freshDatabase } from '../../support/servers/database.ts';
import { allMessages, expectedPicture, INCIDENT, type Picture, pictureOf } from './picture.ts';
import { quickPlaybook } from './quick-playbook.ts';
import { DECLARER, type End, keyOf } from './situations.ts';

export interface StageOptions extends WorldOptions {
  /** Over the world's environment. */
  environment?: Record<string, string>;
  overrides?: Overrides;
  /** What the world does before the bot starts. */
  arrange?: (world: World) => void | Promise<void>;
  /** What is changed in the shipped playbook. */
  playbook?: readonly Edit[];
}

/** A bot in this process, in a world, on a database and by a clock of its own: for whatever does not need a process to die. */
export interface Stage {
  world: World;
  app: App;
  /** The declarer types the command. */
  declare(words?: string): Promise<Delivery>;
  /** Lets time pass until `look` finds something; rejects with `what` when that does not come about. */
  until<T>(what: string | (() => string), look: () => T | null | undefined | Promise<T | null | undefined>): Promise<T>;
  /** Lets time pass until the incident stands as it should. */
  ends(end: End): Promise<void>;
  /** Lets time pass until nothing is left to do for it. */
  done(): Promise<void>;
  /** The blocks and text of the briefing as it stands now; empty while there is none. */
  briefing(): string;
  /** What the declarer was told in private after the acknowledgement, oldest first. */
  told(): string[];
  close(): Promise<void>;
}

/** Of the stage's time: longer than anything takes that these tests are about. */
const LIMIT_MS = 30 * 60_000;

const open = new Set<Stage>();

/** Hook of the files that import this: no stage outlives its test. */
afterEach(async () => {
  await Promise.all([...open].map((stage) => stage.close()));
});

export async function startStage({ environment, overrides, arrange, playbook = [], ...options }: StageOptions = {}): Promise<Stage> {
  const playbookPath = quickPlaybook(...playbook);
  const database = await freshDatabase();
  const clock = new MovableClock(new Date());
  const now = () => clock.now();
  const world = await startWorld({ playbookPath, calmMs: 60_000, now, ...options, slack: { patienceMs: PATIENCE_MS, ...options.slack } });
  const pauses = new PausesInTime(clock);
  // Stand-ins are slow in real time here, as the limits of single calls are that some of these tests are about.
  await arrange?.(world);
  const settings = { DATABASE_URL: database.url, LOG_LEVEL: 'silent', ...environment };
  const app = await startBot(world, settings, {
    clock,
    pause: pauses.pause,
    slackLimitsNowMs: () => clock.nowMs(),
    charts: countedCharts(),
    sweepEveryMs: 200,
    slackTimeoutMs: 20_000,
    zoomTimeoutMs: 20_000,
    ...overrides,
  });
  const jobs = new JobsInTime(clock, pauses, () => [app]);
  jobs.watch(app);
  const until: Stage['until'] = async (what, look) => {
    const limit = clock.nowMs() + LIMIT_MS;
    for (;;) {
      const found = await look();
      if (found != null) return found;
      if (clock.nowMs() > limit) throw new Error(`never: ${typeof what === 'string' ? what : what()}`);
      await jobs.advance(1_000);
    }
  };
  const stage: Stage = {
    world,
    app,
    declare: (words = 'open sev1 coupons are late') => world.slack.slash(DECLARER, words),
    until,
    async ends(end) {
      let picture: Picture | undefined;
      const stands = async () => {
        picture = await pictureOf(world, app.runtime.storage);
        return isDeepStrictEqual(picture, expectedPicture(world, end)) ? true : undefined;
      };
      await until('the incident stands as it should', stands).catch(() => undefined);
      expect(picture).toEqual(expectedPicture(world, end));
    },
    async done() {
      const { runs } = app.runtime.storage;
      await until('the run is done', async () => ((await runs.find(declareRunId(INCIDENT)))?.status === 'done' ? true : undefined));
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
