import { randomUUID } from 'node:crypto';
import { link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { isSameProcess, ownIdentity } from './process-identity.ts';

const POLL_MS = 20;
/** The breaker is held for a few system calls; one this old belongs to a process that died just then. */
const BREAKER_STALE_MS = 10_000;

/**
 * Runs `work` while holding the lock file `path`, against other processes as well as other callers in this one.
 * The lock of a process that died is taken over. Rejects when it cannot be had within `timeoutMs`.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, options: { timeoutMs: number }): Promise<T> {
  const until = Date.now() + options.timeoutMs;
  while (!(await tryTake(path))) {
    await breakStale(path);
    if (Date.now() > until) throw new Error(`${path} has been held for ${options.timeoutMs} ms by process ${await holderOf(path)}`);
    await pause(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** A link appears at once with its content, so nobody ever sees a lock without a holder. */
async function tryTake(path: string): Promise<boolean> {
  const claim = `${path}.${process.pid}.${randomUUID()}`;
  await writeFile(claim, ownIdentity(), { mode: 0o600 });
  try {
    await link(claim, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(claim, { force: true });
  }
}

/**
 * Removing a dead process's lock must not remove the lock of somebody who was quicker: only the holder of the breaker
 * removes a lock that is not its own, and it looks again once it holds it.
 */
async function breakStale(path: string): Promise<void> {
  if (!(await isStale(path))) return;
  const breaker = `${path}.breaker`;
  if (await tryTake(breaker)) {
    try {
      if (await isStale(path)) await rm(path, { force: true });
    } finally {
      await rm(breaker, { force: true });
    }
    return;
  }
  const age = await stat(breaker).then(
    (found) => Date.now() - found.mtimeMs,
    () => 0,
  );
  if (age > BREAKER_STALE_MS) await rm(breaker, { force: true });
}

async function isStale(path: string): Promise<boolean> {
  const holder = await holderOf(path);
  return holder !== undefined && !isSameProcess(holder);
}

async function holderOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
