import type { Redis } from 'ioredis';

/** Redis keeps 128 unless told otherwise. */
const ENTRIES = 128;

export interface SlowCommand {
  atMs: number;
  tookMs: number;
  /** The command and its arguments, as far as Redis keeps them. */
  words: string[];
}

/**
 * Slow commands that others sent, the newest first, as far back as Redis remembers; and Redis's own time, to compare with. `oldestMs`: there were more before
 * this moment, of which Redis keeps nothing.
 */
export async function readSlowlog(redis: Redis): Promise<{ nowMs: number; commands: SlowCommand[]; oldestMs?: number }> {
  const [nowMs, entries] = await Promise.all([redisTimeMs(redis), redis.call('SLOWLOG', 'GET', String(ENTRIES)) as Promise<unknown[]>]);
  const commands = entries.flatMap((entry) => {
    const [, seconds, micros, words, , client] = entry as [number, number, number, string[], string?, string?];
    return client === 'bongsu' ? [] : [{ atMs: seconds * 1_000, tookMs: micros / 1_000, words }];
  });
  // Entries are numbered from 0 since the server began: one with a higher number had others before it, which are no longer kept.
  const [number = 0, seconds = 0] = (entries.at(-1) ?? []) as [number?, number?];
  return { nowMs, commands, ...(number > 0 && { oldestMs: seconds * 1_000 }) };
}

export async function redisTimeMs(redis: Redis): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
}
