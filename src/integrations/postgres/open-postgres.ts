import pg from 'pg';
import type { Log } from '../../domain/ports/log.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** Shorter than the time after which a silent connection counts as dead, so that a slow answer does not cost us our seat. */
const STATEMENT_TIMEOUT_MS = 5_000;

/** One session in the watched Postgres; one question at a time. */
export interface PostgresSession {
  rows<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface OpenedPostgres extends PostgresSession {
  end(): Promise<void>;
}

/** Set after connecting, because poolers refuse them as options of the connection. */
const SETTINGS = `
  SET application_name = 'bongsu';
  SET statement_timeout = ${STATEMENT_TIMEOUT_MS};
  SET lock_timeout = ${STATEMENT_TIMEOUT_MS};
  SET client_min_messages = error`;

/** A session of ours in the watched service's Postgres; `lost` is called when it breaks. Rejects within five seconds with what pg says. */
export async function openPostgres(
  address: string,
  { log, lost, access }: { log: Log; lost: () => void; access: 'reads' | 'writes' },
): Promise<OpenedPostgres> {
  const client = new pg.Client({
    connectionString: address,
    application_name: 'bongsu',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  // Without a listener a lost connection would end the process.
  client.on('error', () => {});
  client.once('end', lost);
  const end = async () => {
    await Promise.race([client.end().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 500).unref())]);
    // A server that stands still does not take leave.
    client.connection.stream.destroy();
  };
  try {
    await client.connect();
    await client.query(SETTINGS);
    if (access === 'reads') await client.query('SET default_transaction_read_only = on');
  } catch (error) {
    await end();
    throw error;
  }
  log.debug({}, 'Connected to the watched Postgres');
  return {
    rows: async <Row extends object>(sql: string, values: readonly unknown[] = []) => (await client.query<Row>(sql, [...values])).rows,
    end,
  };
}
