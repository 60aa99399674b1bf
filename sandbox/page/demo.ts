import { createLog } from '../../src/integrations/log.ts';
import { startPageServer } from './page-server.ts';
import { DemoStage } from './stage.ts';

export interface DemoOptions {
  /** Tried first, then the nine after it; 0 takes any free one. */
  port: number;
  /** So many times faster than the playbook says. */
  timeScale: number;
  /** What the bot posts in, and the page speaks unless another is chosen there. */
  language?: 'en' | 'ko' | undefined;
  logLevel?: 'warn' | 'info' | 'debug' | 'error';
}

export interface Demo {
  /** Of the page. */
  url: string;
  stage: DemoStage;
  /** Stops all in order and removes the data; nothing is left running. */
  stop(): Promise<void>;
}

/** Starts the stand-ins, the real bot with a database of its own, and the page to watch and steer them. */
export async function startDemo({ port, timeScale, language, logLevel = 'warn' }: DemoOptions): Promise<Demo> {
  const log = createLog({ level: logLevel, secrets: [] });
  const stage = await DemoStage.start({ timeScale, language, logLevel, log });
  try {
    const page = await startPageServer({ port, stage });
    return {
      url: page.url,
      stage,
      async stop() {
        await page.close();
        await stage.stop();
      },
    };
  } catch (error) {
    await stage.stop();
    throw error;
  }
}
