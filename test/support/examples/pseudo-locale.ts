import { commandNames } from '../../../src/commands/names.ts';

export { PSEUDO } from './pseudo-language.ts';

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
