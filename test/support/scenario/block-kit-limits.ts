import { validateBlocks, validateView } from '../../../sandbox/slack/block-kit/validate.ts';
import type { ChatMessage, ChatView } from '../../../src/domain/chat/message.ts';

/** Longest `text` beside blocks that Slack shows without cutting it (https://docs.slack.dev/reference/methods/chat.postMessage). */
const FALLBACK_MAX = 3_000;

/** Ids that may be mentioned: everything else that looks like a mention was smuggled in. */
export interface KnownIds {
  users: readonly string[];
  channels: readonly string[];
}

/** What Slack or a reader would object to in a message; empty when it is fine. */
export function objectionsToMessage(message: ChatMessage, known: KnownIds): string[] {
  const { text, blocks } = message;
  return [
    ...(isBlank(text) ? ['the plain text is empty'] : []),
    ...(text.length > FALLBACK_MAX ? [`the plain text has ${text.length} characters`] : []),
    ...objectionsToText(text, known, 'text'),
    ...(text.includes('<!date') ? ['the plain text has a date token'] : []),
    ...validateBlocks(blocks ?? []),
    ...(blocks?.length ? [] : ['there are no blocks']),
    ...objectionsToTree(blocks, known, 'blocks'),
  ];
}

/** The same for a modal. */
export function objectionsToView(view: ChatView, known: KnownIds): string[] {
  return [...validateView(view), ...objectionsToTree(view.blocks, known, 'blocks')];
}

/** Texts that are shown, and only those: an input's initial value and a button's value are nobody's markup. */
function objectionsToTree(node: unknown, known: KnownIds, path: string): string[] {
  if (Array.isArray(node)) return node.flatMap((child, i) => objectionsToTree(child, known, `${path}/${i}`));
  if (typeof node !== 'object' || node === null) return [];
  const it = node as Record<string, unknown>;
  const found: string[] = [];
  if (it.type === 'button') found.push(...objectionsToButton(it, path));
  if ((it.type === 'mrkdwn' || it.type === 'plain_text') && typeof it.text === 'string') {
    if (isBlank(it.text)) found.push(`${path} shows nothing`);
    if (it.type === 'mrkdwn' && it.verbatim !== true) found.push(`${path} lets Slack link names by itself`);
    found.push(...objectionsToText(it.text, known, path));
  }
  return [...found, ...Object.entries(it).flatMap(([key, child]) => objectionsToTree(child, known, `${path}/${key}`))];
}

function objectionsToButton(button: Record<string, unknown>, path: string): string[] {
  const found: string[] = [];
  if (typeof button.accessibility_label !== 'string' || isBlank(button.accessibility_label))
    found.push(`${path} has no accessibility_label`);
  if (typeof button.action_id !== 'string') found.push(`${path} has no action_id`);
  if (typeof button.value === 'string') JSON.parse(button.value);
  if (button.url !== undefined && !/^https?:\/\//.test(String(button.url))) found.push(`${path} opens ${String(button.url)}`);
  return found;
}

const DATE = /<!date\^-?\d+\^(?:\{time\}|\{date_short_pretty\} \{time\}|\{time_secs\})\|[^<>|^]+>/g;
const LINK = /<https?:\/\/[^<>|\s]+(?:\|[^<>|]+)?>/g;

function objectionsToText(text: string, known: KnownIds, path: string): string[] {
  const found: string[] = [];
  for (const [, kind, id] of text.matchAll(/<([@#])([A-Z0-9]+)>/g)) {
    if (!(kind === '@' ? known.users : known.channels).includes(id ?? '')) found.push(`${path} mentions ${kind}${id}`);
  }
  // A line that begins with > is a quotation that we made.
  const rest = text
    .replace(DATE, '')
    .replace(LINK, '')
    .replace(/<[@#][A-Z0-9]+>/g, '')
    .replace(/^>/gm, '');
  if (/[<>]/.test(rest)) found.push(`${path} has raw markup: ${rest}`);
  if (/&(?!amp;|lt;|gt;)/.test(rest)) found.push(`${path} has a torn or raw &: ${rest}`);
  if (/\p{Surrogate}/u.test(text)) found.push(`${path} has half a character`);
  if (/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.test(text)) found.push(`${path} has control characters`);
  return found;
}

function isBlank(text: string): boolean {
  return text.replace(/[\s\p{Cf}\p{Mn}\u115f\u1160\u2800\u3164\uffa0]/gu, '') === '';
}
