import type { ChainableCommander, Redis } from 'ioredis';
import { PermanentError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';

/** Looking for keys costs the server a little for each key it has; a larger one is not searched. */
const SEARCHED_AT_MOST = 200_000;
const FOUND_AT_MOST = 1_000;
const KEYS_A_STEP = 1_000;
const HOLDER_CHARACTERS = 200;

export interface Lock {
  key: string;
  /** Undefined: it never expires. */
  ttlMs: number | undefined;
  /** Who holds it: the value of a plain lock (SET NX), the field of a Redisson lock; undefined when the key is of another kind. */
  holder: string | undefined;
  /** Since it was last touched; 0 when the server does not count that. */
  idleMs: number;
}

/**
 * The keys of a pattern, each with its time to live and holder; one that expires meanwhile is not among them. Never uses KEYS, which would
 * stop the server. PermanentError `too_many_keys` when the search would cost too much.
 */
export async function findLocks(redis: Redis, pattern: string): Promise<Lock[]> {
  const keys = /[*?[\\]/.test(pattern) ? await search(redis, pattern) : [pattern];
  const states = await pipelined(redis, keys, (pipeline, key) => pipeline.type(key).pttl(key).object('IDLETIME', key), 3);
  const found = keys.flatMap((key, index) => {
    const [type, ttl, idle] = states[index] ?? [];
    return type === 'none' || ttl === -2 || typeof ttl !== 'number'
      ? []
      : [{ key, type, ttlMs: ttl < 0 ? undefined : ttl, idleMs: typeof idle === 'number' ? idle * 1_000 : 0 }];
  });
  const holders = await pipelined(
    redis,
    found,
    (pipeline, { key, type }) => (type === 'hash' ? pipeline.hscan(key, 0, 'COUNT', 10) : pipeline.getrange(key, 0, HOLDER_CHARACTERS - 1)),
    1,
  );
  return found.map(({ key, ttlMs, idleMs }, index) => ({ key, ttlMs, idleMs, holder: holderIn(holders[index]?.[0]) }));
}

async function search(redis: Redis, pattern: string): Promise<string[]> {
  const size = await redis.dbsize();
  if (size > SEARCHED_AT_MOST) {
    throw new PermanentError(
      'too_many_keys',
      worded(({ watched }) => watched.watchedRedisHasKeysAndOnlyAreSearched(size, SEARCHED_AT_MOST, pattern)),
    );
  }
  const found = new Set<string>();
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', KEYS_A_STEP);
    for (const key of keys) found.add(key);
    if (found.size > FOUND_AT_MOST) {
      throw new PermanentError(
        'too_many_keys',
        worded(({ watched }) => watched.moreThanKeysFitUse(FOUND_AT_MOST, pattern)),
      );
    }
    cursor = next;
  } while (cursor !== '0');
  return [...found];
}

/** One round trip for all; what fails for one key (it is of another kind) is undefined. */
async function pipelined<Item>(
  redis: Redis,
  items: readonly Item[],
  add: (pipeline: ChainableCommander, item: Item) => ChainableCommander,
  each: number,
): Promise<unknown[][]> {
  if (items.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const item of items) add(pipeline, item);
  const replies = (await pipeline.exec()) ?? [];
  const refused = replies.find(([error]) => error?.message.startsWith('NOPERM'))?.[0];
  if (refused) throw refused;
  const values = replies.map(([error, value]) => (error ? undefined : value));
  return items.map((_, index) => values.slice(index * each, (index + 1) * each));
}

function holderIn(reply: unknown): string | undefined {
  if (typeof reply === 'string') return reply;
  // HSCAN: the cursor, and fields each followed by its value.
  const field = Array.isArray(reply) && Array.isArray(reply[1]) ? reply[1][0] : undefined;
  return typeof field === 'string' ? field.slice(0, HOLDER_CHARACTERS) : undefined;
}
