import { PermanentError } from '../../domain/errors.ts';

/** `lag(coupon-issuer, "coupon requests")` taken apart. */
export interface Call {
  name: string;
  /** In order, quotes taken off. */
  args: string[];
}

const SHAPE = 'write a name, or a name with arguments such as name(first, "second, with comma")';

/**
 * Reads `name` or `name(argument, …)`: an argument is anything without commas, brackets and quotes, or stands in double quotes, where \" is a
 * quote. Throws PermanentError `bad_query` that says where it went wrong.
 */
export function parseCall(text: string): Call {
  const [, name, rest = ''] = /^([a-z][a-z0-9_]*)\s*(.*)$/s.exec(text.trim()) ?? [];
  if (name === undefined) throw badQuery(text, `does not begin with a name: ${SHAPE}`);
  if (rest === '') return { name, args: [] };
  if (!rest.startsWith('(')) throw badQuery(text, `goes on with "${rest}" after the name: ${SHAPE}`);
  const args: string[] = [];
  const argument = /(?:\s*"((?:[^"\\]|\\.)*)"\s*|([^,()"]*))([,)]|$)/gy;
  for (argument.lastIndex = 1; ; ) {
    const [, quoted, bare = '', end] = argument.exec(rest) ?? [];
    if (end === undefined) throw badQuery(text, `has brackets or quotes in an argument: put it in double quotes`);
    if (end === '') throw badQuery(text, 'lacks its closing bracket');
    const value = quoted === undefined ? bare.trim() : quoted.replace(/\\(.)/g, '$1');
    const empty = quoted === undefined && value === '';
    if (empty && !(end === ')' && args.length === 0)) throw badQuery(text, `has an empty argument: ${SHAPE}`);
    if (!empty) args.push(value);
    if (end === ',') continue;
    const after = rest.slice(argument.lastIndex);
    if (after !== '') throw badQuery(text, `goes on with "${after}" after its closing bracket`);
    return { name, args };
  }
}

/** A query that no answer can be found for; `why` completes a sentence. */
export function badQuery(query: string, why: string): PermanentError {
  return new PermanentError('bad_query', {
    en: `The query ${query.trim() || '(nothing)'} ${why}.`,
    ko: `쿼리 ${query.trim() || '(없음)'}: ${why}.`,
  });
}
