import { maskSql } from '../../domain/masking/mask-sql.ts';
import type { Inspection } from '../../domain/ports/inspectors.ts';
import { doubtsOf } from '../../domain/signals/doubts.ts';
import { watchedPostgresAccount } from '../postgres/accounts.ts';
import { readServerLog, type ServerLog } from '../postgres/server-log.ts';
import { HIDDEN_QUERY, OTHERS } from '../postgres/sessions.ts';
import { statementsTable } from '../postgres/statements.ts';
import { type PostgresSession, watchPostgres } from '../postgres/watched-postgres.ts';
import { inspectorKind } from './inspector-kind.ts';
import { age, attempt, LINES_AT_MOST, line } from './lines.ts';

const EACH = 4;

export const postgresInspector = inspectorKind({
  name: 'postgres',
  title: 'Postgres',
  account: watchedPostgresAccount,
  create: (settings, { log }) => {
    const lease = watchPostgres(settings, { log });
    return {
      inspect: ({ since, timeoutMs }) => lease.connection.use((session) => inspect(session, since), timeoutMs),
      close: () => lease.close(),
    };
  },
});

/** Who holds connections, transactions and locks, the slowest queries, and slow queries and deadlocks of the log since the onset. */
async function inspect(session: PostgresSession, since: Date): Promise<Inspection> {
  const facts = await factsOf(session);
  const blockers = await blockerLines(session);
  const transactions = await transactionLines(session);
  const log = await attempt<ServerLog | string>(readServerLog(session, since), String);
  const logged = typeof log === 'string' ? log : loggedLines(log);
  const statements = await attempt<string[] | string>(statementLines(session), String);
  const parts = [
    blockers,
    transactions,
    ...(typeof logged === 'string' ? [] : [logged]),
    ...(typeof statements === 'string' ? [] : [statements]),
  ];
  return {
    facts: [
      ...facts,
      ...(typeof logged === 'string' ? [{ name: 'server log', value: logged }] : []),
      ...(typeof statements === 'string' ? [{ name: 'pg_stat_statements', value: statements }] : []),
    ],
    lines: parts.flat().slice(0, LINES_AT_MOST).map(line),
    ...(typeof log !== 'string' && doubtsOf(log)),
  };
}

async function factsOf(session: PostgresSession): Promise<Inspection['facts']> {
  const states = await session.rows<{ state: string; sessions: string; oldest: number }>(`
    SELECT CASE WHEN query = '${HIDDEN_QUERY}' THEN 'hidden (GRANT pg_monitor)' ELSE coalesce(state, 'unknown') END AS state,
           count(*) AS sessions, greatest(0, coalesce(extract(epoch FROM max(clock_timestamp() - state_change)), 0))::float AS oldest
    FROM pg_stat_activity WHERE ${OTHERS} GROUP BY 1 ORDER BY 2 DESC`);
  const [server] = await session.rows<{ used: string; most: string; deadlocks: string; waiting: string }>(`
    SELECT (SELECT sum(numbackends) FROM pg_stat_database) AS used, current_setting('max_connections') AS most,
           (SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()) AS deadlocks,
           (SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted) AS waiting`);
  const replicas = await session.rows<{ name: string; behind: string | null; instep: boolean | null }>(
    'SELECT application_name AS name, extract(epoch FROM replay_lag)::text AS behind, replay_lsn >= sent_lsn AS instep FROM pg_stat_replication',
  );
  return [
    { name: 'connections', value: `${server?.used} of ${server?.most}` },
    ...states.map(({ state, sessions, oldest }) => ({ name: `sessions ${state}`, value: `${sessions}, for up to ${age(oldest)}` })),
    { name: 'waiting for a lock', value: String(server?.waiting) },
    { name: 'deadlocks since the counters began', value: String(server?.deadlocks) },
    ...replicas.map(({ name, behind, instep }) => ({
      name: `replica ${name}`,
      value: behind === null ? (instep ? 'in step' : 'does not tell how far behind it is') : `${age(Number(behind))} behind`,
    })),
  ];
}

/** The sessions that others wait for, the one with the longest queue first. */
async function blockerLines(session: PostgresSession): Promise<string[]> {
  const rows = await session.rows<{ pid: number; waiting: string; longest: number; state: string; since: number; query: string }>(`
    SELECT blocker.pid, count(*) AS waiting, blocker.state, blocker.query,
           max(extract(epoch FROM clock_timestamp() - waiter.query_start))::float AS longest,
           extract(epoch FROM clock_timestamp() - blocker.xact_start)::float AS since
    FROM pg_stat_activity AS waiter, unnest(pg_blocking_pids(waiter.pid)) AS blocking, pg_stat_activity AS blocker
    WHERE waiter.wait_event_type = 'Lock' AND blocker.pid = blocking
    GROUP BY 1, 3, 4, 6 ORDER BY 2 DESC LIMIT ${EACH}`);
  return rows.map(
    ({ pid, waiting, longest, state, since, query }) =>
      `session ${pid} (${state}, transaction open for ${age(since ?? 0)}) holds up ${waiting}, for up to ${age(longest ?? 0)}: ${maskSql(query)}`,
  );
}

async function transactionLines(session: PostgresSession): Promise<string[]> {
  const rows = await session.rows<{ pid: number; state: string; open: number; name: string; query: string }>(`
    SELECT pid, state, extract(epoch FROM clock_timestamp() - xact_start)::float AS open, application_name AS name, query
    FROM pg_stat_activity WHERE ${OTHERS} AND xact_start < clock_timestamp() - interval '1 second' ORDER BY xact_start LIMIT ${EACH}`);
  return rows.map(({ pid, state, open, name, query }) => {
    const who = name ? `session ${pid} of ${name}` : `session ${pid}`;
    return `${who}: transaction open for ${age(open)}, ${state}, ${state === 'active' ? 'runs' : 'last'}: ${maskSql(query)}`;
  });
}

/** Slow queries (log_min_duration_statement) and deadlocks, the newest first. */
function loggedLines({ entries }: ServerLog): string[] {
  const telling = entries.filter((entry) =>
    /deadlock detected|duration: [\d.]+ ms {2}(statement|execute|bind|parse)|still waiting for/.test(entry),
  );
  return telling
    .slice(-EACH)
    .reverse()
    .map((entry) => {
      const took = /duration: ([\d.]+) ms/.exec(entry)?.[1];
      const what = entry.replace(/^.*?(?:LOG|ERROR): {2}/, '').replace(/^duration: [\d.]+ ms {2}/, '');
      return `log ${entry.slice(11, 19)}: ${took ? `took ${age(Number(took) / 1_000)}: ` : ''}${maskSql(what)}`;
    });
}

/** Where the time goes, since the counters began. */
async function statementLines(session: PostgresSession): Promise<string[]> {
  const table = await statementsTable(session);
  const rows = await session.rows<{ query: string; calls: string; mean: number; share: number }>(`
    SELECT query, calls, mean_exec_time / 1000 AS mean, total_exec_time / nullif(sum(total_exec_time) OVER (), 0) AS share
    FROM ${table} WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query <> '${HIDDEN_QUERY}'
    ORDER BY total_exec_time DESC LIMIT ${EACH}`);
  return rows.map(
    ({ query, calls, mean, share }) =>
      `${Math.round((share ?? 0) * 100)} % of all query time: ${calls} times ${age(mean)}: ${maskSql(query)}`,
  );
}
