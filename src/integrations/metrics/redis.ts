import type { Log } from '../../domain/ports/log.ts';
import type { MetricsSource } from '../../domain/ports/metrics.ts';
import { watchedRedisAccount } from '../redis/accounts.ts';
import { readInfo } from '../redis/info.ts';
import { findLocks } from '../redis/locks.ts';
import { readSlowlog } from '../redis/slowlog.ts';
import { standingOf } from '../redis/standing.ts';
import { watchRedis } from '../redis/watched-redis.ts';
import { askOnce } from '../shared-connection.ts';
import { metricsVendor } from './metrics-vendor.ts';
import { createPresentSource } from './present-source.ts';
import { REDIS_READINGS } from './redis-readings.ts';

export const redisVendor = metricsVendor({
  name: 'redis',
  title: 'Redis',
  account: watchedRedisAccount,
  example: 'connected_clients',
  readings: REDIS_READINGS,
  create: createRedisMetrics,
  async probe(url, { log, timeoutMs }) {
    const version = await askOnce(
      watchRedis(url, { log }),
      async ({ redis }) => {
        const server = await readInfo(redis, 'server');
        // The rights that readings need; a command that may not be used says so itself.
        await Promise.all([readSlowlog(redis), findLocks(redis, 'bongsu:doctor'), redis.dbsize()]);
        return server.get('redis_version') ?? 'unknown';
      },
      timeoutMs,
    );
    return [{ ready: true, text: `version ${version}` }];
  },
});

/** The watched Redis, by INFO, SLOWLOG and its lock keys. */
export function createRedisMetrics(url: { reveal(): string }, { log }: { log: Log }): MetricsSource {
  return createPresentSource(watchRedis(url, { log }), REDIS_READINGS, ({ redis }) => standingOf(redis));
}
