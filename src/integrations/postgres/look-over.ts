import { errorText } from '../../domain/errors.ts';
import { readServerLog } from './server-log.ts';
import { statementsTable } from './statements.ts';
import type { PostgresSession } from './watched-postgres.ts';

/** The server's version, and what the role cannot see there, each with what to do about it. */
export async function lookOverPostgres(session: PostgresSession): Promise<{ version: string; missing: string[] }> {
  const [row] = await session.rows<{ version: string; monitors: boolean }>(
    "SELECT current_setting('server_version') AS version, pg_has_role('pg_read_all_stats', 'USAGE') AS monitors",
  );
  const missing = row?.monitors
    ? []
    : ['it does not show the sessions of other roles: GRANT pg_monitor TO the role in WATCHED_DATABASE_URL.'];
  const note = (error: unknown) => void missing.push(errorText(error));
  await statementsTable(session).catch(note);
  await readServerLog(session, new Date()).catch(note);
  return { version: row?.version ?? 'unknown', missing };
}
