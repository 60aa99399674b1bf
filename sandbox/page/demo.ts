import { randomUUID } from 'node:crypto';
import type { App } from '../../src/app.ts';
import { createLog } from '../../src/integrations/log.ts';
import { type ScratchDirectory, takeScratchDirectory } from '../scratch-directory.ts';
import { startBot, startWorld, type World } from '../world.ts';
import { startPageServer } from './page-server.ts';

export interface DemoOptions {
  /** Tried first, then the nine after it; 0 takes any free one. */
  port: number;
  /** So many times faster than the playbook says. */
  timeScale: number;
  logLevel?: 'warn' | 'info' | 'debug' | 'error';
}

export interface Demo {
  /** Of the page. */
  url: string;
  world: World;
  app: App;
  /** Stops all in order and removes the data; nothing is left running. */
  stop(): Promise<void>;
}

/** Starts the stand-ins, the real bot with a database of its own, and the page to watch and steer them. */
export async function startDemo({ port, timeScale, logLevel = 'warn' }: DemoOptions): Promise<Demo> {
  const log = createLog({ level: logLevel, secrets: [] });
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  };
  try {
    const [world, scratch] = await bothOrNeither(startWorld(), takeScratchDirectory(log));
    undo.push(
      () => world.close(),
      () => scratch.remove(),
    );
    const environment = { DATA_DIR: scratch.path, TIME_SCALE: String(timeScale), LOG_LEVEL: logLevel };
    // A power cut may take the demo's database: it is thrown away anyway.
    const app = await startBot(world, environment, { durable: false });
    undo.push(() => app.stop());
    const page = await startPageServer({ port, world, timeScale, run: randomUUID() });
    undo.push(() => page.close());
    return { url: page.url, world, app, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bothOrNeither(world: Promise<World>, scratch: Promise<ScratchDirectory>): Promise<[World, ScratchDirectory]> {
  const [first, second] = await Promise.allSettled([world, scratch]);
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value];
  if (first.status === 'fulfilled') await first.value.close();
  if (second.status === 'fulfilled') await second.value.remove();
  throw first.status === 'rejected' ? first.reason : (second as PromiseRejectedResult).reason;
}
