import type { Redis } from 'ioredis';
import type { Log } from '../../domain/ports/log.ts';
import { createMask } from '../mask.ts';
import { OnDemand } from '../on-demand.ts';
import { createSharing, type Lease } from '../shared-connection.ts';
import { openRedis } from './open-redis.ts';
import { explainRedis, MITIGATING } from './redis-errors.ts';

const share = createSharing<Redis>();

/** The watched service's Redis as a user that may write there. Everything that writes with the same `url` shares one connection. */
export function mitigateRedis(url: { reveal(): string }, { log }: { log: Log }): Lease<Redis> {
  return share(url, () => {
    const address = url.reveal();
    const hide = createMask([address]);
    return new OnDemand<Redis>({
      vendor: 'The watched Redis',
      open: (lost) => openRedis(address, { log, lost }),
      shut: async (redis) => redis.disconnect(),
      explain: (error) => explainRedis(error, hide, MITIGATING),
    });
  });
}
