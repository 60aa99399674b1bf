import type { Block } from './contract.ts';

const MENTION = /<(?:@([UW][A-Z0-9]+)|!(channel|here|everyone)|!subteam\^([A-Z0-9]+))(?:\|[^>]*)?>/g;

/**
 * Who is notified by a message, as Slack reads it (https://docs.slack.dev/messaging/formatting-message-text): mentions in the text, or, when
 * there are blocks, in what the blocks render, since the text is then only the fallback. Both are counted, so that a
 * mention hidden in the fallback does not escape a test.
 */
export function pingsOf(text: string, blocks: readonly Block[]): string[] {
  const found = new Set<string>();
  const read = (words: string): void => {
    for (const [, user, special, group] of words.matchAll(MENTION)) found.add(user ?? special ?? `subteam:${group}`);
  };
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    if (value === null || typeof value !== 'object') return;
    const node = value as Record<string, unknown>;
    if (node.type === 'mrkdwn' && typeof node.text === 'string') read(node.text);
    if (node.type === 'markdown' && typeof node.text === 'string') read(node.text);
    // Rich text carries mentions as elements of their own.
    if (node.type === 'user' && typeof node.user_id === 'string') found.add(node.user_id);
    if (node.type === 'broadcast' && typeof node.range === 'string') found.add(node.range);
    for (const inner of Object.values(node)) if (typeof inner === 'object') walk(inner);
  };
  read(text);
  walk(blocks);
  return [...found];
}
