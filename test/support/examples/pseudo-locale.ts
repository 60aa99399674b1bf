import { en } from '../../../src/bot/languages/en/index.ts';
import { LANGUAGES, type Texts } from '../../../src/bot/languages/index.ts';
import { commandNames } from '../../../src/commands/names.ts';

/**
 * A language that nobody speaks, made from English: every text of its folder is longer and accented, `[Ŝéñţ……]`, so that words which stand elsewhere are seen,
 * as is what has no room for a longer language. Importing this makes Bongsu speak it.
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
      if (key === 'locale') return [key, FACTS.locale];
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

(LANGUAGES as Record<string, Texts>)[PSEUDO] = pseudo(en) as Texts;

/** Names that are the same in every language, units, and what Slack or a program calls something. */
const NAMES = /^(bongsu|slack|zoom|postgres|redis|kafka|prometheus|kubernetes|gmt|utc|kib|mib|gib|tib|pib|sev\d?|inc|enabled)$/i;

/** The same data with nothing in its texts that tears apart what stands around them, such as half a pair of marks: where something does, nobody can tell a command from a word. */
export function tamed<T>(data: T): T {
  if (typeof data === 'string')
    return (/^https?:/.test(data) ? 'https://example.com/x' : data.replace(/[^\p{L}\p{N} .,'%#/_-]/gu, '')) as T;
  if (Array.isArray(data)) return data.map(tamed) as T;
  if (typeof data !== 'object' || data === null || Object.getPrototypeOf(data) !== Object.prototype) return data;
  return Object.fromEntries(Object.entries(data).map(([key, inner]) => [key, tamed(inner)])) as T;
}

/** Words of which lines that people type are made. */
const TYPED = commandNames().flatMap((name) => name.split(' '));

/** English words of more than two letters in what is shown, that neither the language nor `data` brought there; commands as they are typed are no words. */
export function englishLeft(shown: unknown, data: unknown): string[] {
  // What tidies a text takes marks out of it that nobody sees.
  const known = textsIn(data)
    .join('\n')
    .replace(/[\p{Cf}\p{Cc}]/gu, '')
    .toLowerCase();
  const words = textsShown(shown).flatMap(
    (text) =>
      text
        .replace(/<(?:[^<>|]*)\|?([^<>]*)>/g, ' $1 ')
        .replace(/&[a-z]+;|`[^`]*`|:[a-z_]+:|https?:\/\/\S+|\{\w+\}/g, ' ')
        .match(/(?<![\p{L}\p{N}])[A-Za-z]{3,}(?![\p{L}])/gu) ?? [],
  );
  // A command may stand where there are no marks for it, and be cut where there is no room.
  const isTyped = (word: string) => TYPED.some((name) => name.startsWith(word.toLowerCase()));
  return [...new Set(words)].filter((word) => !NAMES.test(word) && !isTyped(word) && !known.includes(word.toLowerCase()));
}

/** Texts that people see: values and ids of elements are for programs. */
function textsShown(node: unknown, key = ''): string[] {
  if (typeof node === 'string')
    return ['text', 'accessibility_label', 'alt_text', 'fallback', 'title', 'said', ''].includes(key) ? [node] : [];
  if (Array.isArray(node)) return node.flatMap((item) => textsShown(item, key));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, inner]) => textsShown(inner, name));
}

function textsIn(data: unknown): string[] {
  if (typeof data === 'string' || typeof data === 'boolean' || typeof data === 'number') return [String(data)];
  if (Array.isArray(data)) return data.flatMap(textsIn);
  return typeof data === 'object' && data !== null ? Object.entries(data).flatMap(([key, inner]) => [key, ...textsIn(inner)]) : [];
}
