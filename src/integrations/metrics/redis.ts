import type { Log, MetricsSource } from '../../domain/ports.ts';
import { watchRedis } from '../redis/watched-redis.ts';
import type { MetricsVendor } from './metrics-vendor.ts';
import { createPresentSource } from './present-source.ts';
import { REDIS_READINGS } from './redis-readings.ts';

export const redisVendor: MetricsVendor = {
  name: 'redis',
  variable: 'WATCHED_REDIS_URL',
  readings: REDIS_READINGS,
  create: ({ watched }, { log }) => (watched.redisUrl === undefined ? undefined : createRedisMetrics(watched.redisUrl, { log })),
};

/** The watched Redis, by INFO, SLOWLOG and its lock keys. */
export function createRedisMetrics(url: { reveal(): string }, { log }: { log: Log }): MetricsSource {
  return createPresentSource(watchRedis(url, { log }), REDIS_READINGS);
}
