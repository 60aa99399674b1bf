import pg from 'pg';
import { errorText, PermanentError, TransientError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';
import { networkError } from '../network-errors.ts';

const WATCHED = worded(({ watched }) => watched.watchedPostgres);

/** Why somebody may not come in: invalid authorization, wrong password, no such database (Postgres manual, appendix A). */
const REFUSED = new Set(['28000', '28P01', '3D000']);

/** As whom Postgres is asked, for the texts: the variable with the address, and what a missing right is. */
export interface PostgresAccount {
  variable: string;
  /** `what`: the server's words. */
  denied(what: string): PermanentError;
}

const WATCHING: PostgresAccount = { variable: 'WATCHED_DATABASE_URL', denied: (what) => notPermitted(what) };
export const MITIGATING: PostgresAccount = { variable: 'MITIGATE_DATABASE_URL', denied: (what) => mayNotChange(what) };

/**
 * What pg threw, as an error of ours: PermanentError `wrong_credentials`, `untrusted`, the account's word for a missing right, or the server's
 * own SQLSTATE; TransientError `too_many_connections`, `timeout` or `connection`.
 */
export function explainPostgres(
  error: unknown,
  hide: (text: string) => string,
  account: PostgresAccount = WATCHING,
): PermanentError | TransientError {
  const text = hide(errorText(error));
  if (error instanceof pg.DatabaseError) return explainAnswer(error.code ?? '', text, account);
  if (/does not support SSL/.test(text))
    return new PermanentError(
      'untrusted',
      worded(({ watched }) => watched.watchedPostgresSpeaksNoTlsCheck(account.variable)),
    );
  return networkError(WATCHED, error, hide);
}

function explainAnswer(code: string, text: string, { variable, denied }: PostgresAccount): PermanentError | TransientError {
  if (REFUSED.has(code))
    return new PermanentError(
      'wrong_credentials',
      worded(({ watched }) => watched.watchedPostgresRefusesUsCheck(text, variable)),
    );
  if (code === '53300') {
    return new TransientError(
      'too_many_connections',
      worded(({ watched }) => watched.watchedPostgresHasNoConnectionLeftFor(text)),
    );
  }
  if (code === '57014')
    return new TransientError(
      'timeout',
      worded(({ watched }) => watched.watchedPostgresDidNotFinishTheQuestion),
    );
  if (code === '42501') return denied(text);
  // Connection exceptions, resources, operator intervention, system and internal errors pass.
  if (/^(08|53|57|58|XX)/.test(code))
    return new TransientError(
      'connection',
      worded(({ watched }) => watched.watchedPostgresCannotAnswerNow(text)),
    );
  return new PermanentError(
    code || 'refused',
    worded(({ watched }) => watched.watchedPostgresRefusesTheQuestion(text)),
  );
}

/** The watching role lacks a right; `what` says which. */
export function notPermitted(what: string, grant = 'GRANT pg_monitor TO that role'): PermanentError {
  return new PermanentError(
    'not_permitted',
    worded(({ watched }) => watched.roleInWatchedDatabaseUrlMayNotSee(what, grant)),
  );
}

/** The mitigating role lacks a right; `what` says which. */
export function mayNotChange(what: string, grant = 'docs/executors-data.md names the rights it needs'): PermanentError {
  return new PermanentError(
    'forbidden',
    worded(({ watched }) => watched.roleInMitigateDatabaseUrlMayNotDoThis(what, grant)),
  );
}
