import { mitigateRedis } from '../redis/mitigated-redis.ts';
import type { ExecutorKind } from './executor-kind.ts';
import { redisDial } from './redis-dial.ts';

export const MISSING_REDIS = "set MITIGATE_REDIS_URL to the watched service's Redis, with a user that may write (docs/executors-data.md)";

/** Keys and fields of hashes that the watched service reads, in the Redis at MITIGATE_REDIS_URL. */
export const redisExecutor: ExecutorKind<'redis'> = {
  name: 'redis',
  missing: MISSING_REDIS,
  create({ mitigate }, { log }) {
    if (!mitigate.redisUrl) return undefined;
    const lease = mitigateRedis(mitigate.redisUrl, { log });
    return { dial: (target) => redisDial(lease.connection, target), close: () => lease.close() };
  },
};
