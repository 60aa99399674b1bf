/**
 * Literals, of which only E'…' knows the backslash, and dollar-quoted bodies: whichever begins first, because each may hold what looks like
 * the other. Every rule is linear in the length of the text.
 */
const QUOTED = /\b[Ee]'(?:[^'\\]|''|\\.)*(?:'|$)|(?:\b(?:[BbXxNn]|[Uu]&))?'(?:[^']|'')*(?:'|$)|\$([A-Za-z_]\w{0,60})?\$.*?(?:\$\1\$|$)/gs;
/** Not $1, not t1, not the digits of a name. */
const NUMBER = /(?<![\w$."])\d+(?:\.\d+)?(?:e[+-]?\d+)?\b/gi;
/** `Key (email)=(ada@example.com) already exists.` */
const KEY_VALUE = /\)=\((?:[^()]|\([^()]*\))*\)/g;

/** A statement, or a line of Postgres's log, on one line and without the values in it: what people bought, wrote or are called. */
export function maskSql(sql: string): string {
  return sql.replace(QUOTED, '?').replace(KEY_VALUE, ')=(?)').replace(NUMBER, '?').replace(/\s+/g, ' ').trim();
}
