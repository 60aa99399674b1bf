import { PermanentError, TransientError } from '../../../domain/errors.ts';
import { maskSql } from '../../../domain/masking/mask-sql.ts';
import type { DatabaseSession, DatabaseSessions } from '../../../domain/mitigation/targets.ts';
import type { Log } from '../../../domain/ports/log.ts';
import { worded } from '../../../languages/worded.ts';
import { mitigatePostgres } from '../../postgres/mitigated-postgres.ts';
import type { PostgresSession } from '../../postgres/open-postgres.ts';
import { mayNotChange } from '../../postgres/postgres-errors.ts';
import { HIDDEN_QUERY } from '../../postgres/sessions.ts';
import { endByHand } from '../unconfigured.ts';
import { askPostgres } from './postgres-words.ts';

const QUERY_CHARACTERS = 200;

/** Sessions of people and programs: no replication, no superuser (who is on the machine for a reason), none of Bongsu's. */
const OURS_TO_END = `datname = $1 AND (backend_type = 'client backend' OR backend_type IS NULL) AND pid <> pg_backend_pid()
  AND application_name NOT LIKE 'bongsu%'
  AND usesysid IN (SELECT oid FROM pg_roles WHERE NOT rolsuper AND NOT rolreplication)`;

/** To the microsecond, in which Postgres counts. */
const STARTED_AT = `to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const SINCE = "CASE WHEN state = 'active' THEN query_start ELSE state_change END";

/** Sessions of the databases in the server at `url`. */
export function createDatabaseSessions(url: { reveal(): string }, { log }: { log: Log }): DatabaseSessions & { close(): Promise<void> } {
  const lease = mitigatePostgres(url, { log });
  const ask = <T>(question: (session: PostgresSession) => Promise<T>, timeoutMs: number) =>
    askPostgres(lease.connection, 'sessions', question, timeoutMs);
  return {
    list: ({ database, olderThanSeconds, limit }, { timeoutMs }) =>
      ask(async (session) => {
        await checkSeen(session, database);
        const rows = await session.rows<DatabaseSession>(
          `SELECT pid, ${STARTED_AT} AS "startedAt", usename AS "user", application_name AS application, state, query,
             extract(epoch FROM clock_timestamp() - ${SINCE})::float AS "ageSeconds"
           FROM pg_stat_activity
           WHERE ${OURS_TO_END} AND (state = 'active' OR state LIKE 'idle in transaction%')
             AND clock_timestamp() - ${SINCE} >= make_interval(secs => $2)
           ORDER BY ${SINCE} LIMIT $3`,
          [database, olderThanSeconds, limit],
        );
        return rows.map((row) => ({ ...row, query: maskSql(row.query).slice(0, QUERY_CHARACTERS) }));
      }, timeoutMs),
    end: ({ database, session: { pid, startedAt }, how }, { timeoutMs, ask: mayIt }) =>
      ask(async (session) => {
        await mayIt?.();
        // One statement: between looking and ending, another session could have got the number.
        const [found] = await session.rows<{ same: boolean | null; state: string; signalled: boolean | null }>(
          `WITH target AS MATERIALIZED (
             SELECT pid, state, backend_start = $3::timestamptz AS same FROM pg_stat_activity WHERE ${OURS_TO_END} AND pid = $2)
           SELECT same, state, CASE WHEN same AND ${how === 'cancel' ? "state = 'active'" : "state <> 'idle'"} THEN pg_${how}_backend(pid) END AS signalled
           FROM target`,
          [database, pid, startedAt],
        );
        return judge(found, { pid, how });
      }, timeoutMs),
    byHand: endByHand,
    close: () => lease.close(),
  };
}

/** What is missing must not look like nothing. */
async function checkSeen(session: PostgresSession, database: string): Promise<void> {
  const [row] = await session.rows<{ hidden: number; known: boolean }>(
    `SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE ${OURS_TO_END} AND query = $2) AS hidden,
       EXISTS (SELECT FROM pg_database WHERE datname = $1) AS known`,
    [database, HIDDEN_QUERY],
  );
  if (!row?.known)
    throw new PermanentError(
      'not_found',
      worded(({ dataExecutors }) => dataExecutors.watchedPostgresHasNoDatabase(database)),
    );
  if (row.hidden > 0) throw mayNotChange(`${row.hidden} sessions are hidden from it`, 'GRANT pg_read_all_stats TO that role');
}

/** False: it was over before. */
function judge(
  found: { same: boolean | null; state: string; signalled: boolean | null } | undefined,
  { pid, how }: { pid: number; how: 'cancel' | 'terminate' },
): boolean {
  if (!found) return false;
  if (found.same === null) throw mayNotChange(`session ${pid} is hidden from it`, 'GRANT pg_read_all_stats TO that role');
  if (!found.same)
    throw new PermanentError(
      'changed',
      worded(({ dataExecutors }) => dataExecutors.sessionIsAnotherOneByNow(pid)),
    );
  if (found.signalled) return true;
  if (found.state === 'idle') return false;
  if (how === 'cancel' && found.signalled === null) {
    throw new PermanentError(
      'changed',
      worded(({ dataExecutors }) => dataExecutors.sessionRunsNoQueryThatCouldBeCancelled(pid, found.state)),
    );
  }
  throw new TransientError(
    'not_signalled',
    worded(({ dataExecutors }) => dataExecutors.postgresCouldNotSignalSession(pid)),
  );
}
