/** Of an error of Postgres: where the values of rows and parameters stand. */
const VALUES = ['detail', 'where', 'internalQuery', 'hint'] as const;

/** Class 22, data exceptions: their messages quote the value that was wrong; those of all others quote names. */
const QUOTES_VALUES = /^22/;
/** More than anybody shows of it: whoever does masks it before it is cut. */
const LONGEST = 8_000;

/**
 * The same error without what people wrote: it may be logged, kept in a row and shown. Postgres tells a failed statement's values in `detail` and in
 * quotes (https://www.postgresql.org/docs/current/error-message-reporting.html).
 */
export function withoutValues(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  const fields = error as Record<string, unknown>;
  // A SQLSTATE, as opposed to the code of a socket.
  if (typeof fields.code !== 'string' || typeof fields.severity !== 'string') return error;
  for (const field of VALUES) delete fields[field];
  const { message, stack } = error as Error;
  const said = (QUOTES_VALUES.test(fields.code) ? unquoted(message) : message).slice(0, LONGEST);
  fields.message = said;
  const at = stack?.indexOf(message) ?? -1;
  fields.stack = at < 0 ? said : `${said}${stack?.slice(at + message.length)}`;
  return error;
}

/** Everything between the first and the last quotation mark may be the value, which has marks of its own. */
function unquoted(message: string): string {
  const [first, last] = [message.indexOf('"'), message.lastIndexOf('"')];
  return first < 0 ? message : `${message.slice(0, first)}"…"${last > first ? message.slice(last + 1) : ''}`;
}
