import { own } from '../text/own.ts';

/** Names to look for. */
export interface Names {
  has(name: string): boolean;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
/** Up to this length a text is put together faster than it is decoded. */
const SHORT = 24;

/** The text that stands from one byte (inclusive) to another (exclusive), in UTF-8; what is no UTF-8 becomes U+FFFD. */
export function textBetween(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > SHORT) return utf8.decode(bytes.subarray(from, to));
  let text = '';
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] as number;
    if (byte >= 0x80) return utf8.decode(bytes.subarray(from, to));
    text += String.fromCharCode(byte);
  }
  return text;
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** A text of JSON without its escapes; one that JSON does not know stands for its own letter. */
export function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_all, hex: string | undefined, letter: string) =>
    hex === undefined ? (own(ESCAPES, letter) ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Words without quotes, with those that other languages write where JSON has none. */
const WORDS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', null],
  ['Infinity', null],
  ['-Infinity', null],
  ['undefined', null],
]);

/** Longer than any number or word that means something. */
const WORD_MAX = 400;

/** The word that begins at a byte, in bytes, and its value; that is undefined when it is neither a number nor a word of JSON. */
export function bareWord(bytes: Uint8Array, from: number): { value: number | string | boolean | null | undefined; length: number } {
  let end = from;
  while (end < from + WORD_MAX && isWordByte(bytes[end])) end += 1;
  const word = textBetween(bytes, from, end);
  const known = WORDS.get(word);
  return { value: known === undefined ? numberOf(word) : known, length: end - from };
}

function isWordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (
    (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || [0x2b, 0x2d, 0x2e].includes(byte)
  );
}

/** What no double holds exactly, or at all, stays text: names of things are often such numbers. */
function numberOf(word: string): number | string | undefined {
  if (!/^[-+]?\.?\d/.test(word)) return undefined;
  const number = Number(word);
  if (Number.isNaN(number)) return undefined;
  const exact = Number.isFinite(number) && (Number.isSafeInteger(number) || !/^-?\d+$/.test(word));
  return exact ? number : word;
}
