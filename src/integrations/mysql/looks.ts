import type { MysqlSession } from './watched-mysql.ts';

/** What is looked at in more than one place: the counters of the server, its transactions, who waits for whom, its replica. */

/** Counters and settings of the server, as numbers; those that it does not have are absent. */
export async function globalNumbers(session: MysqlSession, names: readonly string[]): Promise<Map<string, number>> {
  const places = names.map(() => '?').join(', ');
  const status = await session.rows<Named>(`SHOW GLOBAL STATUS WHERE Variable_name IN (${places})`, names);
  const variables = await session.rows<Named>(`SHOW GLOBAL VARIABLES WHERE Variable_name IN (${places})`, names);
  return new Map(
    [...status, ...variables].flatMap(({ Variable_name: name, Value }): [string, number][] =>
      Number.isFinite(Number(Value)) ? [[name.toLowerCase(), Number(Value)]] : [],
    ),
  );
}

interface Named {
  Variable_name: string;
  Value: string;
}

export interface Transaction {
  thread: number;
  state: string;
  /** Seconds since it began. */
  open: number;
  user: string | null;
  /** What it runs now; null between two statements. */
  query: string | null;
}

/** Transactions of InnoDB, the oldest first; ours are never among them. Wants the right PROCESS. */
export async function openTransactions(session: MysqlSession, limit: number): Promise<Transaction[]> {
  return await session.rows<Transaction>(
    `SELECT trx.trx_mysql_thread_id AS thread, trx.trx_state AS state, TIMESTAMPDIFF(SECOND, trx.trx_started, NOW()) AS open,
            list.USER AS user, trx.trx_query AS query
     FROM information_schema.INNODB_TRX AS trx LEFT JOIN information_schema.PROCESSLIST AS list ON list.ID = trx.trx_mysql_thread_id
     WHERE trx.trx_mysql_thread_id <> CONNECTION_ID() AND trx.trx_mysql_thread_id <> 0 ORDER BY trx.trx_started LIMIT ?`,
    [limit],
  );
}

export interface Wait {
  /** Who holds what is waited for. */
  blocker: number;
  blockerQuery: string | null;
  /** Seconds since the blocker's transaction began. */
  blockerOpen: number;
  waiter: number;
  waiterQuery: string | null;
  /** Seconds that it has waited. */
  waited: number;
}

/** Who waits for whose lock, the longest wait first. MariaDB and MySQL before 8 keep it in information_schema, MySQL 8 in performance_schema (untried). */
export async function lockWaits(session: MysqlSession, limit: number): Promise<Wait[]> {
  const pairs =
    session.flavour === 'mariadb'
      ? 'SELECT requesting_trx_id AS requesting, blocking_trx_id AS blocking FROM information_schema.INNODB_LOCK_WAITS'
      : 'SELECT REQUESTING_ENGINE_TRANSACTION_ID AS requesting, BLOCKING_ENGINE_TRANSACTION_ID AS blocking FROM performance_schema.data_lock_waits';
  return await session.rows<Wait>(
    `SELECT blocker.trx_mysql_thread_id AS blocker, blocker.trx_query AS blockerQuery,
            TIMESTAMPDIFF(SECOND, blocker.trx_started, NOW()) AS blockerOpen,
            waiter.trx_mysql_thread_id AS waiter, waiter.trx_query AS waiterQuery,
            TIMESTAMPDIFF(SECOND, waiter.trx_wait_started, NOW()) AS waited
     FROM (${pairs}) AS pairs JOIN information_schema.INNODB_TRX AS waiter ON waiter.trx_id = pairs.requesting
     JOIN information_schema.INNODB_TRX AS blocker ON blocker.trx_id = pairs.blocking
     ORDER BY waiter.trx_wait_started LIMIT ?`,
    [limit],
  );
}

export interface Replica {
  /** Null: it does not follow, or does not know. */
  behind: number | null;
  source: string;
  runs: boolean;
}

/** As a replica; empty where the server is none. Wants REPLICATION CLIENT, in MariaDB REPLICA MONITOR. */
export async function replicas(session: MysqlSession): Promise<Replica[]> {
  const rows = await session.rows<Record<string, unknown>>(
    session.flavour === 'mariadb' ? 'SHOW ALL SLAVES STATUS' : 'SHOW REPLICA STATUS',
  );
  return rows.map((row) => {
    const of = (...names: string[]) => names.map((name) => row[name]).find((value) => value !== undefined);
    const behind = of('Seconds_Behind_Source', 'Seconds_Behind_Master');
    return {
      behind: behind === null || behind === undefined ? null : Number(behind),
      source: String(of('Source_Host', 'Master_Host') ?? ''),
      runs: [of('Replica_IO_Running', 'Slave_IO_Running'), of('Replica_SQL_Running', 'Slave_SQL_Running')].every((one) => one === 'Yes'),
    };
  });
}

/** Deadlocks since the server started; MariaDB counts them in its status, MySQL in the metrics of InnoDB (untried). */
export async function deadlocks(session: MysqlSession): Promise<number | undefined> {
  if (session.flavour === 'mariadb') return (await globalNumbers(session, ['Innodb_deadlocks'])).get('innodb_deadlocks');
  const [row] = await session.rows<{ count: number }>(
    "SELECT COUNT AS count FROM information_schema.INNODB_METRICS WHERE NAME = 'lock_deadlocks'",
  );
  return row === undefined ? undefined : Number(row.count);
}
