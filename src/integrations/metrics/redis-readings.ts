import { numberIn, readInfo } from '../redis/info.ts';
import { findLocks } from '../redis/locks.ts';
import { readSlowlog, redisTimeMs } from '../redis/slowlog.ts';
import type { RedisSession } from '../redis/watched-redis.ts';
import { countedOver } from './counters.ts';
import { duration, type Measured, type Moment, type ReadingKind, readingOf, text } from './reading-kind.ts';

const reading = readingOf<RedisSession>();

/** What a signal may ask of the watched Redis, one entry each. */
export const REDIS_READINGS: readonly ReadingKind<RedisSession>[] = [
  reading({
    name: 'latency',
    unit: 'seconds',
    doc: 'Round trip of one PING: the way there and back, and what Redis was busy with.',
    read: async ({ redis }) => {
      const began = performance.now();
      await redis.ping();
      return (performance.now() - began) / 1_000;
    },
  }),
  reading({
    name: 'blocked_clients',
    unit: 'count',
    doc: 'Clients that wait in a blocking command such as BLPOP.',
    read: async ({ redis }) => numberIn(await readInfo(redis, 'clients'), 'blocked_clients'),
  }),
  reading({
    name: 'connected_clients',
    unit: 'count',
    doc: 'Clients that are connected, with Bongsu.',
    read: async ({ redis }) => numberIn(await readInfo(redis, 'clients'), 'connected_clients'),
  }),
  reading({
    name: 'connections_used',
    unit: 'ratio',
    doc: 'Connected clients as a share of `maxclients`.',
    read: async ({ redis }) => {
      const info = await readInfo(redis, 'clients');
      return ratio(numberIn(info, 'connected_clients'), numberIn(info, 'maxclients'));
    },
  }),
  reading({
    name: 'locks',
    arguments: { pattern: text },
    unit: 'count',
    doc: 'Locks that are held now: keys of the pattern.',
    read: async ({ redis }, { pattern }) => (await findLocks(redis, pattern)).length,
  }),
  reading({
    name: 'longest_lock',
    arguments: { pattern: text },
    unit: 'seconds',
    doc: 'For how long a lock has at least been held by the same holder, as far as Bongsu has seen; 0 when none is held.',
    read: async ({ redis, ages }, { pattern }) => {
      const [nowMs, locks] = await Promise.all([redisTimeMs(redis), findLocks(redis, pattern)]);
      return Math.max(0, ...ages.look(pattern, locks, nowMs).values()) / 1_000;
    },
  }),
  reading({
    name: 'longest_lock_ttl',
    arguments: { pattern: text },
    unit: 'seconds',
    doc: 'The longest time that a lock has still to live; 0 when none is held, no value when one never expires.',
    read: async ({ redis }, { pattern }) => {
      const ttls = (await findLocks(redis, pattern)).map(({ ttlMs }) => ttlMs ?? Number.NaN);
      return Math.max(0, ...ttls) / 1_000;
    },
  }),
  reading({
    name: 'locks_without_ttl',
    arguments: { pattern: text },
    unit: 'count',
    doc: 'Locks that never expire: nobody frees them when their holder dies.',
    read: async ({ redis }, { pattern }) => (await findLocks(redis, pattern)).filter(({ ttlMs }) => ttlMs === undefined).length,
  }),
  reading({
    name: 'slowlog',
    arguments: { longer_than: duration('10ms'), window: duration('1m') },
    unit: 'count',
    doc: 'Commands in the window that took longer, from SLOWLOG, which keeps those above `slowlog-log-slower-than` (10 ms unless set).',
    read: async ({ redis }, { longer_than, window: windowMs }) => {
      const { nowMs, commands, oldestMs } = await readSlowlog(redis);
      // Redis writes whole seconds.
      const sinceMs = nowMs - windowMs - 1_000;
      const value = commands.filter(({ atMs, tookMs }) => tookMs > longer_than && atMs > sinceMs).length;
      return oldestMs === undefined || oldestMs <= sinceMs
        ? value
        : { value, doubts: [{ code: 'cut', of: 'commands', most: commands.length }] };
    },
  }),
  reading({
    name: 'memory_used',
    unit: 'bytes',
    doc: 'Memory that Redis has allocated.',
    read: async ({ redis }) => numberIn(await readInfo(redis, 'memory'), 'used_memory'),
  }),
  reading({
    name: 'memory_share',
    unit: 'ratio',
    doc: 'Memory as a share of `maxmemory`; no value when that is not set.',
    read: async ({ redis }) => {
      const info = await readInfo(redis, 'memory');
      return ratio(numberIn(info, 'used_memory'), numberIn(info, 'maxmemory'));
    },
  }),
  reading({
    name: 'commands',
    unit: 'per-second',
    doc: 'Commands that Redis works on, by its own count of the last seconds.',
    read: async ({ redis }) => numberIn(await readInfo(redis, 'stats'), 'instantaneous_ops_per_sec'),
  }),
  reading({
    name: 'evicted_keys',
    arguments: { window: duration('5m') },
    unit: 'count',
    doc: 'Keys thrown away for want of memory in the window, as far as Bongsu has watched; no value at the first question.',
    read: (session, { window }, moment) => grown(session, 'evicted_keys', window, moment),
  }),
  reading({
    name: 'rejected_connections',
    arguments: { window: duration('5m') },
    unit: 'count',
    doc: 'Connections refused because of `maxclients` in the window, as far as Bongsu has watched; no value at the first question.',
    read: (session, { window }, moment) => grown(session, 'rejected_connections', window, moment),
  }),
  reading({
    name: 'keys',
    unit: 'count',
    doc: 'Keys in the database of the address.',
    read: ({ redis }) => redis.dbsize(),
  }),
];

async function grown({ redis }: RedisSession, name: string, windowMs: number, { at, counters }: Moment): Promise<Measured> {
  const total = numberIn(await readInfo(redis, 'stats'), name);
  return total === undefined ? undefined : countedOver(counters.growth(`${name} ${windowMs}`, total, { at, windowMs }), windowMs);
}

function ratio(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || !whole ? undefined : part / whole;
}
