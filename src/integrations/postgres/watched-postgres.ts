import pg from 'pg';
import type { Log } from '../../domain/ports.ts';
import { createMask } from '../mask.ts';
import { OnDemand } from '../on-demand.ts';
import { createSharing, type Lease } from '../shared-connection.ts';
import { explainPostgres } from './postgres-errors.ts';

const CONNECT_TIMEOUT_MS = 5_000;
/** Shorter than the time after which a silent connection counts as dead, so that a slow answer does not cost us our seat. */
const STATEMENT_TIMEOUT_MS = 5_000;

/** One session in the watched Postgres, which reads only; one question at a time. */
export interface PostgresSession {
  rows<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

interface Opened extends PostgresSession {
  end(): Promise<void>;
}

/** Set after connecting, because poolers refuse them as options of the connection. */
const SETTINGS = `
  SET application_name = 'bongsu';
  SET default_transaction_read_only = on;
  SET statement_timeout = ${STATEMENT_TIMEOUT_MS};
  SET lock_timeout = ${STATEMENT_TIMEOUT_MS};
  SET client_min_messages = error`;

const share = createSharing<Opened>();

/**
 * The watched service's Postgres: a single session, kept open so that the server can still be looked at when its connections have run out.
 * It never writes, and never waits long. The parts of a bot that hand over the same `url` share it.
 */
export function watchPostgres(url: { reveal(): string }, { log }: { log: Log }): Lease<PostgresSession> {
  return share(url, () => {
    const address = url.reveal();
    const hide = createMask([address]);
    return new OnDemand<Opened>({
      vendor: 'The watched Postgres',
      open: (lost) => open(address, log, lost),
      shut: (session) => session.end(),
      explain: (error) => explainPostgres(error, hide),
      oneByOne: true,
    });
  });
}

async function open(address: string, log: Log, lost: () => void): Promise<Opened> {
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
