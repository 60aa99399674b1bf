import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Log } from '../src/domain/ports/log.ts';
import { startEmbeddedPostgres } from '../src/storage/embedded/embedded-postgres.ts';
import { isSameProcess, ownIdentity } from '../src/storage/embedded/process-identity.ts';

const PREFIX = 'bongsu-demo-';
const OWNER = 'owner';

export interface ScratchDirectory {
  path: string;
  /** Removes it with all that is in it; the database must be stopped. */
  remove(): Promise<void>;
}

/**
 * An empty data directory that lives as long as this process, because the stand-ins forget everything too. First removes those of demos
 * that were killed, with the database server that each of them left running.
 */
export async function takeScratchDirectory(log: Log): Promise<ScratchDirectory> {
  await removeAbandoned(log);
  const path = await mkdtemp(join(tmpdir(), PREFIX));
  // As root the database server is another user and must pass through.
  await chmod(path, 0o711);
  await writeFile(join(path, OWNER), ownIdentity());
  return { path, remove: () => remove(path) };
}

async function removeAbandoned(log: Log): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const path of names.filter((name) => name.startsWith(PREFIX)).map((name) => join(tmpdir(), name))) {
    try {
      if (isSameProcess(await readFile(join(path, OWNER), 'utf8'))) continue;
      // Joining and leaving is how the last user stops a server.
      if ((await readdir(path)).includes('postgres')) await (await startEmbeddedPostgres({ dataDir: path, log, durable: false })).release();
      await remove(path);
    } catch (error) {
      // Another demo is starting or cleaning up the same, or it belongs to another user.
      log.debug({ err: error, path }, 'left an abandoned demo where it is');
    }
  }
}

async function remove(path: string): Promise<void> {
  // When the server's user cannot enter the temporary directory, its cluster lies elsewhere and this file says where.
  const cluster = await readFile(join(path, 'postgres', 'location'), 'utf8').catch(() => undefined);
  if (cluster !== undefined && basename(cluster) === 'cluster') await rm(dirname(cluster), { recursive: true, force: true });
  await rm(path, { recursive: true, force: true });
}
