import { randomUUID } from 'node:crypto';
import type { App } from '../../src/app.ts';
import type { Log } from '../../src/domain/ports/log.ts';
import { type Databases, openDatabases } from '../databases.ts';
import { ScaledClock } from '../scaled-clock.ts';
import { startBot, startWorld, type World } from '../world.ts';
import { openWaitingRows, type Waiting, type WaitingRows } from './waiting.ts';

/** What the page shows and steers: the world, its time, and the bot in it. */
export interface Stage {
  readonly world: World;
  /** Tells one start from another, so that a page left open notices. */
  readonly run: string;
  /** Of the bot's playbook; the clock's speed comes on top. */
  readonly timeScale: number;
  readonly clock: ScaledClock;
  /** What the bot will do next by itself, soonest first. */
  waiting(): Promise<Waiting[]>;
  /** Has the bot look at all its rows, after the time was put forward. */
  sweep(): Promise<void>;
  /** Everything as at the start: a new world, a new bot, an empty database. Rejects, and leaves all as it was, when they cannot start. */
  reset(): Promise<void>;
  /** Resolves when no reset is under way: what is done meanwhile would be done to a world that is about to go. */
  settled(): Promise<void>;
}

export interface StageOptions {
  timeScale: number;
  logLevel: string;
  log: Log;
  /** The shipped one for the coupon service unless given. */
  playbookPath?: string | undefined;
  /** What the bot posts in; as the playbook says unless given. */
  language?: 'en' | 'ko' | undefined;
  /** How long Slack and people wait for an answer, in milliseconds, for tests on a busy machine; as the real one waits unless given. */
  patienceMs?: number | undefined;
}

/** With which alerts come in at the bot itself; a shorter one it would not take. The address that people are given takes another (bot-door.ts). */
export const ALERT_TOKEN = 'sandbox-alert-token';
const WAITING_SHOWN = 40;

/** Wake-ups are set in real time: while the world's runs faster they come late, and rows are looked for instead. */
const SWEEP_EVERY_MS = 500;

interface Cast {
  world: World;
  app: App;
  rows: WaitingRows;
  clock: ScaledClock;
  databaseUrl: string;
}

/** The whole demo but its page: started, started again, and stopped in order. */
export class DemoStage implements Stage {
  run = randomUUID();
  private sweeping = false;
  private resetting: Promise<void> | undefined;
  /** Casts that have left the stage and are not gone yet. */
  private readonly leaving = new Set<Promise<void>>();
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly options: StageOptions,
    private readonly databases: Databases,
    private cast: Cast,
  ) {
    this.timer = setInterval(() => {
      if (this.clock.speed > 1) void this.sweep();
    }, SWEEP_EVERY_MS);
    this.timer.unref();
  }

  static async start(options: StageOptions): Promise<DemoStage> {
    const databases = await openDatabases(options.log);
    try {
      return new DemoStage(options, databases, await takePlaces(options, databases));
    } catch (error) {
      await databases.close();
      throw error;
    }
  }

  get world(): World {
    return this.cast.world;
  }

  get app(): App {
    return this.cast.app;
  }

  get clock(): ScaledClock {
    return this.cast.clock;
  }

  get timeScale(): number {
    return this.options.timeScale;
  }

  waiting(): Promise<Waiting[]> {
    return this.cast.rows.next(WAITING_SHOWN);
  }

  async sweep(): Promise<void> {
    if (this.sweeping) return;
    this.sweeping = true;
    try {
      await this.app.ticker.sweep();
    } finally {
      this.sweeping = false;
    }
  }

  /** Whoever asks while one is under way waits for that. */
  reset(): Promise<void> {
    this.resetting ??= this.startOver().finally(() => {
      this.resetting = undefined;
    });
    return this.resetting;
  }

  async settled(): Promise<void> {
    await this.resetting?.catch(() => undefined);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.settled();
    await Promise.allSettled([leave(this.cast), ...this.leaving]);
    await this.databases.close();
  }

  /** The next cast comes on before the last one goes: nobody waits for an end that nobody sees. */
  private async startOver(): Promise<void> {
    const next = await takePlaces(this.options, this.databases);
    const last = this.cast;
    this.cast = next;
    this.run = randomUUID();
    const gone = leave(last)
      .then(() => this.databases.drop(last.databaseUrl))
      .catch((error: unknown) =>
        this.options.log.warn({ err: error }, 'What the demo was before it started over could not be cleared away.'),
      )
      .finally(() => this.leaving.delete(gone));
    this.leaving.add(gone);
  }
}

/** The stand-ins, and the real bot with a database of its own. Leaves nothing behind when it rejects. */
async function takePlaces({ timeScale, playbookPath, logLevel, language, patienceMs }: StageOptions, databases: Databases): Promise<Cast> {
  const clock = new ScaledClock();
  const undo: (() => Promise<void>)[] = [];
  try {
    const [world, database] = await Promise.allSettled([
      // Slack's limits and ours go by real time, however fast the world's runs.
      startWorld({
        now: () => clock.now(),
        slackElapsedMs: Date.now,
        ...(playbookPath !== undefined && { playbookPath }),
        ...(language && { language }),
        ...(patienceMs !== undefined && { slack: { patienceMs } }),
      }),
      databases.fresh(),
    ]);
    if (world.status === 'fulfilled') undo.push(() => world.value.close());
    if (database.status === 'fulfilled') undo.push(() => databases.drop(database.value));
    if (world.status === 'rejected') throw world.reason;
    if (database.status === 'rejected') throw database.reason;
    const environment = { DATABASE_URL: database.value, TIME_SCALE: String(timeScale), LOG_LEVEL: logLevel, ALERT_TOKEN };
    const app = await startBot(world.value, environment, { clock });
    return { world: world.value, app, clock, databaseUrl: database.value, rows: openWaitingRows(database.value, world.value.playbook) };
  } catch (error) {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
    throw error;
  }
}

async function leave({ world, app, rows }: Cast): Promise<void> {
  // A fault that still holds up calls would hold up the end, too.
  world.slack.faults.clear();
  world.zoom.faults.clear();
  await rows.close();
  await app.stop();
  await world.close();
}
