import { maskLogLine } from '../domain/masking/mask-log-line.ts';

/** Longer than what is kept of it, so that a secret which is cut in two is still known as one. */
const READ_MAX = 2_000;
const WORDS_MAX = 160;

/** What somebody else's server says, as one line that may be shown: secrets masked, at most `most` characters. */
export function foreignWords(text: string, most = WORDS_MAX): string {
  const line = maskLogLine(text.slice(0, READ_MAX).replace(/\s+/g, ' ').trim());
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** A list of texts, or a single one, as far as it is one. */
export function textsIn(list: unknown): string[] {
  const items: readonly unknown[] = Array.isArray(list) ? list.slice(0, 20) : [list];
  return items.filter((item): item is string => typeof item === 'string' && item.trim() !== '');
}
