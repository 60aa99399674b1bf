import { type Args, byKind, dressed, flag, type Method, type MethodContext, page, type Reply, text } from '../method.ts';
import { SlackError } from '../slack-error.ts';
import type { Conversation } from '../workspace.ts';

const HISTORY_SCOPES = byKind({ public: 'channels:history', private: 'groups:history', im: 'im:history' });
const DEFAULT_LIMIT = 100;

/** Reading back what was written; metadata comes only when asked for. */
export const historyMethods: Record<string, Method> = {
  'conversations.history': {
    scopes: HISTORY_SCOPES,
    tier: 3,
    async run(args, context) {
      const conversation = readable(args, context);
      const all = await everyMessage(conversation, context);
      return window(all, args);
    },
  },
  'conversations.replies': {
    scopes: HISTORY_SCOPES,
    tier: 3,
    async run(args, context) {
      const conversation = readable(args, context);
      const ts = text(args.ts);
      if (!conversation.messages.has(ts)) throw new SlackError('thread_not_found');
      const reply = await context.store.call('conversations.replies', { channel: conversation.id, ts });
      return window(shown(reply, conversation, context), args);
    },
  },
};

function readable(args: Args, { workspace }: MethodContext): Conversation {
  const conversation = workspace.visible(args.channel);
  if (!workspace.isMember(conversation)) throw new SlackError('not_in_channel');
  return conversation;
}

/** All top-level messages, newest first: the emulator knows no `oldest` and `latest`, so the front cuts. */
async function everyMessage(conversation: Conversation, context: MethodContext): Promise<Reply[]> {
  const found: Reply[] = [];
  for (let cursor = ''; ; ) {
    const reply = await context.store.call('conversations.history', {
      channel: conversation.id,
      limit: 1_000,
      ...(cursor ? { cursor } : {}),
    });
    found.push(...shown(reply, conversation, context));
    cursor = text((reply.response_metadata as Reply | undefined)?.next_cursor);
    if (cursor === '') return found;
  }
}

/** Slack's own lines (`subtype`) and the messages whose posting is over: one under way has no timestamp of ours yet. */
function shown(reply: Reply, conversation: Conversation, { workspace }: MethodContext): Reply[] {
  const all = reply.messages as Reply[];
  return all.filter((raw) => raw.subtype || conversation.messages.has(text(raw.ts))).map((raw) => dressed(raw, workspace));
}

function window(all: Reply[], args: Args): Reply {
  const oldest = timestamp(args.oldest, 'invalid_ts_oldest', 0);
  const latest = timestamp(args.latest, 'invalid_ts_latest', Number.POSITIVE_INFINITY);
  const inclusive = flag(args.inclusive);
  const inside = all.filter((message) => {
    const ts = Number(message.ts);
    return inclusive ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
  });
  const { items, next_cursor } = page(inside, args, DEFAULT_LIMIT);
  const messages = flag(args.include_all_metadata) ? items : items.map((message) => ({ ...message, metadata: undefined }));
  return { messages, has_more: next_cursor !== '', ...(next_cursor ? { response_metadata: { next_cursor } } : {}) };
}

function timestamp(value: unknown, error: string, absent: number): number {
  if (value === undefined || value === '') return absent;
  if (!/^\d+(\.\d+)?$/.test(text(value))) throw new SlackError(error);
  return Number(value);
}
