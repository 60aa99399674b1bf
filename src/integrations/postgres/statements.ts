import { PermanentError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';
import type { PostgresSession } from './watched-postgres.ts';

/** Where pg_stat_statements is, with its schema. PermanentError `no_statements` that says what to do when it is not there. */
export async function statementsTable(session: PostgresSession): Promise<string> {
  const [row] = await session.rows<{ name: string }>(`
    SELECT quote_ident(nspname) || '.pg_stat_statements' AS name
    FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'pg_stat_statements'`);
  if (row) return row.name;
  throw new PermanentError(
    'no_statements',
    worded(({ watched }) => watched.watchedPostgresHasNoPgStatStatementsIn),
  );
}
