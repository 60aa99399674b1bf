import { unescapeText } from '../text/unescape-text.ts';

/**
 * What people type in Slack reaches us with markup in it (https://docs.slack.dev/messaging/formatting-message-text#advanced): `<@U1|name>`, `<#C1|name>`,
 * `<!subteam^S1|@name>`, `<!here>`, `<https://…|words>`, and `&lt;` for a bracket that somebody typed. What reads it is here, and nowhere else.
 */

/** Names that Slack did not send along, by id. */
export type Names = ReadonlyMap<string, string>;

/** Ids of people (U…, W…) and channels (C…, G…) that stand in a text without their name. */
export function unnamedIn(text: string): string[] {
  const ids = [...text.matchAll(MARKUP)].flatMap(([, inner = '']) => {
    const { target, label } = partsOf(inner);
    return label === '' && /^[@#][UWCG][A-Z0-9]{1,30}$/.test(target) ? [target.slice(1)] : [];
  });
  return [...new Set(ids)];
}

/**
 * Text from Slack's escaped form, once: people and links stay tokens, `<@U1|name>` and `<https://…|words>`, because commands take people and
 * some texts keep addresses; everything else is as people read it. To be finished by `asRead`.
 */
export function takenIn(escaped: string, names: Names = new Map()): string {
  let text = '';
  let from = 0;
  for (const match of escaped.matchAll(MARKUP)) {
    const { target, label } = partsOf(match[1] ?? '');
    const said = unescapeText(label);
    text += unescapeText(escaped.slice(from, match.index));
    if (isPerson(target)) text += `<${target}|${bare(said) || names.get(target.slice(1)) || target.slice(1)}>`;
    else if (isAddress(target)) text += `<${address(unescapeText(target))}${said === '' ? '' : `|${bare(said)}`}>`;
    else text += shown(target, said, names) ?? unescapeText(match[0]);
    from = match.index + match[0].length;
  }
  return text + unescapeText(escaped.slice(from));
}

/**
 * The text as people read it, whatever markup is left in it. A link with words of its own keeps its address behind them in `prose`, where it is evidence; in a
 * `name` the words are enough.
 */
export function asRead(text: string, how: 'prose' | 'name' = 'prose'): string {
  return text.replace(MARKUP, (whole: string, inner: string) => {
    const { target, label } = partsOf(inner);
    if (isPerson(target)) return `@${label.replace(/^@/, '') || target.slice(1)}`;
    if (isAddress(target)) return linkRead(target, label, how);
    return shown(target, label, new Map()) ?? whole;
  });
}

/** Everything between two brackets. Linear: an attempt ends at the next bracket. */
const MARKUP = /<([^<>]+)>/g;

function partsOf(inner: string): { target: string; label: string } {
  const bar = inner.indexOf('|');
  return bar < 0 ? { target: inner, label: '' } : { target: inner.slice(0, bar), label: inner.slice(bar + 1).trim() };
}

function isPerson(target: string): boolean {
  return /^@[UW][A-Z0-9]{1,30}$/.test(target);
}

function isAddress(target: string): boolean {
  return /^(?:https?:\/\/|ftp:\/\/|mailto:|tel:)[^\s]+$/i.test(target);
}

/** Channels, groups, words to everybody, dates; undefined for what is no markup of Slack's. */
function shown(target: string, label: string, names: Names): string | undefined {
  if (/^#[CGD][A-Z0-9]{1,30}$/.test(target)) return `#${label.replace(/^#/, '') || names.get(target.slice(1)) || target.slice(1)}`;
  const [kind = '', ...more] = target.split('^');
  if (kind === '!subteam') return `@${label.replace(/^@/, '') || more[0] || 'group'}`;
  if (kind === '!date') return label || undefined;
  const everybody = /^!(here|channel|everyone|group)$/.exec(target)?.[1];
  return everybody === undefined ? undefined : `@${label.replace(/^@/, '') || everybody}`;
}

/** Slack links what looks like an address by itself: then the words are the address, as it was typed. */
function linkRead(target: string, label: string, how: 'prose' | 'name'): string {
  const plain = target.replace(/^(?:mailto|tel):/i, '');
  if (label === '') return plain;
  const words = label.toLowerCase();
  const same = target.toLowerCase().includes(words.replace(/\/$/, '')) && !/\s/.test(label);
  return how === 'name' || same || plain !== target ? label : `${label} (${target})`;
}

/** Words that cannot end the token in which they stand. */
function bare(words: string): string {
  return words.replace(/[<>|]/g, (mark) => LOOK_ALIKE[mark] ?? '');
}

const LOOK_ALIKE: Record<string, string> = { '<': '‹', '>': '›', '|': '¦' };

function address(target: string): string {
  return target.replace(/[<>|]/g, encodeURIComponent);
}
