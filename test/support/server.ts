import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/storage/embedded/free-port.ts';
import { startOf } from '../../src/storage/embedded/process-identity.ts';

/** Where a server comes from: somebody else's, or a program to start. */
export type FoundService = { url: string; description: string } | { program: string; description: string };

export interface RunningServer {
  url: string;
  stop(): Promise<void>;
}

export interface ServiceKind {
  /** Environment variable with the URL of a running one. */
  urlVariable?: string;
  /** Environment variable with the path of the program. */
  programVariable: string;
  program: string;
  start(found: FoundService): Promise<RunningServer>;
}

const ATTEMPTS = 5;
const START_TIMEOUT_MS = 30_000;

/** Says how to start a program that serves on `port` and keeps its files in `directory`. */
export interface Recipe {
  program: string;
  args(port: number, directory: string): string[];
  /** Files to write into the directory first: name → content. */
  files?: Record<string, string>;
  /** What it prints, on either stream, when it serves. */
  ready: RegExp;
}

export interface StartedProgram {
  port: number;
  directory: string;
  pid: number;
  stop(): Promise<void>;
}

/** Starts a server on a free loopback port and waits until it says that it serves; tries another port if somebody was quicker, unless one is given. */
export async function startProgram(recipe: Recipe, port?: number): Promise<StartedProgram> {
  let failure: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      return await tryStart(recipe, port ?? (await freePort()));
    } catch (error) {
      failure = error;
      if (!/address already in use/i.test(String(error))) break;
    }
  }
  throw failure;
}

async function tryStart(recipe: Recipe, port: number): Promise<StartedProgram> {
  const runDirectory = process.env.TEST_RUN_DIR;
  const directory = await mkdtemp(join(runDirectory ?? tmpdir(), 'server-'));
  for (const [name, content] of Object.entries(recipe.files ?? {})) await writeFile(join(directory, name), content);
  const child = spawn(recipe.program, recipe.args(port, directory), { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await becomesReady();
  } catch (error) {
    await stop();
    throw error;
  }
  // If this worker is killed, the run's end stops what it left (test-run.ts).
  const pid = child.pid ?? 0;
  if (runDirectory) await writeFile(join(runDirectory, 'servers', String(pid)), `${pid} ${startOf(pid) ?? ''}`.trim());
  return { port, directory, pid, stop };

  function becomesReady(): Promise<void> {
    return new Promise((resolve, reject) => {
      let printed = '';
      const giveUp = (why: string) => reject(new Error(`${recipe.program} ${why}: ${printed.slice(-2_000)}`));
      const timer = setTimeout(() => giveUp(`did not start within ${START_TIMEOUT_MS} ms`), START_TIMEOUT_MS);
      const read = (chunk: Buffer) => {
        // Keeps reading for good: a full pipe would stop the server.
        printed = (printed + chunk.toString()).slice(-20_000);
        if (!recipe.ready.test(printed)) return;
        clearTimeout(timer);
        resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('error', (error) => giveUp(error.message));
      child.once('close', (code) => {
        clearTimeout(timer);
        giveUp(`ended with ${code}`);
      });
    });
  }
}
