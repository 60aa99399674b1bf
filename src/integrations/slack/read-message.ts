import { PermanentError } from '../../domain/errors.ts';
import type { CallOptions, PostedRef, ReadMessage } from '../../domain/ports/chat.ts';
import * as replies from './replies.ts';
import type { SlackClient } from './slack-client.ts';

/** One message (https://docs.slack.dev/messaging/retrieving-messages#individual_messages): in the channel itself, else in one of its threads. */
export async function readMessage(
  client: SlackClient,
  { channel, ts }: PostedRef,
  { lane }: CallOptions,
): Promise<ReadMessage | undefined> {
  const exactly = { channel, oldest: ts, latest: ts, inclusive: true, limit: 1 };
  const { messages } = await client.call(lane, 'conversations.history', exactly, replies.foundMessages);
  const found = messages.find((message) => message.ts === ts) ?? (await inThread(client, { channel, ts }, lane));
  if (!found) return undefined;
  const { user, bot_id: botId, text, files = [] } = found;
  return {
    author: user ?? null,
    isBot: botId !== undefined || user === undefined,
    text,
    files: files.flatMap(({ name, permalink }) =>
      name ? [{ name: name.slice(0, 200), ...(permalink !== undefined && { permalink }) }] : [],
    ),
  };
}

async function inThread(client: SlackClient, { channel, ts }: PostedRef, lane: CallOptions['lane']) {
  try {
    const { messages } = await client.call(lane, 'conversations.replies', { channel, ts, inclusive: true }, replies.foundMessages);
    return messages.find((message) => message.ts === ts);
  } catch (error) {
    if (error instanceof PermanentError && error.code === 'thread_not_found') return undefined;
    throw error;
  }
}
