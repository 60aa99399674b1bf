import pg from 'pg';
import { errorText, PermanentError, TransientError } from '../../domain/errors.ts';
import { networkError } from '../network-errors.ts';

const VENDOR = 'The watched Postgres';

/** Why somebody may not come in: invalid authorization, wrong password, no such database (Postgres manual, appendix A). */
const REFUSED = new Set(['28000', '28P01', '3D000']);

/**
 * What pg threw, as an error of ours: PermanentError `wrong_credentials`, `not_permitted`, `untrusted`, or the server's own SQLSTATE;
 * TransientError `too_many_connections`, `timeout` or `connection`.
 */
export function explainPostgres(error: unknown, hide: (text: string) => string): PermanentError | TransientError {
  const text = hide(errorText(error));
  if (error instanceof pg.DatabaseError) return explainAnswer(error.code ?? '', text);
  if (/does not support SSL/.test(text)) return new PermanentError('untrusted', `${VENDOR} speaks no TLS: check WATCHED_DATABASE_URL.`);
  return networkError(VENDOR, error, hide);
}

function explainAnswer(code: string, text: string): PermanentError | TransientError {
  if (REFUSED.has(code)) return new PermanentError('wrong_credentials', `${VENDOR} refuses us (${text}): check WATCHED_DATABASE_URL.`);
  if (code === '53300') {
    return new TransientError('too_many_connections', `${VENDOR} has no connection left for us (${text}).`);
  }
  if (code === '57014') return new TransientError('timeout', `${VENDOR} did not finish the question in time.`);
  if (code === '42501') return notPermitted(text);
  // Connection exceptions, resources, operator intervention, system and internal errors pass.
  if (/^(08|53|57|58|XX)/.test(code)) return new TransientError('connection', `${VENDOR} cannot answer now: ${text}.`);
  return new PermanentError(code || 'refused', `${VENDOR} refuses the question: ${text}.`);
}

/** The watching role lacks a right; `what` says which. */
export function notPermitted(what: string, grant = 'GRANT pg_monitor TO that role'): PermanentError {
  return new PermanentError('not_permitted', `The role in WATCHED_DATABASE_URL may not see everything (${what}): ${grant}.`);
}
