import { worded } from '../../../languages/worded.ts';
import { mitigatedRedisAccount } from '../../redis/accounts.ts';
import { mitigateRedis } from '../../redis/mitigated-redis.ts';
import { executorKind } from '../executor-kind.ts';
import { redisDial } from './redis-dial.ts';

export const MISSING_REDIS = worded(({ dataExecutors }) => dataExecutors.missingRedis);

/** Keys and fields of hashes that the watched service reads, in the Redis at MITIGATE_REDIS_URL. */
export const redisExecutor = executorKind({
  name: 'redis',
  account: mitigatedRedisAccount,
  missing: MISSING_REDIS,
  create(url, { log }) {
    const lease = mitigateRedis(url, { log });
    return { dial: (target) => redisDial(lease.connection, target), close: () => lease.close() };
  },
});
