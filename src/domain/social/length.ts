/**
 * How networks count the characters of a post, as their documentation has it, and how a text is cut to that. Where a rule leaves room (a domain that may or may not become a link) the larger count is taken: a text that fits here
 * is refused nowhere.
 */

/**
 * `mastodon`: characters as people see them; a link is 23, and of a remote mention only the name counts (https://docs.joinmastodon.org/user/posting/#text). `x`: weights of twitter-text's configuration v3, in which most of what is not
 * written in Latin letters counts twice, an emoji twice and a link 23 (https://docs.x.com/fundamentals/counting-characters). `graphemes`: characters as people see them.
 */
export type LengthManner = 'mastodon' | 'x' | 'graphemes';

export interface LengthRule {
  manner: LengthManner;
  most: number;
}

const LINK_LENGTH = 23;
const ELLIPSIS = '…';

/** Code points that count once on X; all others count twice (`ranges` and `defaultWeight` of the configuration, in hundredths there). */
const ONCE_ON_X: readonly (readonly [number, number])[] = [
  [0, 4_351],
  [8_192, 8_205],
  [8_208, 8_223],
  [8_242, 8_247],
];

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** An emoji that is one of Unicode's counts as one, however many code points it has. */
const EMOJI = new RegExp('^\\p{RGI_Emoji}$', sets());

/** In the first group what stands before a link and is none of it. */
const LINKS: Readonly<Record<LengthManner, RegExp>> = {
  // Letters of any language belong to a link there, up to the next space.
  mastodon: /https?:\/\/[^\s<>()"「」]+/giu,
  // Without a scheme too; letters that are not Latin end it.
  x: /(?<![\w@.$#/-])(?:https?:\/\/)?(?:[a-z0-9_-]+\.)+[a-z]{2,24}(?![a-z0-9_-])(?::\d{1,5})?(?:[/?#][a-z0-9!*';:=+,.$/%#[\]_~@|&?-]*)?/giu,
  graphemes: /https?:\/\/[^\s<>"]+/giu,
};
/** Do not belong to a link at whose end they stand. */
const LINK_ENDS = `.,;:!?*'"~&|@$[]=%「」)…。、`;
/** Are left out before an ellipsis. */
const BEFORE_ELLIPSIS = ' \n\t,;:–-';
/** Of somebody on another server. */
const REMOTE_MENTION = /(?<![\w/])@[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*@[a-z0-9.-]*[a-z0-9]/giu;
/** Ends of hosts that are surely links; under any other the larger count is taken. */
const SURE_ENDS = /\.(?:[a-z]{2}|com|net|org|info|biz|app|dev|cloud|online|site|store|shop|tech|page|blog|news|email)$/iu;

/** The flag of sets of Unicode, which Node has and the compiler's target does not know. */
function sets(): string {
  return 'v';
}

interface Part {
  start: number;
  end: number;
  kind: 'link' | 'mention';
}

/** What must stay whole, in its order. */
function partsOf(text: string, manner: LengthManner): Part[] {
  const links = [...text.matchAll(LINKS[manner])].flatMap(({ 0: found, index }): Part[] => {
    const own = withoutAny(found, LINK_ENDS);
    return hostOf(own).includes('.') ? [{ start: index, end: index + own.length, kind: 'link' }] : [];
  });
  const mentions = [...text.matchAll(REMOTE_MENTION)].map(
    ({ 0: found, index }): Part => ({ start: index, end: index + found.length, kind: 'mention' }),
  );
  const free = mentions.filter(({ start, end }) => links.every((link) => end <= link.start || start >= link.end));
  return [...links, ...free].sort((a, b) => a.start - b.start);
}

function hostOf(link: string): string {
  return link.replace(/^https?:\/\//i, '').split(/[/?#:]/)[0] ?? '';
}

/** How long a network says that it is. */
export function lengthOf(text: string, manner: LengthManner): number {
  const whole = text.normalize('NFC');
  if (manner === 'graphemes') return countOf(whole);
  let length = 0;
  let at = 0;
  for (const { start, end, kind } of partsOf(whole, manner)) {
    length += plainLength(whole.slice(at, start), manner) + partLength(whole.slice(start, end), kind, manner);
    at = end;
  }
  return length + plainLength(whole.slice(at), manner);
}

function partLength(part: string, kind: Part['kind'], manner: LengthManner): number {
  if (kind === 'mention') return plainLength(manner === 'mastodon' ? part.slice(0, part.indexOf('@', 1)) : part, manner);
  const isSure = /^https?:/i.test(part) && SURE_ENDS.test(hostOf(part));
  return isSure ? LINK_LENGTH : Math.max(LINK_LENGTH, plainLength(part, manner));
}

function plainLength(text: string, manner: LengthManner): number {
  if (manner !== 'x') return countOf(text);
  let length = 0;
  for (const { segment } of graphemes.segment(text)) length += EMOJI.test(segment) ? 2 : weightOnX(segment);
  return length;
}

function weightOnX(text: string): number {
  let weight = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    weight += ONCE_ON_X.some(([from, to]) => code >= from && code <= to) ? 1 : 2;
  }
  return weight;
}

function countOf(text: string): number {
  let count = 0;
  for (const _ of graphemes.segment(text)) count += 1;
  return count;
}

/**
 * The text, cut to what the rule takes with an ellipsis at its end: between words where there is one near, never inside of a character, a link or a mention. `tail` stands whole below it, such as the address of a status page; a tail
 * that leaves no room for words is left out. Empty only where nothing fits.
 */
export function cutToFit(text: string, rule: LengthRule, { language, tail = '' }: { language: string; tail?: string }): string {
  const whole = text.normalize('NFC').trim();
  const behind = tail === '' ? '' : `\n${tail.normalize('NFC').trim()}`;
  const isShort = (one: string) => lengthOf(one, rule.manner) <= rule.most;
  if (isShort(whole + behind)) return whole + behind;
  const cut = cutBefore(whole, behind, { rule, language });
  if (cut !== undefined) return cut;
  return behind === '' ? '' : cutToFit(whole, rule, { language });
}

function cutBefore(whole: string, behind: string, { rule, language }: { rule: LengthRule; language: string }): string | undefined {
  const parts = partsOf(whole, rule.manner);
  const isInside = (at: number) => parts.some(({ start, end }) => at > start && at < end);
  const places = [...graphemes.segment(whole)].map(({ index }) => index).filter((at) => at > 0 && !isInside(at));
  const cutAt = (at: number) => ended(whole.slice(0, at), { rule }) + behind;
  const fits = (at: number) => lengthOf(cutAt(at), rule.manner) <= rule.most;
  let last = lastThat(places, fits);
  // What is counted may shrink as a text grows (a link becomes one only with its end): what was found is looked at itself.
  while (last >= 0 && !fits(places[last] ?? 0)) last -= 1;
  const furthest = places[last];
  if (furthest === undefined) return undefined;
  const words = [...new Intl.Segmenter(known(language), { granularity: 'word' }).segment(whole)].map(({ index }) => index);
  const near = words.findLast((at) => at <= furthest && at > furthest * NEAR && !isInside(at) && fits(at));
  return cutAt(near ?? furthest);
}

/** A word is ended when that leaves so much of what would fit. */
const NEAR = 0.6;

/** What was cut, with the ellipsis: away from a link, which it would become a part of. */
function ended(text: string, { rule }: { rule: LengthRule }): string {
  const head = text.trimEnd();
  const endsInLink = partsOf(head, rule.manner).some(({ end }) => end === head.length);
  return endsInLink ? `${head} ${ELLIPSIS}` : `${withoutAny(head, BEFORE_ELLIPSIS)}${ELLIPSIS}`;
}

/** The text without those of these marks (one character each) with which it ends, however many. */
function withoutAny(text: string, marks: string): string {
  let length = text.length;
  while (length > 0 && marks.includes(text.charAt(length - 1))) length -= 1;
  return text.slice(0, length);
}

/** The index of the last of ascending places that holds; −1 when none does. */
function lastThat(places: readonly number[], holds: (at: number) => boolean): number {
  let [low, high] = [-1, places.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(places[middle] ?? 0)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A language that the segmenter takes. */
function known(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? 'und';
  } catch {
    return 'und';
  }
}
