import type { Inspection } from '../../domain/ports/inspectors.ts';
import { doubtsOf } from '../../domain/signals/doubts.ts';
import { watchedRedisAccount } from '../redis/accounts.ts';
import { numberIn, readInfo } from '../redis/info.ts';
import { findLocks, type Lock } from '../redis/locks.ts';
import { readSlowlog, redisTimeMs, type SlowCommand } from '../redis/slowlog.ts';
import { standingOf } from '../redis/standing.ts';
import { type RedisSession, watchRedis } from '../redis/watched-redis.ts';
import { inspectorKind } from './inspector-kind.ts';
import { age, attempt, LINES_AT_MOST, line } from './lines.ts';

/** Keys that most people call their locks. */
const LOCKS = '*lock*';
const EACH = 5;

export const redisInspector = inspectorKind({
  name: 'redis',
  title: 'Redis',
  account: watchedRedisAccount,
  create: (settings, { log }) => {
    const lease = watchRedis(settings, { log });
    return {
      inspect: ({ since, timeoutMs }) => lease.connection.use((session) => inspect(session, since), timeoutMs),
      close: () => lease.close(),
    };
  },
});

/** Its load, the locks that are held and by whom, slow commands since the onset, and what Redis itself says about its latency. */
async function inspect({ redis, ages }: RedisSession, since: Date): Promise<Inspection> {
  const began = performance.now();
  await redis.ping();
  const tookMs = performance.now() - began;
  const [clients, memory, stats] = await Promise.all((['clients', 'memory', 'stats'] as const).map((section) => readInfo(redis, section)));
  const [nowMs, locks, slow, lacks, doctor] = await Promise.all([
    redisTimeMs(redis),
    attempt<Lock[] | string>(findLocks(redis, LOCKS), String),
    attempt<Awaited<ReturnType<typeof readSlowlog>> | string>(readSlowlog(redis), String),
    standingOf(redis),
    redis.call('LATENCY', 'LATEST').catch(() => []) as Promise<[string, number, number, number][]>,
  ]);
  const held = typeof locks === 'string' ? new Map<string, number>() : ages.look(LOCKS, locks, nowMs);
  const limit = numberIn(memory ?? new Map(), 'maxmemory');
  const forgotten = typeof slow !== 'string' && slow.oldestMs !== undefined && slow.oldestMs > since.getTime();
  const of = (info: Map<string, string> | undefined, name: string) => info?.get(name) ?? '?';
  return {
    facts: [
      { name: 'PING', value: `${tookMs.toFixed(1)} ms` },
      { name: 'clients', value: `${of(clients, 'connected_clients')} connected, ${of(clients, 'blocked_clients')} blocked` },
      { name: 'memory', value: `${of(memory, 'used_memory_human')}${limit ? ` of ${of(memory, 'maxmemory_human')}` : ', no limit'}` },
      { name: 'commands', value: `${of(stats, 'instantaneous_ops_per_sec')} per second` },
      { name: `locks (${LOCKS})`, value: typeof locks === 'string' ? locks : String(locks.length) },
      ...(typeof slow === 'string' ? [{ name: 'SLOWLOG', value: slow }] : []),
    ],
    lines: [
      ...(typeof locks === 'string' ? [] : lockLines(locks, held)),
      ...(typeof slow === 'string' ? [] : slowLines(slow.commands.filter(({ atMs }) => atMs >= since.getTime()))),
      ...doctor
        .filter(([, at]) => at * 1_000 >= since.getTime())
        .map(([event, , latest, worst]) => `latency of ${event}: last ${latest} ms, worst ${worst} ms`),
    ]
      .slice(0, LINES_AT_MOST)
      .map(line),
    ...doubtsOf(
      lacks,
      forgotten && typeof slow !== 'string' ? { doubts: [{ code: 'cut', of: 'commands', most: slow.commands.length }] } : {},
    ),
  };
}

/** Those that never expire first, then the longest held. */
function lockLines(locks: readonly Lock[], held: ReadonlyMap<string, number>): string[] {
  const rank = ({ key, ttlMs }: Lock) => (ttlMs === undefined ? Number.MAX_SAFE_INTEGER : (held.get(key) ?? 0));
  return [...locks]
    .sort((one, other) => rank(other) - rank(one))
    .slice(0, EACH)
    .map(({ key, holder, ttlMs }) => {
      const ends = ttlMs === undefined ? 'never expires' : `expires in ${age(ttlMs / 1_000)}`;
      return `${key} held by ${holder ?? 'somebody'} for at least ${age((held.get(key) ?? 0) / 1_000)}, ${ends}`;
    });
}

/** The slowest first. Only the command and its key: the rest is what people store. */
function slowLines(commands: readonly SlowCommand[]): string[] {
  return [...commands]
    .sort((one, other) => other.tookMs - one.tookMs)
    .slice(0, EACH)
    .map(({ tookMs, words: [command = '?', key, ...rest] }) => {
      const scripted = /^(eval|fcall)/i.test(command);
      return `slow: ${command}${key && !scripted ? ` ${key}` : ''}${rest.length > 0 || scripted ? ' …' : ''} took ${tookMs.toFixed(1)} ms`;
    });
}
