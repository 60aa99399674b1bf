import type { DatabaseTrouble } from '../domain/process/database-trouble.ts';
import { isLeaseLost } from '../domain/process/lease.ts';

/**
 * SQLSTATEs of what passes without anybody changing a statement (https://www.postgresql.org/docs/current/errcodes-appendix.html) and socket errors
 * of Node, the first that fits.
 */
const CODES: readonly (readonly [RegExp, DatabaseTrouble])[] = [
  [/^(53100|ENOSPC|EDQUOT)$/, 'full'],
  [/^25006$/, 'read-only'],
  // Lock, statement and transaction limits, deadlocks: somebody held it up for longer than anybody may.
  [/^(55P03|57014|25P0[34]|40P01|40001)$/, 'held-up'],
  [/^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|08...|57P0[1235]|53...)$/, 'away'],
];
const WORDS = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/i;

/**
 * Why the database cannot do what was asked at the moment, by what was thrown or what that wraps; undefined for a mistake of ours. Judged by shape: errors
 * of sockets may be from another realm.
 */
export function troubleOf(error: unknown): DatabaseTrouble | undefined {
  // It is this process that was held up: what it was doing is to be done again by whoever may.
  if (isLeaseLost(error)) return 'held-up';
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    const { code, message, errors, cause, driverError } = at as Record<string, unknown>;
    const known = typeof code === 'string' ? CODES.find(([pattern]) => pattern.test(code))?.[1] : undefined;
    if (known !== undefined) return known;
    if (typeof message === 'string' && WORDS.test(message)) return 'away';
    const among = Array.isArray(errors) ? errors.map(troubleOf).find((trouble) => trouble !== undefined) : undefined;
    if (among !== undefined) return among;
    at = cause ?? driverError;
  }
  return undefined;
}

/** The database undid the whole transaction because two held what the other wanted: it may be done again at once. */
export function isDeadlock(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    const { code, cause, driverError } = at as Record<string, unknown>;
    if (code === '40P01' || code === '40001') return true;
    at = cause ?? driverError;
  }
  return false;
}

/** The database was lost while it committed: the transaction may have happened or not. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
}

/** Runs a transaction that says when the statement is sent that commits it. Rejects with CommitUnknown when the answer to that one was lost. */
export async function knowingTheCommit<T>(transaction: (lastIsSent: () => void) => Promise<T>): Promise<T> {
  let committing = false;
  try {
    return await transaction(() => {
      committing = true;
    });
  } catch (error) {
    if (committing && troubleOf(error) === 'away') throw new CommitUnknown('The database was lost at a commit.', { cause: error });
    throw error;
  }
}
