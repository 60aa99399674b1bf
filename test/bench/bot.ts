import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('./bot-process.ts', import.meta.url));

export interface BenchBot {
  url: string;
  /** Resident memory in bytes. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the bot as a process of its own with this environment (and PATH, nothing else). */
export async function startBenchBot(environment: Record<string, string>): Promise<BenchBot> {
  const { PATH = '' } = process.env;
  const child: ChildProcess = fork(ENTRY, [], { execArgv: [...(process.env.PROF ? ['--cpu-prof','--cpu-prof-dir=/tmp/prof'] : []), '--import', 'tsx'], env: { PATH, ...environment } });
  const [{ url }] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('The bot did not start.'))),
  ])) as [{ url: string }];
  return {
    url,
    async memory() {
      child.send('memory');
      const [{ rss }] = (await once(child, 'message')) as [{ rss: number }];
      return rss;
    },
    async stop() {
      child.send('stop');
      await once(child, 'exit');
    },
  };
}
