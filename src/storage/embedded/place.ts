import { randomUUID } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { canEnter, serverAccount } from './account.ts';
import type { Account } from './run.ts';

export interface Place {
  /** Postgres's data directory. */
  directory: string;
  /** Who the server runs as; undefined: the user we are. */
  account: Account | undefined;
  /** There is no cluster yet. */
  isNew: boolean;
}

/**
 * Where the cluster of `home` lives: inside it, or, when the server's account cannot enter it (a checkout below /root),
 * in a directory elsewhere that `home` remembers once `keepPlace` was called.
 */
export async function findPlace(home: string): Promise<Place> {
  const noted = await readFile(noteIn(home), 'utf8').catch(() => undefined);
  const known = noted ?? join(home, 'cluster');
  const owner = await ownerOf(known);
  if (owner) {
    const account = process.getuid?.() === 0 ? owner : undefined;
    if (!(await canEnter(known, account))) {
      throw new Error(
        `the database server's user (uid ${account?.uid}) cannot enter ${known}: open the directories above it, or move DATA_DIR`,
      );
    }
    return { directory: known, account, isNew: false };
  }
  if (noted !== undefined) {
    throw new Error(`the database of ${home} was in ${noted} and is gone: put it back, or remove ${home} to begin with an empty one`);
  }
  const account = await serverAccount();
  if (await canEnter(home, account)) return { directory: known, account, isNew: true };
  return { directory: await elsewhere(account), account, isNew: true };
}

/** Remembers a place outside of `home`; call it when the cluster is there, so that a start cut short leaves nothing to trip over. */
export async function keepPlace(home: string, place: Place): Promise<void> {
  if (dirname(place.directory) !== home) await writeFile(noteIn(home), place.directory);
}

async function elsewhere(account: Account | undefined): Promise<string> {
  for (const base of ['/var/lib/bongsu', join(tmpdir(), 'bongsu-root')]) {
    // The name is new every time: a data directory that was removed and made again begins with an empty database.
    const parent = join(base, `data-${randomUUID()}`);
    const made = await mkdir(parent, { recursive: true, mode: 0o755 }).catch(() => undefined);
    if (made !== undefined && (await canEnter(parent, account))) return join(parent, 'cluster');
  }
  throw new Error(
    'found no directory that the database server can enter: set DATA_DIR to one below directories open to all, or DATABASE_URL',
  );
}

async function ownerOf(directory: string): Promise<Account | undefined> {
  return stat(join(directory, 'PG_VERSION')).then(
    ({ uid, gid }) => ({ uid, gid }),
    () => undefined,
  );
}

function noteIn(home: string): string {
  return join(home, 'location');
}
