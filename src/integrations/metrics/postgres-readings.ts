import type { Doubt } from '../../domain/signals/doubts.ts';
import { notPermitted } from '../postgres/postgres-errors.ts';
import { HIDDEN_QUERY, OTHERS } from '../postgres/sessions.ts';
import { statementsTable } from '../postgres/statements.ts';
import type { PostgresSession } from '../postgres/watched-postgres.ts';
import { countedOver } from './counters.ts';
import { duration, type Measured, optionalChoice, type ReadingKind, readingOf } from './reading-kind.ts';

const reading = readingOf<PostgresSession>();

const STATES = ['active', 'idle', 'idle_in_transaction', 'idle_in_transaction_aborted'] as const;
const STATE_NAMES: Record<(typeof STATES)[number], string> = {
  active: 'active',
  idle: 'idle',
  idle_in_transaction: 'idle in transaction',
  idle_in_transaction_aborted: 'idle in transaction (aborted)',
};

/** What a signal may ask of the watched Postgres, one entry each. Sessions are those of the address's database, without Bongsu's own. */
export const POSTGRES_READINGS: readonly ReadingKind<PostgresSession>[] = [
  reading({
    name: 'connections_used',
    unit: 'ratio',
    doc: 'Connections of the whole server, as a share of those that ordinary roles may open (`max_connections` without the reserved ones); 1 is full.',
    read: (session) =>
      first(
        session,
        `SELECT count(*)::float / (current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
           - coalesce(current_setting('reserved_connections', true)::int, 0)) AS value
         FROM pg_stat_activity
         WHERE (backend_type = 'client backend' OR (backend_type IS NULL AND datid IS NOT NULL AND usesysid IS NOT NULL))
           AND application_name NOT LIKE 'bongsu%'`,
      ),
  }),
  reading({
    name: 'connections',
    arguments: { state: optionalChoice(STATES) },
    unit: 'count',
    doc: `Sessions, all or those in one state: ${STATES.map((state) => `\`${state}\``).join(', ')}.`,
    read: (session, { state }) =>
      state === undefined
        ? first(session, `SELECT count(*) AS value FROM pg_stat_activity WHERE ${OTHERS}`)
        : ofSessions(session, 'count(*) FILTER (WHERE state = $1)', [STATE_NAMES[state]]),
  }),
  reading({
    name: 'longest_transaction',
    unit: 'seconds',
    doc: 'Age of the oldest open transaction; 0 when none is open.',
    read: (session) => ofSessions(session, oldest('xact_start')),
  }),
  reading({
    name: 'longest_idle_in_transaction',
    unit: 'seconds',
    doc: 'For how long a session has at most been idle with its transaction open; 0 when none is.',
    read: (session) => ofSessions(session, `${oldest('state_change', "WHERE state LIKE 'idle in transaction%'")}`),
  }),
  reading({
    name: 'oldest_query',
    unit: 'seconds',
    doc: 'How long the oldest running query has been running; 0 when none runs.',
    read: (session) => ofSessions(session, oldest('query_start', "WHERE state = 'active'")),
  }),
  reading({
    name: 'slow_queries',
    arguments: { longer_than: duration('1s') },
    unit: 'count',
    doc: 'Queries that run now and have been running for longer than that.',
    read: (session, { longer_than }) =>
      ofSessions(session, `count(*) FILTER (WHERE state = 'active' AND clock_timestamp() - query_start > $1 * interval '1 ms')`, [
        longer_than,
      ]),
  }),
  reading({
    name: 'waiting_locks',
    unit: 'count',
    doc: 'Sessions that wait for a lock.',
    read: (session) => first(session, `SELECT count(DISTINCT pid) AS value ${WAITING}`),
  }),
  reading({
    name: 'longest_lock_wait',
    unit: 'seconds',
    doc: 'For how long a session has at most been waiting for a lock; 0 when none waits. Postgres 14 or newer.',
    read: (session) => first(session, `SELECT ${oldest('waitstart')} AS value ${WAITING}`),
  }),
  reading({
    name: 'deadlocks',
    arguments: { window: duration('5m') },
    unit: 'count',
    doc: 'Deadlocks in the window, as far as Bongsu has watched; no value at the first question.',
    read: async (session, { window: windowMs }, { at, counters }) => {
      const total = await first(session, `SELECT deadlocks AS value ${THIS_DATABASE}`);
      return total === undefined ? undefined : countedOver(counters.growth(`deadlocks ${windowMs}`, total, { at, windowMs }), windowMs);
    },
  }),
  reading({
    name: 'transactions',
    arguments: { window: duration('1m') },
    unit: 'per-second',
    doc: 'Transactions that ended, committed or rolled back; no value at the first question.',
    read: async (session, { window: windowMs }, { at, counters }) => {
      const total = await first(session, `SELECT xact_commit + xact_rollback AS value ${THIS_DATABASE}`);
      return total === undefined ? undefined : counters.perSecond(`transactions ${windowMs}`, total, { at, windowMs });
    },
  }),
  reading({
    name: 'query_time',
    arguments: { window: duration('1m') },
    unit: 'seconds',
    doc: 'Mean time per query in the window, from `pg_stat_statements`; no value at the first question and when nothing ran.',
    read: async (session, { window: windowMs }, { at, counters }) => {
      const table = await statementsTable(session);
      const [row] = await session.rows<{ calls: string; ms: number }>(
        `SELECT coalesce(sum(calls), 0) AS calls, coalesce(sum(total_exec_time), 0) AS ms FROM ${table}
         WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      const calls = counters.growth(`calls ${windowMs}`, Number(row?.calls), { at, windowMs });
      const spent = counters.growth(`time ${windowMs}`, Number(row?.ms), { at, windowMs });
      return calls && spent && calls.by > 0 ? spent.by / calls.by / 1_000 : undefined;
    },
  }),
  reading({
    name: 'replicas',
    unit: 'count',
    doc: 'Replicas that are attached to this server.',
    read: (session) => first(session, 'SELECT count(*) AS value FROM pg_stat_replication'),
  }),
  reading({
    name: 'replica_lag',
    unit: 'seconds',
    doc: 'How far the slowest replica is behind; on a replica, how far it is itself. No value when none is attached; a part when a replica does not tell, or this one is cut off.',
    read: async (session) => {
      const [row] = await session.rows<ReplicaRow>(`
        SELECT CASE WHEN pg_is_in_recovery() THEN (
          SELECT CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
                      ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END
        ) ELSE (
          SELECT max(CASE WHEN replay_lag IS NOT NULL THEN extract(epoch FROM replay_lag) WHEN replay_lsn >= sent_lsn THEN 0 END)
          FROM pg_stat_replication
        ) END AS value, ${ABOUT_REPLICAS}`);
      return ofReplicas(row);
    },
  }),
  reading({
    name: 'replica_lag_bytes',
    unit: 'bytes',
    doc: 'How much the slowest replica has still to replay. No value when none is attached.',
    read: async (session) => {
      const [row] = await session.rows<ReplicaRow>(`
        SELECT (SELECT max(CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) END)
                FROM pg_stat_replication) AS value, ${ABOUT_REPLICAS}`);
      return ofReplicas(row);
    },
  }),
  reading({
    name: 'database_size',
    unit: 'bytes',
    doc: 'Size of the database on disk.',
    read: (session) => first(session, 'SELECT pg_database_size(current_database()) AS value'),
  }),
];

const THIS_DATABASE = 'FROM pg_stat_database WHERE datname = current_database()';
/** pg_locks shows everything to everybody, unlike the sessions. */
const WAITING = `FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE ${OTHERS})`;

/** A clock that was set back must not make an age negative. */
function oldest(column: string, filter = ''): string {
  return `greatest(0, coalesce(extract(epoch FROM max(clock_timestamp() - ${column})${filter && ` FILTER (${filter})`}), 0))`;
}

/** A number over the sessions. What a role cannot see must not look like nothing. */
async function ofSessions(session: PostgresSession, expression: string, values: readonly unknown[] = []): Promise<number | undefined> {
  const [row] = await session.rows<{ value: string | null; hidden: string }>(
    `SELECT ${expression} AS value, count(*) FILTER (WHERE query = '${HIDDEN_QUERY}') AS hidden FROM pg_stat_activity WHERE ${OTHERS}`,
    values,
  );
  if (Number(row?.hidden) > 0) throw notPermitted(`${row?.hidden} sessions of other roles are hidden`);
  return numberOf(row?.value);
}

async function first(session: PostgresSession, sql: string): Promise<number | undefined> {
  const [row] = await session.rows<{ value: string | null }>(sql);
  return numberOf(row?.value);
}

interface ReplicaRow {
  value: string | null;
  hidden: boolean | null;
  replicas: string;
  telling: string;
  cut_off: boolean;
}

/**
 * How many replicas there are, and how many of them tell where they stand. A replica that receives nothing (no walreceiver, and no archive to restore from that
 * one could see) may have replayed all that it has got and still be hours behind.
 */
const ABOUT_REPLICAS = `(SELECT bool_or(state IS NULL) FROM pg_stat_replication) AS hidden,
               (SELECT count(*) FROM pg_stat_replication WHERE state IS DISTINCT FROM 'backup') AS replicas,
               (SELECT count(*) FROM pg_stat_replication WHERE replay_lsn IS NOT NULL AND (replay_lag IS NOT NULL OR replay_lsn >= sent_lsn)) AS telling,
               pg_is_in_recovery() AND NOT EXISTS (SELECT FROM pg_stat_wal_receiver WHERE pid IS NOT NULL) AS cut_off`;

function ofReplicas(row: ReplicaRow | undefined): Measured {
  if (row?.hidden) throw notPermitted('replicas are hidden');
  const value = numberOf(row?.value);
  if (value === undefined || row === undefined) return undefined;
  const [came, all] = [Number(row.telling), Number(row.replicas)];
  const doubts: Doubt[] = [
    ...(row.cut_off ? [{ code: 'cut-off' as const }] : []),
    ...(came < all ? [{ code: 'some' as const, of: 'replicas' as const, came, all }] : []),
  ];
  return doubts.length === 0 ? value : { value, doubts };
}

/** Postgres's larger numbers arrive as text. */
function numberOf(value: string | number | null | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}
