import { decoded, ESCAPES, type Escape } from './masking/decoded.ts';
import { merged, Needles, type Range } from './masking/needles.ts';
import { formsOf, LAYERS } from './masking/secret-forms.ts';

const HIDDEN = '[secret]';
const LONGEST_SCHEME = 30;
const LONGEST_USER_INFO = 1_000;
const SCHEME = /[a-z0-9+.-]/i;
const ENDS_USER_INFO = /[\s/?#"'\\]/;

/**
 * A function that hides the given secrets, and the user part of any address, wherever they stand in a text and however they are written: as they are,
 * percent-encoded, escaped as JSON, HTML or a program does, in base64 or hexadecimal, alone or as a part of something. Of a secret that is itself an
 * address, the password is hidden and the rest stays readable. Its cost grows with the text, not with the number of secrets.
 */
export function createMask(secrets: readonly string[]): (text: string) => string {
  const needles = new Needles(secrets.flatMap(formsOf));
  return (text) => {
    const ranges = needles.none ? [] : secretsIn(text, needles);
    return without(text, merged([...ranges, ...userInfoIn(text)]));
  };
}

/** All escapes at once, as in a text that was escaped in several ways; and each by itself, where what stands beside a secret makes another escape of its edge. */
const MIXTURES: readonly (readonly Escape[])[] = [ESCAPES, ...ESCAPES.map((one) => [one])];

function secretsIn(text: string, needles: Needles): Range[] {
  return [...needles.in(text), ...MIXTURES.flatMap((escapes) => secretsBelow(text, needles, escapes))];
}

/** Where secrets stand once these escapes are undone, layer by layer. */
function secretsBelow(text: string, needles: Needles, escapes: readonly Escape[]): Range[] {
  const found: Range[] = [];
  // Where the characters of the layer that is looked at stand in the text itself.
  let origin = (index: number) => index;
  let layer = text;
  for (let n = 0; n < LAYERS; n += 1) {
    const inner = decoded(layer, escapes);
    if (inner === undefined) break;
    const outer = origin;
    const { starts } = inner;
    origin = (index) => outer(starts[index] ?? 0);
    layer = inner.text;
    found.push(...needles.in(layer).map(([from, to]): Range => [origin(from), origin(to)]));
  }
  return found;
}

/** `user:password` and `token` between `//` and `@` of any address, configured or not, its slashes escaped or not. */
function userInfoIn(text: string): Range[] {
  const found: Range[] = [];
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    const begin = afterSlashes(text, at + 1);
    if (begin === undefined || !hasScheme(text, at)) continue;
    const end = endOfUserInfo(text, begin);
    if (end !== undefined && end > begin) found.push([begin, end]);
  }
  return found;
}

/** Behind `//`, or behind `\/\/`. */
function afterSlashes(text: string, at: number): number | undefined {
  if (text.startsWith('//', at)) return at + 2;
  return text.startsWith('\\/\\/', at) ? at + 4 : undefined;
}

function hasScheme(text: string, colon: number): boolean {
  for (let at = colon - 1; at >= 0 && colon - at <= LONGEST_SCHEME; at -= 1) {
    const character = text[at] ?? '';
    if (!SCHEME.test(character)) return at < colon - 1;
  }
  return colon > 0;
}

/** Where the last `@` stands before the user part must have ended: a password may hold one. */
function endOfUserInfo(text: string, begin: number): number | undefined {
  let end: number | undefined;
  for (let at = begin; at < text.length && at - begin < LONGEST_USER_INFO; at += 1) {
    const character = text[at] ?? '';
    if (character === '@') end = at;
    else if (ENDS_USER_INFO.test(character)) break;
  }
  return end;
}

function without(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  let shown = '';
  let from = 0;
  for (const [begin, end] of ranges) {
    shown += text.slice(from, begin) + HIDDEN;
    from = end;
  }
  return shown + text.slice(from);
}
