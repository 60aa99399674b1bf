import type { Redis } from 'ioredis';
import type { Log } from '../../domain/ports/log.ts';
import { createMask } from '../mask.ts';
import { OnDemand } from '../on-demand.ts';
import { createSharing, type Lease } from '../shared-connection.ts';
import { LockAges } from './lock-ages.ts';
import { openRedis } from './open-redis.ts';
import { explainRedis } from './redis-errors.ts';

/** The watched Redis, and what is remembered of its locks. */
export interface RedisSession {
  redis: Redis;
  /** Outlives the connection. */
  ages: LockAges;
}

const share = createSharing<RedisSession>();

/** The watched service's Redis, over a single connection that the parts of a bot with the same `url` share. It is only looked at. */
export function watchRedis(url: { reveal(): string }, { log }: { log: Log }): Lease<RedisSession> {
  return share(url, () => {
    const address = url.reveal();
    const hide = createMask([address]);
    const ages = new LockAges();
    return new OnDemand<RedisSession>({
      vendor: 'The watched Redis',
      open: async (lost) => ({ redis: await openRedis(address, { log, lost }), ages }),
      shut: async ({ redis }) => redis.disconnect(),
      explain: (error) => explainRedis(error, hide),
    });
  });
}
