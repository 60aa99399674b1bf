import { isPersonId } from '../../../domain/incident/person-id.ts';
import type { Words } from '../../../domain/language/words.ts';
import { wellFormed } from '../../../domain/text/well-formed.ts';

/**
 * Makes what people, alerts and vendors wrote harmless and short enough before it enters a message
 * (https://docs.slack.dev/messaging/formatting-message-text#escaping).
 */

// Bidirectional overrides can make a title read backwards; zero-width and filler characters make one that looks empty.
const INVISIBLE = /(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const BLANK = /[\s\p{Cf}\p{Mn}\u115f\u1160\u2800\u3164\uffa0]/gu;
const LOOK_ALIKE: Record<string, string> = { '*': '∗', '~': '∼', '`': 'ˋ' };

/** One tidy line: composed (so that Korean is not torn apart), no control characters, single spaces; empty when nothing visible is left. */
export function oneLine(text: string): string {
  const line = flat(text).trim();
  return isBlank(line) ? '' : line;
}

function flat(text: string): string {
  return composed(text)
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .replace(INVISIBLE, '');
}

/** The same for text that may have several lines; at most one empty line in a row. */
export function manyLines(text: string): string {
  const lines = tidy(text).trim();
  return isBlank(lines) ? '' : lines;
}

function tidy(text: string): string {
  return composed(text)
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(INVISIBLE, '')
    .replace(/\n{3,}/g, '\n\n');
}

/** Slack's three control characters; without them nothing in a text can mention, link or ping. */
export function escapeControls(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/**
 * Swaps the characters that would switch formatting on for look-alikes, because Slack knows no escape for them.
 * An underscore inside a word (`kafka_lag`) formats nothing and stays.
 */
function withoutFormatting(text: string): string {
  return text.replace(/[*~`]/g, (mark) => LOOK_ALIKE[mark] ?? mark).replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, 'ˍ');
}

/** What somebody wrote, as one harmless line for mrkdwn or a fallback text, at most `max` characters; `otherwise` when nothing is left. */
export function safe(text: string, max: number, otherwise = '–'): string {
  return cut(escapeControls(withoutFormatting(oneLine(text))), max) || otherwise;
}

/** What is made harmless already, in brackets: a sentence loses its full stop there. */
export function aside(text: string): string {
  return `(${text.replace(/\.$/, '')})`;
}

/** The same for plain_text objects, where formatting characters mean nothing and may stay. */
export function safePlain(text: string, max: number, otherwise = '–'): string {
  return cut(escapeControls(oneLine(text)), max) || otherwise;
}

/** Several lines somebody wrote on purpose, such as a note: their own bold and code stay, mentions and links do not work. */
export function safeLines(text: string, max: number, otherwise = '–'): string {
  return cut(escapeControls(manyLines(text)), max) || otherwise;
}

/** The same for one line, with the addresses in it as links, because Slack is told to link nothing by itself in our texts. */
export function linkedLine(text: string, max: number): string {
  const parts = text.split(/(https?:\/\/[^\s<>|`"]+)/);
  const linked = parts.map((part, i) => {
    const address = i % 2 === 1 ? plainAddress(part) : undefined;
    return address ? `<${address}>` : escapeControls(part);
  });
  return cut(linked.join(''), max);
}

// What must not be torn: an entity, a token of ours such as <@U1> or <!date…>, a flag, a joined emoji, a letter with its marks.
const PIECE = /&(?:amp|lt|gt);|<[^<>\n]*>|\p{RI}\p{RI}|[\s\S](?:\p{M}|\p{Emoji_Modifier}|\u200d[\s\S])*/gu;

/** At most `max` UTF-16 units of an already escaped text, with … where it was cut, never inside a character, entity or token. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = 0;
  for (const piece of text.matchAll(PIECE)) {
    const next = piece.index + piece[0].length;
    if (next > max - 1) break;
    end = next;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}

/** `<@U…>` for a Slack user, otherwise the name as harmless text (an alert source, `cli`). */
export function person(id: string): string {
  return isPersonId(id) ? `<@${id}>` : safe(id, 80);
}

/** Words of ours, which may carry `code`, with those whom they mention: whatever else looks like a mention stays text. */
export function told(words: Words, max: number, otherwise = '–'): string {
  return withPeople(words, max, otherwise, tidy);
}

/** The same in one line. */
export function toldInLine(words: Words, max: number, otherwise = '–'): string {
  return withPeople(words, max, otherwise, flat);
}

function withPeople(words: Words, max: number, otherwise: string, shaped: (text: string) => string): string {
  const parts = typeof words === 'string' ? [words] : words;
  const text = parts.map((part) => (typeof part === 'string' ? escapeControls(shaped(part)) : person(part.person))).join('');
  return cut(isBlank(text) ? '' : text.trim(), max) || otherwise;
}

/** `<#C…>` for a Slack channel, otherwise harmless text. */
export function channel(id: string): string {
  return /^[CDG][A-Z0-9]{2,30}$/.test(id) ? `<#${id}>` : safe(id, 80);
}

/** An address that may stand in a link or a button: http or https, at most 2,500 characters; undefined for anything else. */
export function webAddress(url: string | undefined | null): string | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return undefined;
  const address = parsed.href.replace(/[<>|`*~\s]/g, (mark) =>
    encodeURIComponent(mark).replace(/[*~]/g, (c) => (c === '*' ? '%2A' : '%7E')),
  );
  return address.length <= 2_500 ? address : undefined;
}

/** The bare address for a plain text; undefined when it is not one. */
export function plainAddress(url: string | undefined | null): string | undefined {
  const address = webAddress(url);
  return address && escapeControls(address);
}

/** `<url|label>`, or the label alone when the address is not one. `label` is ours, not a person's. */
export function link(url: string | undefined | null, label: string): string {
  const address = webAddress(url);
  return address ? `<${escapeControls(address)}|${label}>` : label;
}

function composed(text: string): string {
  return wellFormed(text).normalize('NFC');
}

function isBlank(text: string): boolean {
  return text.replace(BLANK, '') === '';
}
