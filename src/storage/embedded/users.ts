import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSameProcess, ownIdentity } from './process-identity.ts';

/** Who uses the server: a file per start, so that one process may start twice. Call all of these with the data directory locked. */
export interface Users {
  /** Notes one more user; returns how to take it back. */
  enter(): Promise<() => Promise<void>>;
  /** How many are left, not counting processes that died without a word. */
  count(): Promise<number>;
}

export function usersIn(directory: string): Users {
  return {
    async enter() {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const file = join(directory, `${process.pid}-${randomUUID()}`);
      await writeFile(file, ownIdentity());
      return () => rm(file, { force: true });
    },
    async count() {
      const names = await readdir(directory).catch(() => []);
      let count = 0;
      for (const name of names) {
        const file = join(directory, name);
        if (isSameProcess(await readFile(file, 'utf8'))) count += 1;
        else await rm(file, { force: true });
      }
      return count;
    },
  };
}
