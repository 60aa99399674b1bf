import { mitigatedRedisAccount } from '../../redis/accounts.ts';
import { mitigateRedis } from '../../redis/mitigated-redis.ts';
import { executorKind } from '../executor-kind.ts';
import { redisDial } from './redis-dial.ts';

export const MISSING_REDIS = {
  en: "set MITIGATE_REDIS_URL to the watched service's Redis, with a user that may write (docs/executors-data.md)",
  ko: 'MITIGATE_REDIS_URL에 감시 대상 Redis를, 쓰기 권한이 있는 사용자로 설정해 주세요 (docs/executors-data.md)',
};

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
