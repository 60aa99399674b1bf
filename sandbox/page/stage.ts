import { randomUUID } from 'node:crypto';
import type { App } from '../../src/app.ts';
import type { Log } from '../../src/domain/ports.ts';
import { ScaledClock } from '../scaled-clock.ts';
import { type ScratchDirectory, takeScratchDirectory } from '../scratch-directory.ts';
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
  /** Everything as at the start: a new world, a new bot, an empty database. Rejects when it cannot start. */
  reset(): Promise<void>;
  /** While it is being reset there is nothing to show. */
  readonly resetting: boolean;
}

export interface StageOptions {
  timeScale: number;
  logLevel: string;
  log: Log;
  /** What the bot posts in; English unless given. */
  language?: 'en' | 'ko' | undefined;
}

const WAITING_SHOWN = 40;
/** Wake-ups are set in real time: while the world's runs faster they come late, and rows are looked for instead. */
const SWEEP_EVERY_MS = 500;

interface Cast {
  world: World;
  scratch: ScratchDirectory;
  app: App;
  rows: WaitingRows;
  clock: ScaledClock;
}

/** The whole demo but its page: started, started again, and stopped in order. */
export class DemoStage implements Stage {
  run = randomUUID();
  resetting = false;
  private sweeping = false;
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly options: StageOptions,
    private cast: Cast,
  ) {
    this.timer = setInterval(() => {
      if (this.clock.speed > 1) void this.sweep();
    }, SWEEP_EVERY_MS);
    this.timer.unref();
  }

  static async start(options: StageOptions): Promise<DemoStage> {
    return new DemoStage(options, await takePlaces(options));
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
    if (this.sweeping || this.resetting) return;
    this.sweeping = true;
    try {
      await this.app.ticker.sweep();
    } finally {
      this.sweeping = false;
    }
  }

  async reset(): Promise<void> {
    if (this.resetting) return;
    this.resetting = true;
    try {
      await leave(this.cast);
      this.cast = await takePlaces(this.options);
      this.run = randomUUID();
    } finally {
      this.resetting = false;
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await leave(this.cast);
  }
}

/** The stand-ins, and the real bot with a database of its own. Leaves nothing behind when it rejects. */
async function takePlaces({ timeScale, logLevel, log, language }: StageOptions): Promise<Cast> {
  const clock = new ScaledClock();
  const undo: (() => Promise<void>)[] = [];
  try {
    const [world, scratch] = await bothOrNeither(
      // Slack's limits and ours go by real time, however fast the world's runs.
      startWorld({ now: () => clock.now(), slackElapsedMs: Date.now, ...(language && { language }) }),
      takeScratchDirectory(log),
    );
    undo.push(
      () => world.close(),
      () => scratch.remove(),
    );
    const environment = { DATA_DIR: scratch.path, TIME_SCALE: String(timeScale), LOG_LEVEL: logLevel };
    // A power cut may take the demo's database: it is thrown away anyway.
    const app = await startBot(world, environment, { durable: false, clock });
    return { world, scratch, app, clock, rows: openWaitingRows(app.runtime.storage.url, world.playbook) };
  } catch (error) {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
    throw error;
  }
}

async function leave({ world, scratch, app, rows }: Cast): Promise<void> {
  // A fault that still holds up calls would hold up the end, too.
  world.slack.faults.clear();
  world.zoom.faults.clear();
  await rows.close();
  await app.stop();
  await scratch.remove();
  await world.close();
}

async function bothOrNeither(world: Promise<World>, scratch: Promise<ScratchDirectory>): Promise<[World, ScratchDirectory]> {
  const [first, second] = await Promise.allSettled([world, scratch]);
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value];
  if (first.status === 'fulfilled') await first.value.close();
  if (second.status === 'fulfilled') await second.value.remove();
  throw first.status === 'rejected' ? first.reason : (second as PromiseRejectedResult).reason;
}
