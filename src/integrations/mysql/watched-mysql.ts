import type { Connection } from 'mysql2/promise';
import type { Log } from '../../domain/ports/log.ts';
import { worded } from '../../languages/worded.ts';
import { createMask } from '../mask.ts';
import { OnDemand } from '../on-demand.ts';
import { part } from '../part.ts';
import { createSharing, type Lease } from '../shared-connection.ts';
import { explainMysql } from './mysql-errors.ts';

const CONNECT_TIMEOUT_MS = 5_000;
/** Shorter than the time after which a silent connection counts as dead. */
const STATEMENT_TIMEOUT_MS = 5_000;

/** A single session in the watched MySQL; one question at a time, and never one that writes. */
export interface MysqlSession {
  /** Who it is: they keep locks, replicas and time limits in different places. What is read from `mysql` alone (8.0 and later) has been tried by nobody yet. */
  readonly flavour: 'mariadb' | 'mysql';
  readonly version: string;
  rows<Row extends object>(sql: string, values?: readonly (string | number)[]): Promise<Row[]>;
}

interface Opened extends MysqlSession {
  end(): void;
}

export const mysqlPart = part({
  name: 'mysql2',
  without: worded(({ watched }) => watched.mySQLCannotBeAsked),
  from: () => import('mysql2/promise'),
});

const share = createSharing<Opened>();

/** The watched service's MySQL or MariaDB: one session, kept open so that the server can still be looked at when its connections have run out. The parts of a bot with the same `url` share it. */
export function watchMysql(url: { reveal(): string }, { log }: { log: Log }): Lease<MysqlSession> {
  return share(url, () => {
    const address = url.reveal();
    const hide = createMask([address]);
    return new OnDemand<Opened>({
      vendor: 'The watched MySQL',
      open: (lost) => open(new URL(address), { log, lost, hide }),
      shut: async (session) => session.end(),
      explain: (error) => explainMysql(error, hide),
      oneByOne: true,
    });
  });
}

interface Opening {
  log: Log;
  lost: () => void;
  hide: (text: string) => string;
}

async function open(url: URL, { log, lost, hide }: Opening): Promise<Opened> {
  const { createConnection } = await mysqlPart.load();
  const database = decodeURIComponent(url.pathname.slice(1));
  const connection = await createConnection({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    ...(database !== '' && { database }),
    ...(url.searchParams.get('ssl') === 'true' && { ssl: {} }),
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableKeepAlive: true,
    dateStrings: true,
    connectAttributes: { program_name: 'bongsu' },
  });
  // Without a listener a lost connection would end the process.
  connection.on('error', () => {});
  connection.on('end', lost);
  try {
    return await prepared(connection, { log, hide });
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

async function prepared(connection: Connection, { log, hide }: Pick<Opening, 'log' | 'hide'>): Promise<Opened> {
  const rows = async <Row extends object>(sql: string, values: readonly (string | number)[] = []) => {
    try {
      const [found] = await connection.query(sql, [...values]);
      return found as Row[];
    } catch (error) {
      // Whoever asks several questions goes on after one that is refused.
      throw explainMysql(error, hide);
    }
  };
  const [{ version = '' } = {}] = await rows<{ version: string }>('SELECT VERSION() AS version');
  const flavour = /mariadb/i.test(version) ? 'mariadb' : 'mysql';
  await connection.query('SET SESSION TRANSACTION READ ONLY');
  await connection.query(
    flavour === 'mariadb'
      ? `SET SESSION max_statement_time = ${STATEMENT_TIMEOUT_MS / 1_000}, time_zone = 'SYSTEM'`
      : `SET SESSION max_execution_time = ${STATEMENT_TIMEOUT_MS}, time_zone = 'SYSTEM'`,
  );
  log.debug({}, 'Connected to the watched MySQL');
  return { flavour, version, rows, end: () => connection.destroy() };
}
