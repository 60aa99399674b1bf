import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { ProcessRole } from '../../../src/roles.ts';
import { eventually } from '../clocks/eventually.ts';
import type { BotOrder, BotReport, CrashOrder } from './bot-process.ts';
import { bundledBot } from './bundled-bot.ts';
import { type QuickBot, quickBot } from './quick-bot.ts';

/** The crash point at which the process kills itself with SIGKILL, or stands still; several may be given the same with one mark. */
export interface BotStart extends CrashOrder {
  environment: Record<string, string>;
  /** All of them without it. */
  roles?: readonly ProcessRole[];
  /** Milliseconds per call; 5,000 without it. */
  slackTimeoutMs?: number;
  zoomTimeoutMs?: number;
  /** 500 without it; 0 turns the sweep off. */
  sweepEveryMs?: number;
}

const QUICK = quickBot();

/** The bot with its packages where npm put them: what sends mail does not work out of one file yet. */
export function plainBot(): BotProcess {
  return new BotProcess({}, { program: bundledBot(join(import.meta.dirname, 'bot-process.ts'), 'bot-process'), args: [] });
}

/** The bot as a child process. */
export class BotProcess {
  /** Resolves with the signal (or null) when the process is gone. */
  readonly gone: Promise<NodeJS.Signals | null>;
  alive = true;
  private readonly child: ChildProcess;
  private readonly loaded: Promise<BotReport>;

  /** @param environment of the process itself, as the dynamic linker sees it. */
  constructor(environment: Record<string, string> = {}, { program, args }: QuickBot = QUICK) {
    const { PATH = '', TMPDIR } = process.env;
    this.child = fork(program, args, { execArgv: [], env: { PATH, ...(TMPDIR !== undefined && { TMPDIR }), ...environment } });
    this.gone = new Promise((resolve) =>
      this.child.once('exit', (_code, signal) => {
        this.alive = false;
        resolve(signal);
      }),
    );
    this.loaded = this.next();
    // Whoever takes this process hears of it; one that nobody takes may fail alone.
    this.loaded.catch(() => undefined);
  }

  /** Resolves with its address once it takes commands. */
  async start({ slackTimeoutMs = 5_000, zoomTimeoutMs = 5_000, sweepEveryMs = 500, ...rest }: BotStart): Promise<string> {
    await this.loaded;
    const report = await this.ask({ order: 'start', ...rest, slackTimeoutMs, zoomTimeoutMs, sweepEveryMs });
    if (report.report !== 'ready') throw new Error(`the bot did not start: ${JSON.stringify(report)}`);
    return report.url;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** From now on it ends or stands still there; nowhere without a place. */
  async arm(crash: CrashOrder): Promise<void> {
    await this.ask({ order: 'arm', ...crash });
  }

  /** It stands still, as on a machine that hangs: nothing of it runs, and its connections stay. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** Stops the bot in order; the process can be started again. */
  async stop(): Promise<void> {
    const report = await this.ask({ order: 'stop' });
    if (report.report !== 'stopped') throw new Error(`the bot did not stop: ${JSON.stringify(report)}`);
  }

  /** Resolves when it has killed itself at that crash point. */
  async dies(at: string, withinMs = 60_000): Promise<void> {
    await eventually(`the bot dies at ${at}`, () => (this.alive ? undefined : true), withinMs);
    const signal = await this.gone;
    if (signal !== 'SIGKILL') throw new Error(`the bot ended at ${at} by ${signal ?? 'itself'}, not by SIGKILL`);
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.gone;
  }

  private ask(order: BotOrder): Promise<BotReport> {
    const report = this.next();
    this.child.send(order);
    return report;
  }

  private next(): Promise<BotReport> {
    return new Promise((resolve, reject) => {
      const onMessage = (report: unknown): void => {
        this.child.off('exit', onExit);
        resolve(report as BotReport);
      };
      const onExit = (_code: number | null, signal: string | null): void => {
        this.child.off('message', onMessage);
        reject(new Error(`the bot's process ended (${signal ?? 'by itself'})`));
      };
      this.child.once('message', onMessage);
      this.child.once('exit', onExit);
    });
  }
}

/** Processes that have loaded the bot ahead of time, because loading costs a second each. */
export class BotPool {
  private readonly idle: BotProcess[] = [];
  private readonly all = new Set<BotProcess>();

  constructor(
    private readonly warm: number,
    private readonly make = () => new BotProcess(),
  ) {}

  take(): BotProcess {
    const bot = this.idle.shift() ?? this.spawn();
    this.refill();
    return bot;
  }

  /** Takes a stopped bot back. */
  give(bot: BotProcess): void {
    if (bot.alive) this.idle.push(bot);
  }

  async close(): Promise<void> {
    await Promise.all([...this.all].map((bot) => bot.kill()));
  }

  /** Loads as many as are kept warm; every taken one is replaced by itself. */
  refill(): void {
    while (this.idle.length < this.warm) this.idle.push(this.spawn());
  }

  private spawn(): BotProcess {
    const bot = this.make();
    this.all.add(bot);
    void bot.gone.then(() => this.all.delete(bot));
    return bot;
  }
}
