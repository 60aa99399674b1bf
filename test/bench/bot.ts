import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Topic } from '../../src/workflows/runtime/wake.ts';
import { bundledBot } from '../support/bots/bundled-bot.ts';

const ENTRY = fileURLToPath(new URL('./bot-process.ts', import.meta.url));

export interface BotUsage {
  /** Resident memory in bytes. */
  rss: number;
  /** Processor time so far. */
  cpuMs: number;
  /** How late the event loop was since it was last asked, where `BENCH_LOOP` is set; 5 ms of it are the measuring. */
  loopMs: { p99: number; max: number };
}

export interface BenchBot {
  url: string;
  usage(): Promise<BotUsage>;
  /** Puts a wake-up into the bot's queue, as the use cases do. */
  wake(topic: Topic, at: Date): void;
  /** It stands still, as a process that the machine has no time for. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

/**
 * Starts the bot as `npm start` does, as a process of its own with this environment (and PATH, nothing else).
 * `BENCH_PROFILE` names a folder for a profile of where its time goes.
 * @param root the folder of another commit's worktree, whose bot it is instead.
 */
export async function startBenchBot(environment: Record<string, string>, root?: string): Promise<BenchBot> {
  const { PATH = '' } = process.env;
  const program =
    root === undefined ? bundledBot(ENTRY, 'bench-bot') : bundledBot(join(root, 'test/bench/bot-process.ts'), 'bench-bot', root);
  const { BENCH_PROFILE } = process.env;
  const profiled = BENCH_PROFILE === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${BENCH_PROFILE}`];
  const child: ChildProcess = fork(program, [], { execArgv: [...flagsOfStart(root), ...profiled], env: { PATH, ...environment } });
  const [{ url }] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('The bot did not start.'))),
  ])) as [{ url: string }];
  return {
    url,
    async usage() {
      child.send('usage');
      const [usage] = (await once(child, 'message')) as [BotUsage];
      return usage;
    },
    wake(topic, at) {
      child.send({ wake: topic, at: at.toISOString() });
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async stop() {
      child.send('stop');
      await once(child, 'exit');
    },
  };
}

/** With which flags `npm start` runs Node. */
function flagsOfStart(root: string | undefined): string[] {
  const file = root === undefined ? new URL('../../package.json', import.meta.url) : join(root, 'package.json');
  const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { scripts: { start: string } };
  // What compiles TypeScript on the way is not needed for a bundle.
  return scripts.start.split(' ').filter((word) => /^--[\w-]+=/.test(word));
}
