import { Redis } from 'ioredis';
import type { Log } from '../../domain/ports/log.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** A connection of ours to the watched service's Redis; `lost` is called when it breaks. Rejects within five seconds with what ioredis says. */
export async function openRedis(address: string, { log, lost }: { log: Log; lost: () => void }): Promise<Redis> {
  const redis = new Redis(address, {
    lazyConnect: true,
    connectionName: 'bongsu',
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: 10_000,
    // Whoever asks next connects anew; nothing is tried again behind anybody's back.
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    autoResubscribe: false,
    // It would ask on and on while Redis loads.
    enableReadyCheck: false,
    disableClientInfo: true,
    disconnectTimeout: 50,
  });
  // connect() only says that the connection is closed; why comes as an event.
  let why: unknown;
  redis.on('error', (error) => {
    why = error;
  });
  redis.once('end', lost);
  const limit = setTimeout(() => redis.disconnect(), CONNECT_TIMEOUT_MS);
  try {
    await redis.connect();
    await redis.ping();
    // A refused SELECT of ioredis's own is only logged, and another database would be looked at.
    const { db = 0 } = redis.options;
    if (db !== 0) await redis.select(db);
    // Looking at a key must not keep it from being evicted; older servers do not know it.
    await redis.call('CLIENT', 'NO-TOUCH', 'ON').catch(() => {});
  } catch (error) {
    redis.disconnect();
    throw why ?? error;
  } finally {
    clearTimeout(limit);
  }
  log.debug({}, 'Connected to the watched Redis');
  return redis;
}
