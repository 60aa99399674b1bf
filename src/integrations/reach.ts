import { Redis } from 'ioredis';
import pg from 'pg';
import { errorText, TransientError } from '../domain/errors.ts';

/** The version of the Postgres at this address. Rejects with TransientError `connection` that says why not. */
export async function reachPostgres(url: string, timeoutMs: number): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version ?? 'unknown';
  } catch (error) {
    throw unreachable('Postgres', 'DATABASE_URL', error);
  } finally {
    await client.end().catch(() => {});
  }
}

export interface RedisState {
  version: string;
  /** Queues need `noeviction`; undefined when the server does not tell. */
  evictionPolicy: string | undefined;
}

/** What the Redis at this address says of itself. Rejects with TransientError `connection` that says why not. */
export async function reachRedis(url: string, timeoutMs: number): Promise<RedisState> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    // Two seconds by default, in which a command-line program would sit and wait.
    disconnectTimeout: 50,
  });
  // connect() only says that the connection is closed; why comes as an event.
  let why: unknown;
  client.on('error', (error) => {
    why = error;
  });
  try {
    await client.connect();
    const info = await client.info();
    const field = (name: string): string | undefined => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
    return { version: field('redis_version') ?? 'unknown', evictionPolicy: field('maxmemory_policy') };
  } catch (error) {
    throw unreachable('Redis', 'REDIS_URL', why ?? error);
  } finally {
    client.disconnect();
  }
}

/** A refused connection to a name with several addresses has no message, only a code. */
function unreachable(vendor: string, variable: string, error: unknown): TransientError {
  const reason =
    errorText(error) || (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown reason');
  return new TransientError('connection', `${vendor} cannot be used: ${reason}. Check ${variable}.`, { cause: error, namesAddress: true });
}
