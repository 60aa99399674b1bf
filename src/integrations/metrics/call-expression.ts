import { PermanentError } from '../../domain/errors.ts';

/** `lag(coupon-issuer, "coupon requests")` taken apart. */
export interface Call {
  name: string;
  /** In order, quotes taken off. */
  args: Written[];
}

export interface Written {
  /** The whole of it. */
  text: string;
  /** Of `queue=orders`: which argument it may be. Whoever has none of that name takes the whole for a value, as `lock=*` is one. */
  named?: { name: string; value: string };
}

const SHAPE = 'write a name, or a name with arguments such as name(first, "second, with comma")';

/**
 * Reads `name` or `name(argument, …)`, each argument by its place or as `argument=value`: a value is anything without commas, brackets and quotes, or stands in double quotes, where \" is a
 * quote. Throws PermanentError `bad_query` that says where it went wrong.
 */
export function parseCall(text: string): Call {
  const [, name, rest = ''] = /^([a-z][a-z0-9_]*)\s*(.*)$/s.exec(text.trim()) ?? [];
  if (name === undefined) throw badQuery(text, `does not begin with a name: ${SHAPE}`);
  if (rest === '') return { name, args: [] };
  if (!rest.startsWith('(')) throw badQuery(text, `goes on with "${rest}" after the name: ${SHAPE}`);
  const args: Written[] = [];
  const argument = /(?:\s*(?:([a-z]\w*)\s*=\s*)?"((?:[^"\\]|\\.)*)"\s*|([^,()"]*))([,)]|$)/gy;
  for (argument.lastIndex = 1; ; ) {
    const [, label, quoted, bare = '', end] = argument.exec(rest) ?? [];
    if (end === undefined) throw badQuery(text, `has brackets or quotes in an argument: put it in double quotes`);
    if (end === '') throw badQuery(text, 'lacks its closing bracket');
    const value = quoted === undefined ? bare.trim() : quoted.replace(/\\(.)/g, '$1');
    const empty = quoted === undefined && value === '';
    if (empty && !(end === ')' && args.length === 0)) throw badQuery(text, `has an empty argument: ${SHAPE}`);
    if (!empty) args.push(writtenAs(value, quoted === undefined ? undefined : { label }));
    if (end === ',') continue;
    const after = rest.slice(argument.lastIndex);
    if (after !== '') throw badQuery(text, `goes on with "${after}" after its closing bracket`);
    return { name, args };
  }
}

function writtenAs(text: string, quoted?: { label: string | undefined }): Written {
  if (quoted)
    return quoted.label === undefined ? { text } : { text: `${quoted.label}=${text}`, named: { name: quoted.label, value: text } };
  const [, name, value] = /^([a-z]\w*)\s*=\s*(.*)$/s.exec(text) ?? [];
  return name === undefined || value === undefined ? { text } : { text, named: { name, value } };
}

/** A query that no answer can be found for; `why` completes a sentence. */
export function badQuery(query: string, why: string): PermanentError {
  return new PermanentError('bad_query', {
    en: `The query ${query.trim() || '(nothing)'} ${why}.`,
    ko: `쿼리 ${query.trim() || '(없음)'}: ${why}.`,
  });
}
