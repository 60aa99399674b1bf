import { createLog } from '../../src/integrations/log.ts';
import { startBotDoor } from './bot-door.ts';
import { startPageServer } from './page-server.ts';
import { DemoStage } from './stage.ts';

export interface DemoOptions {
  /** Tried first, then the nine after it; 0 takes any free one. */
  port: number;
  /** The same, for the bot's own pages; any free one unless given. */
  botPort?: number;
  /** So many times faster than the playbook says. */
  timeScale: number;
  /** The shipped one for the coupon service unless given. */
  playbookPath?: string | undefined;
  /** What the bot posts in, and the page speaks unless another is chosen there. */
  language?: 'en' | 'ko' | undefined;
  logLevel?: 'warn' | 'info' | 'debug' | 'error';
  /** How long Slack and people wait for an answer, in milliseconds; as the real one waits unless given. */
  patienceMs?: number;
}

export interface Demo {
  /** Of the page. */
  url: string;
  /** Of the bot's own pages and of its doors for alerts. */
  botUrl: string;
  stage: DemoStage;
  /** Stops all in order and removes the data; nothing is left running. */
  stop(): Promise<void>;
}

/** Starts the stand-ins, the real bot with a database of its own, and the page to watch and steer them. */
export async function startDemo({
  port,
  botPort = 0,
  timeScale,
  playbookPath,
  language,
  logLevel = 'warn',
  patienceMs,
}: DemoOptions): Promise<Demo> {
  const log = createLog({ level: logLevel, secrets: [] });
  const stage = await DemoStage.start({ timeScale, playbookPath, language, logLevel, log, patienceMs });
  const closing: (() => Promise<void>)[] = [() => stage.stop()];
  const stop = async () => {
    for (let close = closing.pop(); close; close = closing.pop()) await close();
  };
  try {
    const bot = await startBotDoor({ port: botPort, stage });
    closing.push(() => bot.close());
    const page = await startPageServer({ port, stage, botUrl: bot.url });
    closing.push(() => page.close());
    return { url: page.url, botUrl: bot.url, stage, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
