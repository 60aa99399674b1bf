/** A text with its escapes undone, and where each of its characters came from. */
export interface Decoded {
  text: string;
  /** Where the source of the character at this index begins; one more at the end. */
  starts: Uint32Array;
}

const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '"': '"', "'": "'", '\\': '\\', '/': '/' };
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const LONGEST_ENTITY = 8;

/** What an escape begins with: percent-encoding, JSON's and a program's, HTML's. */
export const ESCAPES = ['%', '\\', '&'] as const;
export type Escape = (typeof ESCAPES)[number];

/** A text with these escapes undone, in whatever mixture, each once. Undefined when there are none. In one pass. */
export function decoded(text: string, escapes: readonly Escape[] = ESCAPES): Decoded | undefined {
  if (!escapes.some((begin) => text.includes(begin))) return undefined;
  const starts = new Uint32Array(text.length + 1);
  const parts: string[] = [];
  let length = 0;
  let plainFrom = 0;
  let changed = false;
  const put = (piece: string, from: number) => {
    parts.push(piece);
    for (let n = 0; n < piece.length; n += 1) starts[length + n] = from;
    length += piece.length;
  };
  for (let at = 0; at < text.length; ) {
    const found = escapes.includes(text[at] as Escape) ? escapeAt(text, at) : undefined;
    if (found === undefined) {
      starts[length] = at;
      length += 1;
      at += 1;
      continue;
    }
    parts.push(text.slice(plainFrom, at));
    put(found.means, at);
    at += found.length;
    plainFrom = at;
    changed = true;
  }
  if (!changed) return undefined;
  parts.push(text.slice(plainFrom));
  starts[length] = text.length;
  return { text: parts.join(''), starts };
}

function escapeAt(text: string, at: number): { means: string; length: number } | undefined {
  switch (text[at]) {
    case '%':
      return percentAt(text, at);
    case '\\':
      return backslashAt(text, at);
    case '&':
      return entityAt(text, at);
    default:
      return undefined;
  }
}

/** All bytes of one character, which UTF-8 makes of up to four. */
function percentAt(text: string, at: number): { means: string; length: number } | undefined {
  const first = byteAt(text, at);
  if (first === undefined) return undefined;
  const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
  const bytes = [first];
  for (let n = 1; n <= more; n += 1) {
    const next = byteAt(text, at + 3 * n);
    if (next === undefined) break;
    bytes.push(next);
  }
  return { means: Buffer.from(bytes).toString(), length: 3 * bytes.length };
}

function byteAt(text: string, at: number): number | undefined {
  return text[at] === '%' ? hexAt(text, at + 1, 2) : undefined;
}

function backslashAt(text: string, at: number): { means: string; length: number } | undefined {
  const kind = text[at + 1] ?? '';
  const digits = kind === 'u' ? 4 : kind === 'x' ? 2 : 0;
  if (digits === 0) return SHORT[kind] === undefined ? undefined : { means: SHORT[kind], length: 2 };
  const code = hexAt(text, at + 2, digits);
  return code === undefined ? undefined : { means: String.fromCharCode(code), length: 2 + digits };
}

function entityAt(text: string, at: number): { means: string; length: number } | undefined {
  const end = text.slice(at, at + LONGEST_ENTITY + 2).indexOf(';');
  if (end < 2) return undefined;
  const name = text.slice(at + 1, at + end);
  const means = name[0] === '#' ? numbered(name.slice(1)) : Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  return means === undefined ? undefined : { means, length: end + 1 };
}

function numbered(digits: string): string | undefined {
  const code = /^x[0-9a-f]{1,6}$/i.test(digits)
    ? Number.parseInt(digits.slice(1), 16)
    : /^\d{1,6}$/.test(digits)
      ? Number(digits)
      : Number.NaN;
  return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function hexAt(text: string, at: number, digits: number): number | undefined {
  const hex = text.slice(at, at + digits);
  return hex.length === digits && /^[0-9a-f]+$/i.test(hex) ? Number.parseInt(hex, 16) : undefined;
}
