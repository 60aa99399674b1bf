import { validateBlocks } from '../block-kit/validate.ts';
import { withIds } from '../block-kit/with-ids.ts';
import type { Block, MessageState } from '../contract.ts';
import { type Files, unusableFiles } from '../files.ts';
import { type Args, dressed, flag, type Method, type MethodContext, type Reply, text } from '../method.ts';
import { SlackError } from '../slack-error.ts';
import { type Conversation, messageState } from '../workspace.ts';
import { openDirect } from './conversations.ts';

/** https://docs.slack.dev/reference/methods?query=chat */
export const chatMethods: Record<string, Method> = {
  'chat.postMessage': {
    scopes: (args) => ['chat:write', ...(args.username || args.icon_emoji || args.icon_url ? ['chat:write.customize'] : [])],
    tier: 'posting',
    async run(args, context) {
      const conversation = await destination(args, context);
      const fields = messageFields(args, POST_TEXT_LIMIT, context.workspace.files);
      const message = await post(conversation, fields, context, { threadTs: text(args.thread_ts), broadcast: flag(args.reply_broadcast) });
      return { channel: conversation.id, ts: message.ts, message: message.raw };
    },
  },
  'chat.postEphemeral': {
    scopes: ['chat:write'],
    tier: 4,
    run(args, { workspace }) {
      const conversation = workspace.writable(args.channel);
      const user = text(args.user);
      if (!conversation.members.has(user)) throw new SlackError('user_not_in_channel');
      const fields = messageFields(args, POST_TEXT_LIMIT, workspace.files);
      const ts = workspace.newTs();
      const state = messageState(conversation.id, {
        ...fields,
        ts,
        user: workspace.bot.id,
        ...(args.thread_ts ? { thread_ts: args.thread_ts } : {}),
      });
      workspace.ephemerals.push({ ...state, visibleTo: user });
      return { message_ts: ts };
    },
  },
  'chat.update': {
    scopes: ['chat:write'],
    tier: 3,
    async run(args, { workspace, store }) {
      const conversation = workspace.visible(args.channel);
      if (conversation.archived) throw new SlackError('is_inactive');
      const message = conversation.messages.get(text(args.ts));
      if (!message) throw new SlackError('message_not_found');
      if (message.user !== workspace.bot.id) throw new SlackError('cant_update_message');
      const fields = messageFields(args, UPDATE_TEXT_LIMIT, workspace.files);
      // Given a text and no blocks, Slack removes the blocks; the emulator does the same. An empty metadata removes the metadata.
      const reply = await store.call('chat.update', { channel: conversation.id, ts: message.ts, ...fields });
      const raw: Reply = { ...(reply.message as Reply), user: workspace.bot.id };
      workspace.note(conversation.id, raw);
      return { channel: conversation.id, ts: message.ts, text: text(raw.text), message: dressed(raw, workspace) };
    },
  },
  'chat.delete': {
    scopes: ['chat:write'],
    tier: 3,
    async run(args, { workspace, store }) {
      const conversation = workspace.visible(args.channel);
      const message = conversation.messages.get(text(args.ts));
      if (!message) throw new SlackError('message_not_found');
      if (message.user !== workspace.bot.id) throw new SlackError('cant_delete_message');
      await store.call('chat.delete', { channel: conversation.id, ts: message.ts });
      conversation.messages.delete(message.ts);
      conversation.pins = conversation.pins.filter((ts) => ts !== message.ts);
      return { channel: conversation.id, ts: message.ts };
    },
  },
  'chat.getPermalink': {
    scopes: [],
    tier: 'special',
    run(args, { workspace }) {
      const conversation = workspace.visible(args.channel);
      const message = conversation.messages.get(text(args.message_ts));
      if (!message) throw new SlackError('message_not_found');
      const thread = message.thread_ts ? `?thread_ts=${message.thread_ts}&cid=${conversation.id}` : '';
      const permalink = `https://${workspace.domain}.slack.com/archives/${conversation.id}/p${message.ts.replace('.', '')}${thread}`;
      return { channel: conversation.id, permalink };
    },
  },
  'reactions.add': {
    scopes: ['reactions:write'],
    tier: 3,
    async run(args, { workspace, store }) {
      const conversation = workspace.writable(args.channel);
      if (!conversation.messages.has(text(args.timestamp))) throw new SlackError('message_not_found');
      if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(text(args.name))) throw new SlackError('invalid_name');
      const key = `${text(args.timestamp)} ${text(args.name)}`;
      if (conversation.reactions.has(key)) throw new SlackError('already_reacted');
      await store.call('reactions.add', { channel: conversation.id, timestamp: args.timestamp, name: args.name });
      conversation.reactions.add(key);
      return {};
    },
  },
};

const POST_TEXT_LIMIT = 40_000;
// chat.update is stricter than chat.postMessage: its page says 4,000.
const UPDATE_TEXT_LIMIT = 4_000;
const METADATA_LIMIT = 16_000;

export interface MessageFields {
  text: string;
  blocks?: Block[];
  metadata?: MessageState['metadata'] | Record<string, never>;
}

/** The content of a message as Slack would take it, or the error it would answer with. */
export function messageFields(args: Args, textLimit: number, files: Files): MessageFields {
  const words = text(args.text);
  const { blocks, metadata } = args;
  if (blocks !== undefined && !Array.isArray(blocks)) throw new SlackError('invalid_blocks_format');
  if (words === '' && !(Array.isArray(blocks) && blocks.length > 0)) throw new SlackError('no_text');
  if ([...words].length > textLimit) throw new SlackError('msg_too_long');
  const messages = blocks === undefined ? [] : [...validateBlocks(blocks), ...unusableFiles(blocks, files)];
  if (messages.length > 0) throw new SlackError('invalid_blocks', { errors: messages, response_metadata: { messages } });
  if (metadata !== undefined) checkMetadata(metadata);
  return {
    ...(args.text === undefined ? {} : { text: words }),
    ...(blocks === undefined ? {} : { blocks: withIds(blocks as Block[]) }),
    ...(metadata === undefined ? {} : { metadata: metadata as MessageState['metadata'] }),
  } as MessageFields;
}

function checkMetadata(metadata: unknown): void {
  if (metadata === null || typeof metadata !== 'object' || Array.isArray(metadata)) throw new SlackError('invalid_metadata_format');
  const { event_type: type, event_payload: payload } = metadata as Record<string, unknown>;
  if (Object.keys(metadata).length === 0) return;
  if (typeof type !== 'string' || !/^[\w.-]+$/.test(type) || payload === null || typeof payload !== 'object')
    throw new SlackError('invalid_metadata_schema');
  if (JSON.stringify(metadata).length > METADATA_LIMIT) throw new SlackError('metadata_too_large');
}

/** Puts a message into a conversation as the bot, or as a person. */
export async function post(
  conversation: Conversation,
  fields: MessageFields,
  { workspace, store }: Pick<MethodContext, 'workspace' | 'store'>,
  how: { threadTs?: string; broadcast?: boolean; as?: string } = {},
): Promise<MessageState & { raw: Reply }> {
  const threadTs = how.threadTs || undefined;
  if (threadTs && !conversation.messages.has(threadTs)) throw new SlackError('thread_not_found');
  const ts = workspace.newTs();
  const thread = threadTs ? { thread_ts: threadTs, ...(how.broadcast ? { reply_broadcast: true } : {}) } : {};
  const reply = await store.call(
    'chat.postMessage',
    { channel: conversation.id, ...fields, ...thread },
    { ts, ...(how.as ? { as: how.as } : {}) },
  );
  const raw = reply.message as Reply;
  const state = workspace.note(conversation.id, raw);
  return { ...state, raw: how.as ? raw : dressed(raw, workspace) };
}

/** A user id stands for the direct messages with that person. */
async function destination(args: Args, context: MethodContext): Promise<Conversation> {
  const channel = text(args.channel);
  const person = context.workspace.people.get(channel);
  if (!person) return context.workspace.writable(channel);
  if (person.deactivated || person.isBot) throw new SlackError('channel_not_found');
  return openDirect(person.id, context);
}
