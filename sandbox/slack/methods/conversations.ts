import { type Args, byKind, channelObject, flag, type Method, type MethodContext, page, type Reply, text } from '../method.ts';
import { SlackError } from '../slack-error.ts';
import type { Conversation, Workspace } from '../workspace.ts';

const MANAGE = byKind({ public: 'channels:manage', private: 'groups:write', im: 'im:write' });
const READ = byKind({ public: 'channels:read', private: 'groups:read', im: 'im:read' });
const TOPIC = byKind({ public: 'channels:manage|channels:write.topic', private: 'groups:write|groups:write.topic', im: 'im:write' });
const INVITE = byKind({ public: 'channels:manage|channels:write.invites', private: 'groups:write|groups:write.invites', im: 'im:write' });

const NAME_LENGTH = 80;
const TOPIC_LENGTH = 250;
/** https://docs.slack.dev/reference/methods/conversations.invite: "Up to 100 users may be listed." It was 1000 once. */
const INVITE_LIMIT = 100;

/** https://docs.slack.dev/reference/methods?query=conversations */
export const conversationMethods: Record<string, Method> = {
  'conversations.create': {
    scopes: (args) => [flag(args.is_private) ? 'groups:write' : 'channels:manage'],
    tier: 2,
    async run(args, context) {
      const { workspace } = context;
      const name = text(args.name);
      const wrong = nameError(name);
      if (wrong) throw new SlackError(wrong);
      if (context.restrictChannelCreation) throw new SlackError('restricted_action');
      if (workspace.named(name)) throw new SlackError('name_taken');
      const { bot } = workspace;
      const conversation = workspace.addConversation({
        id: workspace.newId('C'),
        name,
        kind: flag(args.is_private) ? 'private' : 'public',
        creator: bot.id,
        members: [bot.id],
      });
      await context.store.addConversation(conversation.id);
      return { channel: channelObject(conversation, workspace) };
    },
  },
  'conversations.invite': {
    scopes: INVITE,
    tier: 3,
    run(args, { workspace }) {
      const conversation = workspace.writable(args.channel);
      if (conversation.kind === 'im') throw new SlackError('method_not_supported_for_channel_type');
      const users = list(args.users);
      if (users.length === 0) throw new SlackError('no_user');
      if (users.length > INVITE_LIMIT) throw new SlackError('too_many_users');
      const errors: { user: string; ok: false; error: string }[] = [];
      for (const user of users) {
        const error = inviteError(user, conversation, workspace);
        if (error) errors.push({ user, ok: false, error });
      }
      const valid = users.filter((user) => !errors.some((failure) => failure.user === user));
      // Without `force`, one bad id fails everybody (slackapi/node-slack-sdk#1596); with it, nobody to invite is still a failure.
      if (errors[0] && (!flag(args.force) || valid.length === 0)) throw new SlackError(errors[0].error, { errors });
      for (const user of valid) conversation.members.add(user);
      return { channel: channelObject(conversation, workspace), ...(errors.length > 0 ? { errors } : {}) };
    },
  },
  'conversations.join': {
    scopes: ['channels:join'],
    tier: 3,
    run(args, { workspace }) {
      const conversation = workspace.visible(args.channel);
      if (conversation.kind !== 'public') throw new SlackError('method_not_supported_for_channel_type');
      if (conversation.archived) throw new SlackError('is_archived');
      const already = workspace.isMember(conversation);
      conversation.members.add(workspace.bot.id);
      const warning = already ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } } : {};
      return { channel: channelObject(conversation, workspace), ...warning };
    },
  },
  'conversations.leave': {
    scopes: MANAGE,
    tier: 3,
    run(args, { workspace }) {
      const conversation = workspace.visible(args.channel);
      if (conversation.kind === 'im') throw new SlackError('method_not_supported_for_channel_type');
      if (!conversation.members.delete(workspace.bot.id)) return { not_in_channel: true };
      return {};
    },
  },
  'conversations.setTopic': {
    scopes: TOPIC,
    tier: 2,
    async run(args, { workspace, store }) {
      const conversation = workspace.writable(args.channel);
      if (conversation.kind === 'im') throw new SlackError('method_not_supported_for_channel_type');
      const topic = text(args.topic);
      if ([...topic].length > TOPIC_LENGTH) throw new SlackError('too_long');
      // The emulator keeps the line "set the topic" that Slack writes into the history. It counts UTF-16 units, so it gets them clipped.
      await store.call('conversations.setTopic', { channel: conversation.id, topic: topic.slice(0, TOPIC_LENGTH) });
      // Slack escapes what it takes, and gives it back so.
      conversation.topic = topic
        .replace(/&(?!(amp|lt|gt);)/g, '&amp;')
        .replace(/</g, '&lt;')
        .replace(/>/g, '&gt;');
      return { channel: channelObject(conversation, workspace) };
    },
  },
  'conversations.archive': {
    scopes: MANAGE,
    tier: 2,
    async run(args, { workspace, store }) {
      const conversation = workspace.visible(args.channel);
      if (conversation.kind === 'im') throw new SlackError('method_not_supported_for_channel_type');
      if (conversation.name === 'general') throw new SlackError('cant_archive_general');
      if (conversation.archived) throw new SlackError('already_archived');
      if (!workspace.isMember(conversation)) throw new SlackError('not_in_channel');
      conversation.archived = true;
      await store.call('conversations.archive', { channel: conversation.id });
      return {};
    },
  },
  'conversations.info': {
    scopes: READ,
    tier: 3,
    run: (args, { workspace }) => ({ channel: channelObject(workspace.visible(args.channel), workspace) }),
  },
  'conversations.members': {
    scopes: READ,
    tier: 4,
    run(args, { workspace }) {
      const { items, next_cursor } = page([...workspace.visible(args.channel).members], args, 100);
      return { members: items, response_metadata: { next_cursor } };
    },
  },
  'conversations.list': { scopes: typeScopes, tier: 2, run: (args, { workspace }) => listed(args, workspace, () => true) },
  'users.conversations': {
    scopes: typeScopes,
    tier: 3,
    run(args, { workspace }) {
      const user = text(args.user) || workspace.bot.id;
      if (!workspace.people.has(user)) throw new SlackError('user_not_found');
      return listed(args, workspace, (conversation) => conversation.members.has(user));
    },
  },
  'conversations.open': {
    scopes: ['im:write'],
    tier: 3,
    async run(args, context) {
      const { workspace } = context;
      const users = list(args.users);
      if (args.channel) return { channel: { id: workspace.visible(args.channel).id }, no_op: true, already_open: true };
      const [user] = users;
      if (user === undefined) throw new SlackError('users_list_not_supplied');
      // Group conversations are not pretended here; they want the scope mpim:write.
      if (users.length > 1) throw new SlackError('missing_scope', { needed: 'mpim:write' });
      const person = workspace.people.get(user);
      if (!person || person.isBot) throw new SlackError('user_not_found');
      if (person.deactivated) throw new SlackError('user_disabled');
      const existing = workspace.direct(user);
      const conversation = existing ?? (await openDirect(user, context));
      const channel = flag(args.return_im) ? channelObject(conversation, workspace) : { id: conversation.id };
      return { channel, ...(existing ? { no_op: true, already_open: true } : {}) };
    },
  },
};

/** The direct messages between the bot and a person, made at the first asking. */
export async function openDirect(user: string, { workspace, store }: Pick<MethodContext, 'workspace' | 'store'>): Promise<Conversation> {
  const existing = workspace.direct(user);
  if (existing) return existing;
  const { bot } = workspace;
  const conversation = workspace.addConversation({
    id: workspace.newId('D'),
    name: '',
    kind: 'im',
    creator: bot.id,
    members: [bot.id, user],
  });
  await store.addConversation(conversation.id);
  return conversation;
}

/** The first rule a channel name breaks, in the words of conversations.create. Letters of scripts without case, such as Korean, are allowed. */
export function nameError(name: string): string | undefined {
  if (name === '') return 'invalid_name_required';
  if ([...name].length > NAME_LENGTH) return 'invalid_name_maxlength';
  if (!/^[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}_-]+$/u.test(name)) return 'invalid_name_specials';
  if (!/[\p{L}\p{N}]/u.test(name)) return 'invalid_name_punctuation';
  return undefined;
}

function inviteError(user: string, conversation: Conversation, workspace: Workspace): string | undefined {
  const person = workspace.people.get(user);
  if (!person) return 'user_not_found';
  if (user === workspace.bot.id) return 'cant_invite_self';
  if (person.deactivated) return 'cant_invite';
  if (person.guest) return 'user_is_restricted';
  if (conversation.members.has(user)) return 'already_in_channel';
  return undefined;
}

const KINDS: Record<string, Conversation['kind'] | 'mpim'> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
  mpim: 'mpim',
};
const KIND_SCOPES: Record<string, string> = {
  public_channel: 'channels:read',
  private_channel: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
};

function typeNames(args: Args): string[] {
  const types = list(args.types || 'public_channel');
  if (types.some((type) => KINDS[type] === undefined)) throw new SlackError('invalid_types');
  return types;
}

function typeScopes(args: Args): string[] {
  return typeNames(args).map((type) => String(KIND_SCOPES[type]));
}

function listed(args: Args, workspace: Workspace, which: (conversation: Conversation) => boolean): Reply {
  const kinds = new Set(typeNames(args).map((type) => KINDS[type]));
  const all = [...workspace.conversations.values()].filter(
    (it) =>
      kinds.has(it.kind) && which(it) && (it.kind === 'public' || workspace.isMember(it)) && !(flag(args.exclude_archived) && it.archived),
  );
  const { items, next_cursor } = page(all, args, 100);
  return { channels: items.map((it) => channelObject(it, workspace)), response_metadata: { next_cursor } };
}

function list(value: unknown): string[] {
  const items = Array.isArray(value) ? value.map(String) : text(value).split(',');
  return [...new Set(items.map((item) => item.trim()).filter(Boolean))];
}
