import type { Log } from '../domain/ports/log.ts';
import { runningEmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { openStorage, type Storage } from './index.ts';

/** Why nothing can be looked at: no database runs, it does not answer, or it is of another release or was never used. */
export type NoRecords = 'none' | 'no-answer' | 'other-release';

/**
 * What Bongsu has written down, to look at only: nothing is started, made or migrated, and its sessions may not write. `url` is the database that the configuration names; without one it
 * is that of `dataDir`, if it runs. Never rejects.
 */
export async function openRecords({
  url,
  dataDir,
  log,
}: {
  url: string | undefined;
  dataDir: string;
  log: Log;
}): Promise<Storage | NoRecords> {
  const found = url ?? (await runningEmbeddedPostgres(dataDir).catch(() => undefined));
  if (found === undefined) return 'none';
  const storage = await openStorage({ url: readingOnly(found), log, poolSize: 2 }).catch(() => undefined);
  if (!storage) return 'no-answer';
  const isCurrent = await storage.isCurrent().catch(() => undefined);
  if (isCurrent) return storage;
  await storage.close().catch(() => {});
  return isCurrent === undefined ? 'no-answer' : 'other-release';
}

function readingOnly(address: string): string {
  const url = new URL(address);
  const asked = url.searchParams.get('options');
  url.searchParams.set('options', [...(asked ? [asked] : []), '-c default_transaction_read_only=on'].join(' '));
  return url.href;
}
