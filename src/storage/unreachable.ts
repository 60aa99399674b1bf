/** Socket errors of Node and SQLSTATEs of a server that is going down, starting up or full (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const CODES = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|08...|57P0[123]|53300)$/;
const WORDS = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/i;

/** Whether an error, or one that it wraps, means that the database could not be reached. Judged by shape: errors of sockets may be from another realm. */
export function isUnreachable(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    const { code, message, errors, cause, driverError } = at as Record<string, unknown>;
    if (typeof code === 'string' && CODES.test(code)) return true;
    if (typeof message === 'string' && WORDS.test(message)) return true;
    if (Array.isArray(errors) && errors.some(isUnreachable)) return true;
    at = cause ?? driverError;
  }
  return false;
}

/** The database was lost while it committed: the transaction may have happened or not. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
}

/** Runs a transaction that says through `onlyCommitLeft` that only the commit is left. Rejects with CommitUnknown when the commit's answer was lost. */
export async function knowingTheCommit<T>(transaction: (onlyCommitLeft: (result: T) => T) => Promise<T>): Promise<T> {
  let committing = false;
  try {
    return await transaction((result) => {
      committing = true;
      return result;
    });
  } catch (error) {
    if (committing && isUnreachable(error)) throw new CommitUnknown('The database was lost at a commit.', { cause: error });
    throw error;
  }
}
