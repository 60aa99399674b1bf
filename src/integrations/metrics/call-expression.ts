import { PermanentError } from '../../domain/errors.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import { worded } from '../../languages/worded.ts';

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

const SHAPE: Bilingual = worded(({ evidence }) => evidence.shape);

/**
 * Reads `name` or `name(argument, …)`, each argument by its place or as `argument=value`: a value is anything without commas, brackets and quotes, or stands in double quotes, where \" is a
 * quote. Throws PermanentError `bad_query` that says where it went wrong.
 */
export function parseCall(text: string): Call {
  const [, name, rest = ''] = /^([a-z][a-z0-9_]*)\s*(.*)$/s.exec(text.trim()) ?? [];
  if (name === undefined)
    throw badQuery(
      text,
      worded(({ evidence }, language) => evidence.doesNotBeginWithAName(pick(SHAPE, language))),
    );
  if (rest === '') return { name, args: [] };
  if (!rest.startsWith('('))
    throw badQuery(
      text,
      worded(({ evidence }, language) => evidence.goesOnWithAfterTheName(rest, pick(SHAPE, language))),
    );
  const args: Written[] = [];
  const argument = /(?:\s*(?:([a-z]\w*)\s*=\s*)?"((?:[^"\\]|\\.)*)"\s*|([^,()"]*))([,)]|$)/gy;
  for (argument.lastIndex = 1; ; ) {
    const [, label, quoted, bare = '', end] = argument.exec(rest) ?? [];
    if (end === undefined)
      throw badQuery(
        text,
        worded(({ evidence }) => evidence.hasBracketsOrQuotesInAnArgument),
      );
    if (end === '')
      throw badQuery(
        text,
        worded(({ evidence }) => evidence.lacksItsClosingBracket),
      );
    const value = quoted === undefined ? bare.trim() : quoted.replace(/\\(.)/g, '$1');
    const empty = quoted === undefined && value === '';
    if (empty && !(end === ')' && args.length === 0))
      throw badQuery(
        text,
        worded(({ evidence }, language) => evidence.hasAnEmptyArgument(pick(SHAPE, language))),
      );
    if (!empty) args.push(writtenAs(value, quoted === undefined ? undefined : { label }));
    if (end === ',') continue;
    const after = rest.slice(argument.lastIndex);
    if (after !== '')
      throw badQuery(
        text,
        worded(({ evidence }) => evidence.goesOnWithAfterItsClosingBracket(after)),
      );
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
export function badQuery(query: string, why: Bilingual): PermanentError {
  return new PermanentError(
    'bad_query',
    worded(({ evidence }, language) => evidence.queryNothing(query.trim(), pick(why, language))),
  );
}
