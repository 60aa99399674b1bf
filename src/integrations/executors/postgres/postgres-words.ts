import pg from 'pg';
import { PermanentError } from '../../../domain/errors.ts';
import { worded } from '../../../languages/worded.ts';
import type { OnDemand } from '../../on-demand.ts';
import type { PostgresSession } from '../../postgres/open-postgres.ts';

/** The server's words (SQLSTATE, appendix A of the manual) for a value or name that it does not take. */
const INVALID = new Set(['22023', '22P02', '55P02', '42601', '42602', '22003']);
const NOT_FOUND = new Set(['42704', '42P01']);

/** Asks in one session, with refusals in the words of dials: PermanentError `invalid` and `not_found`. */
export function askPostgres<T>(
  connection: OnDemand<PostgresSession>,
  what: string,
  question: (session: PostgresSession) => Promise<T>,
  timeoutMs: number,
): Promise<T> {
  return connection.use(async (session) => {
    try {
      return await question(session);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      const { code = '', message } = error;
      if (INVALID.has(code))
        throw new PermanentError(
          'invalid',
          worded(({ dataExecutors }) => dataExecutors.postgresDoesNotTakeThatForThe(what, message)),
        );
      if (NOT_FOUND.has(code))
        throw new PermanentError(
          'not_found',
          worded(({ dataExecutors }) => dataExecutors.postgresDoesNotKnowThe(what, message)),
        );
      throw error;
    }
  }, timeoutMs);
}

/** Does it in a transaction that is kept or thrown away, whatever comes. */
export async function inTransaction<T>(session: PostgresSession, end: 'COMMIT' | 'ROLLBACK', work: () => Promise<T>): Promise<T> {
  await session.rows('BEGIN');
  let done = false;
  try {
    const result = await work();
    await session.rows(end);
    done = true;
    return result;
  } finally {
    // On a connection that broke there is nothing to take back.
    if (!done) await session.rows('ROLLBACK').catch(() => {});
  }
}

/** `"pg_stat_statements"."max"` */
export function quotedSetting(name: string): string {
  return name.split('.').map(pg.escapeIdentifier).join('.');
}
