import { LANGUAGES, PRODUCT_LANGUAGES, type Speech } from '../../../src/languages/index.ts';

/**
 * A language that nobody speaks, made from English: every text of its folder is longer and accented, `[Ŝéñţ……]`, so that words which stand elsewhere are seen,
 * as is what has no room for a longer language. Importing this, before anything that says something in all languages, makes it one of Bongsu's own.
 */
export const PSEUDO = 'en-XA';

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ACCENTED = 'àƀçđéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÀƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ';
/** Marks of Slack, code, placeholders, addresses and names of emoji stay what they are. */
const KEPT = /(&[a-z]+;|<[^<>]*>|`[^`]*`|\{\w+\}|https?:\/\/\S+|:[a-z_]+:|\/[a-z]+\b|[\uE000-\uEFFF])/u;
/** Facts about a language, not texts of it. */
const FACTS: Readonly<Record<string, unknown>> = {
  locale: { dates: 'ja-JP', numbers: 'ja-JP' },
  statusPage: { language: PSEUDO, locale: 'ja-JP' },
  twilioLanguage: 'ja-JP',
};

function pseudo(value: unknown): unknown {
  if (typeof value === 'string') return accented(value);
  if (typeof value === 'function') return spoken(value as Say);
  if (Array.isArray(value)) return value.map(pseudo);
  if (typeof value !== 'object' || value === null) return value;
  // Somebody who is mentioned, and the like.
  if (Object.keys(value).join() === 'person') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key === 'locale' || key === 'twilioLanguage') return [key, FACTS[key]];
      if (key === 'statusPage') return [key, { ...(pseudo(inner) as object), ...(FACTS.statusPage as object) }];
      return [key, pseudo(inner)];
    }),
  );
}

type Say = (...given: unknown[]) => unknown;

/** What is handed in (names, times) stays as it is, where it is only put into the sentence. */
function spoken(say: Say): Say {
  return (...given) => {
    const said = say(...given);
    const held = given.map((value, index) => (typeof value === 'string' && value !== '' ? String.fromCodePoint(0xe000 + index) : value));
    const restored = (text: string) => text.replace(/[\uE000-\uE0FF]/gu, (mark) => String(given[(mark.codePointAt(0) ?? 0) - 0xe000]));
    if (typeof said !== 'string') return pseudo(said);
    try {
      const marked = say(...held);
      if (typeof marked === 'string' && restored(marked) === said) return restored(accented(marked));
    } catch {
      // It looks something up by what it is given.
    }
    return accented(said);
  };
}

function accented(text: string): string {
  if (!/[A-Za-z]/.test(text)) return text;
  const parts = text.split(KEPT).map((part, index) => (index % 2 === 1 ? part : [...part].map(accent).join('')));
  const words = (text.match(/[A-Za-z]+/g) ?? []).length;
  return `[${parts.join('')}${'…'.repeat(Math.max(1, Math.ceil(words / 2)))}]`;
}

function accent(letter: string): string {
  const at = PLAIN.indexOf(letter);
  return at < 0 ? letter : ([...ACCENTED][at] ?? letter);
}

(LANGUAGES as Record<string, Speech>)[PSEUDO] = pseudo(LANGUAGES.en) as Speech;
(PRODUCT_LANGUAGES as string[]).push(PSEUDO);
