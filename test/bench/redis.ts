import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { startRedis } from '../support/servers/redis-server.ts';
import type { RunningServer } from '../support/servers/server.ts';

/** A Redis of our own for as long as a bench runs, or undefined where there is no redis-server. */
export async function startBenchRedis(): Promise<RunningServer | undefined> {
  const directories = (process.env.PATH ?? '').split(delimiter);
  const program = directories.map((directory) => join(directory, 'redis-server')).find(isProgram);
  return program === undefined ? undefined : await startRedis({ program, description: 'redis-server' });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
