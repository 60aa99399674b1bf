import { spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { freePort } from '../../../src/storage/embedded/free-port.ts';
import { startOf } from '../../../src/storage/embedded/process-identity.ts';
import type { Account } from '../../../src/storage/embedded/run.ts';

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
  /** Where to look for the program when it is not on the PATH. */
  locate?(): string | undefined;
  /** What else is needed and not there. */
  missing?(): string | undefined;
  /** What the program says about itself, unless `--version` tells. */
  describe?(): string;
  start(found: FoundService): Promise<RunningServer>;
}

/** Where programs keep their files when it is not the run's own directory, and what they print: `logs/<name>.log`. */
export interface Home {
  directory: string;
}

const ATTEMPTS = 5;
const START_TIMEOUT_MS = 30_000;

/** Says how to start a program that serves on `port` and keeps its files in `directory`. */
export interface Recipe {
  program: string;
  args(port: number, directory: string): string[];
  /** Files to write into the directory first: name → content. */
  files?: Record<string, string>;
  /** What else must be done before it starts. */
  prepare?(port: number, directory: string): Promise<void>;
  /** What it prints, on either stream, when it serves. */
  ready: RegExp;
  startTimeoutMs?: number;
  /** The very port, for a program that comes back where it was. */
  port?: number;
  /** The name of its log; `program` unless given. */
  name?: string;
  env?: Record<string, string>;
  /** Somebody else than we are. */
  account?: Account | undefined;
  /** Ends it; SIGKILL unless given. */
  stopSignal?: NodeJS.Signals;
}

export interface StartedProgram {
  port: number;
  directory: string;
  pid: number;
  stop(): Promise<void>;
}

/** Starts a server on a free loopback port and waits until it says that it serves; tries another port if somebody was quicker, unless one is given. */
export async function startProgram(recipe: Recipe, home?: Home): Promise<StartedProgram> {
  let failure: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      return await tryStart(recipe, recipe.port ?? (await freePort()), home);
    } catch (error) {
      failure = error;
      if (!/address already in use/i.test(String(error))) break;
    }
  }
  throw failure;
}

async function tryStart(recipe: Recipe, port: number, home: Home | undefined): Promise<StartedProgram> {
  const runDirectory = process.env.TEST_RUN_DIR;
  const directory = await mkdtemp(join(home?.directory ?? runDirectory ?? tmpdir(), 'server-'));
  if (recipe.account) await chown(directory, recipe.account.uid, recipe.account.gid);
  for (const [name, content] of Object.entries(recipe.files ?? {})) await writeFile(join(directory, name), content);
  await recipe.prepare?.(port, directory);
  const log = home ? await openLog(home, recipe.name ?? basename(recipe.program)) : undefined;
  const child = spawn(recipe.program, recipe.args(port, directory), {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(recipe.env ? { env: { ...process.env, ...recipe.env } } : {}),
    ...recipe.account,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = async () => {
    child.kill(recipe.stopSignal ?? 'SIGKILL');
    await ended;
    log?.end();
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
  for (const place of [runDirectory, home?.directory]) {
    if (place) await writeFile(join(place, 'servers', String(pid)), `${pid} ${startOf(pid) ?? ''}`.trim());
  }
  return { port, directory, pid, stop };

  function becomesReady(): Promise<void> {
    return new Promise((resolve, reject) => {
      let printed = '';
      const giveUp = (why: string) => {
        // Some programs say a lot after it.
        const taken = /address already in use/i.exec(printed)?.[0] ?? '';
        reject(new Error(`${recipe.program} ${why}: ${taken} ${printed.slice(-2_000)}`));
      };
      const { startTimeoutMs = START_TIMEOUT_MS } = recipe;
      const timer = setTimeout(() => giveUp(`did not start within ${startTimeoutMs} ms`), startTimeoutMs);
      const read = (chunk: Buffer) => {
        log?.write(chunk);
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

async function openLog(home: Home, name: string): Promise<WriteStream> {
  await mkdir(join(home.directory, 'logs'), { recursive: true });
  return createWriteStream(logOf(home, name), { flags: 'a' });
}

/** What the program of this name prints. */
export function logOf(home: Home, name: string): string {
  return join(home.directory, 'logs', `${name}.log`);
}
