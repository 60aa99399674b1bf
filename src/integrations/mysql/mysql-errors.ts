import { errorText, PermanentError, TransientError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';
import { networkError } from '../network-errors.ts';

const WATCHED = worded(({ watched }) => watched.watched);
const RIGHTS = 'docs/sources.md';

/** Errors of the server that pass by themselves: too many connections, shutting down, a lock or a statement that took too long. */
const PASSING = new Set([1040, 1053, 1077, 1203, 1205, 1226, 1969, 3024]);
/** Who we are: access denied, no such database, a host or an account that is not let in. */
const CREDENTIALS = new Set([1044, 1045, 1049, 1130, 1698, 1129, 4151]);
/** What we may not do. */
const RIGHTS_MISSING = new Set([1142, 1143, 1227, 1370, 1683]);

/** What mysql2 threw, as an error of ours: PermanentError `wrong_credentials`, `not_permitted`, `untrusted` or the server's own word; TransientError with that word, or `connection`. */
export function explainMysql(error: unknown, hide: (text: string) => string): PermanentError | TransientError {
  const { errno, code, sqlState } = partsOf(error);
  // What comes from the network has a number of the system, below nothing, and no state of SQL.
  if (typeof errno !== 'number' || errno < 1_000 || sqlState === undefined) return networkError(WATCHED, error, hide);
  const text = hide(errorText(error)).replace(/\s+/g, ' ');
  const word = typeof code === 'string' ? code.replace(/^ER_/, '').toLowerCase() : 'refused';
  if (PASSING.has(errno))
    return new TransientError(
      word,
      worded(({ watched }) => watched.watchedMySQLCannotAnswerNow(text)),
    );
  if (CREDENTIALS.has(errno))
    return new PermanentError(
      'wrong_credentials',
      worded(({ watched }) => watched.watchedMySQLRefusesUsCheck(text)),
    );
  if (RIGHTS_MISSING.has(errno))
    return new PermanentError(
      'not_permitted',
      worded(({ watched }) => watched.userInWatchedMysqlUrlMayNotAskThis(text, RIGHTS)),
    );
  return new PermanentError(
    word,
    worded(({ watched }) => watched.watchedMySQLRefusesTheQuestion(text)),
  );
}

function partsOf(error: unknown): { errno?: unknown; code?: unknown; sqlState?: unknown } {
  return typeof error === 'object' && error !== null ? error : {};
}
