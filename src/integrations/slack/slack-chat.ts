import { WebAPIPlatformError } from '@slack/web-api';
import type { z } from 'zod';
import type { ChatMessage } from '../../domain/chat/message.ts';
import { PermanentError } from '../../domain/errors.ts';
import type { CallOptions, Chat, Lane, PostedRef } from '../../domain/ports/chat.ts';
import { unescapeText } from '../../domain/text/unescape-text.ts';
import { type InviteFailure, inviteOutcome } from './invite-outcome.ts';
import { quietUntil } from './quiet-until.ts';
import { readMessage } from './read-message.ts';
import * as replies from './replies.ts';
import { respond } from './respond.ts';
import { createSlackClient, type SlackClientOptions } from './slack-client.ts';
import { slackRefusal } from './slack-errors.ts';
import { uploadFile } from './upload-file.ts';
import { uploadImage } from './upload-image.ts';
import { userState } from './user-state.ts';

export interface SlackIdentity {
  /** The bot user, who creates channels and posts. */
  userId: string;
  botId: string | undefined;
  teamId: string;
  enterpriseId: string | undefined;
  teamName: string | undefined;
  teamUrl: string | undefined;
  /** What the token may do; undefined when Slack did not say. */
  scopes: readonly string[] | undefined;
}

export interface ChannelState {
  name: string | undefined;
  isMember: boolean;
  isArchived: boolean;
  /** With another workspace or organisation (Slack Connect). */
  isShared: boolean;
}

export interface SlackChat extends Chat {
  /** auth.test, asked once and remembered. */
  identity(): Promise<SlackIdentity>;
  channelState(input: { channel: string }, options: CallOptions): Promise<ChannelState>;
  /** Puts a channel away; its name stays taken. */
  archive(input: { channel: string }, options: CallOptions): Promise<void>;
  /** How many calls wait for Slack's limits, by lane. */
  waiting(): Record<Lane, number>;
}

/** Marks a message as ours; frozen, since messages posted by earlier versions carry it. */
const EVENT_TYPE = 'bongsu_message';

/** Slack takes 100 people per conversations.invite (https://docs.slack.dev/reference/methods/conversations.invite). */
const INVITE_BATCH = 100;
const PAGE = 200;
const MAX_PAGES = 50;

/** Slack's clock and ours may differ; looking back further finds nothing wrong, since keys are unique. */
const CLOCK_SLACK_MS = 60_000;
const REMEMBERED_DIRECTS = 1_000;

/** The Chat port over Slack's Web API (https://docs.slack.dev/reference/methods); `token` is the bot's, `apiUrl` ends in /api/. */
export function createSlackChat(options: SlackClientOptions): SlackChat {
  const client = createSlackClient(options);
  let self: Promise<SlackIdentity> | undefined;
  const directs = new Map<string, { channel: string; openedFor?: string | undefined }>();

  const call = <T>({ lane }: CallOptions, method: string, args: Record<string, unknown>, schema: z.ZodType<T>): Promise<T> =>
    client.call(lane, method, args, schema);

  async function act(callOptions: CallOptions, method: string, args: Record<string, unknown>): Promise<void> {
    await call(callOptions, method, args, replies.nothing);
  }

  /** Everything on all pages, until `pick` finds what was looked for. */
  async function search<T extends { response_metadata?: { next_cursor?: string | undefined } | undefined }, R>(
    callOptions: CallOptions,
    method: string,
    args: Record<string, unknown>,
    schema: z.ZodType<T>,
    pick: (page: T) => R | undefined,
  ): Promise<R | undefined> {
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const reply = await call(callOptions, method, { ...args, limit: PAGE, ...(cursor ? { cursor } : {}) }, schema);
      const found = pick(reply);
      if (found !== undefined) return found;
      cursor = reply.response_metadata?.next_cursor || undefined;
      if (!cursor) return undefined;
    }
    return undefined;
  }

  function identity(): Promise<SlackIdentity> {
    self ??= call({ lane: 'ack' }, 'auth.test', {}, replies.identity).then(identityOf);
    // Only success is remembered; the caller sees the failure itself.
    self.catch(() => {
      self = undefined;
    });
    return self;
  }

  async function inviteBatch(channel: string, users: readonly string[], callOptions: CallOptions): Promise<InviteFailure[]> {
    try {
      const { errors } = await call(callOptions, 'conversations.invite', { channel, users: users.join(','), force: true }, replies.invited);
      return inviteOutcome(users, { errors }) ?? [];
    } catch (error) {
      const outcome = error instanceof PermanentError ? inviteOutcome(users, { error: error.code, errors: errorsIn(error) }) : undefined;
      if (outcome === undefined) throw error;
      return outcome;
    }
  }

  return {
    async createChannel({ name, isPrivate }, callOptions) {
      const { channel } = await call(callOptions, 'conversations.create', { name, is_private: isPrivate }, replies.oneChannel);
      return { id: channel.id, name: channel.name };
    },

    async findOwnChannel({ names, createdAfter }, callOptions) {
      const { userId } = await identity();
      const since = Math.floor((createdAfter.getTime() - CLOCK_SLACK_MS) / 1_000);
      const wanted = new Set(names);
      return search(
        callOptions,
        'users.conversations',
        { types: 'public_channel,private_channel', exclude_archived: false },
        replies.ownChannels,
        ({ channels }) => {
          const own = channels.find((c) => c.name !== undefined && wanted.has(c.name) && c.creator === userId && (c.created ?? 0) >= since);
          return own?.name === undefined ? undefined : { id: own.id, name: own.name };
        },
      );
    },

    async invite({ channel, users }, callOptions) {
      const unique = [...new Set(users)];
      const failed: InviteFailure[] = [];
      for (let at = 0; at < unique.length; at += INVITE_BATCH)
        failed.push(...(await inviteBatch(channel, unique.slice(at, at + INVITE_BATCH), callOptions)));
      return { failed };
    },

    join: ({ channel }, callOptions) => act(callOptions, 'conversations.join', { channel }),

    async enter({ channel }, callOptions) {
      const { channel: info } = await call(callOptions, 'conversations.info', { channel }, replies.channelInfo);
      if (info.is_archived) throw placeRefused('is_archived', channel);
      if (info.is_member) return;
      if (info.is_private) throw placeRefused('not_in_channel', channel);
      await act(callOptions, 'conversations.join', { channel });
    },

    checkAccess: (callOptions) => act(callOptions, 'auth.test', {}),

    setTopic: ({ channel, topic }, callOptions) => act(callOptions, 'conversations.setTopic', { channel, topic }),

    // Slack escapes a topic it takes, and gives it back so; callers compare it with what they set.
    async topicOf({ channel }, callOptions) {
      const reply = await call(callOptions, 'conversations.info', { channel }, replies.channelInfo);
      return unescapeText(reply.channel.topic?.value ?? '');
    },

    async post({ channel, message, key, threadTs }, callOptions) {
      const metadata = { event_type: EVENT_TYPE, event_payload: { key } };
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
      // Unfurling a bridge link would push the numbers off the screen.
      const args = { channel, ...bodyOf(message), ...thread, metadata, unfurl_links: false, unfurl_media: false };
      const reply = await call(callOptions, 'chat.postMessage', args, replies.posted);
      return { channel: reply.channel, ts: reply.ts };
    },

    async findPosted({ channel, key, since, threadTs }, callOptions) {
      const method = threadTs === undefined ? 'conversations.history' : 'conversations.replies';
      const oldest = ((since.getTime() - CLOCK_SLACK_MS) / 1_000).toFixed(6);
      const args = { channel, oldest, inclusive: true, include_all_metadata: true, ...(threadTs === undefined ? {} : { ts: threadTs }) };
      return search(callOptions, method, args, replies.messages, (page): PostedRef | undefined => {
        const ours = page.messages.find(({ metadata }) => metadata?.event_type === EVENT_TYPE && metadata.event_payload?.key === key);
        return ours && { channel, ts: ours.ts };
      });
    },

    uploadImage: (image, callOptions) => uploadImage(client, image, { ...callOptions, timeoutMs: options.timeoutMs }),

    async uploadFile(file, callOptions) {
      await uploadFile(client, file, { ...callOptions, timeoutMs: options.timeoutMs });
    },

    readMessage: (at, callOptions) => readMessage(client, at, callOptions),

    permalink: async ({ channel, ts }, callOptions) =>
      (await call(callOptions, 'chat.getPermalink', { channel, message_ts: ts }, replies.permalink)).permalink,

    // An edit without blocks would keep the old ones, so an empty list is sent.
    update: ({ channel, ts, message }, callOptions) => act(callOptions, 'chat.update', { channel, ts, blocks: [], ...bodyOf(message) }),

    async pin({ channel, ts }, callOptions) {
      await act(callOptions, 'pins.add', { channel, timestamp: ts }).catch(unless('already_pinned'));
    },

    addBookmark: ({ channel, title, link }, callOptions) =>
      act(callOptions, 'bookmarks.add', { channel_id: channel, title, type: 'link', link }),

    async hasBookmark({ channel, link }, callOptions) {
      const reply = await call(callOptions, 'bookmarks.list', { channel_id: channel }, replies.bookmarks);
      return reply.bookmarks.some((b) => b.link === link);
    },

    async userGroupMembers({ group }, callOptions) {
      const { users } = await call(callOptions, 'usergroups.users.list', { usergroup: group }, replies.groupMembers);
      return users;
    },

    async userState({ user }, callOptions) {
      try {
        const [self, { user: found }] = await Promise.all([identity(), call(callOptions, 'users.info', { user }, replies.person)]);
        return userState(found, self);
      } catch (error) {
        if (error instanceof PermanentError && (error.code === 'user_not_found' || error.code === 'user_not_visible')) return 'unknown';
        throw error;
      }
    },

    async nameOf({ id }, callOptions) {
      if (/^[CG]/.test(id)) {
        const { channel } = await call(callOptions, 'conversations.info', { channel: id }, replies.channelInfo);
        return channel.name ?? id;
      }
      const { user } = await call(callOptions, 'users.info', { user: id }, replies.namedPerson);
      return user.profile?.display_name || user.profile?.real_name || user.real_name || user.name || id;
    },

    async openDirect({ user, openFor }, callOptions) {
      const known = directs.get(user);
      if (known !== undefined && (openFor === undefined || known.openedFor === openFor)) return known.channel;
      const reply = await call(callOptions, 'conversations.open', { users: user }, replies.direct);
      if (directs.size >= REMEMBERED_DIRECTS) directs.clear();
      directs.set(user, { channel: reply.channel.id, openedFor: openFor });
      return reply.channel.id;
    },

    async quietUntil({ user, at }, callOptions) {
      return quietUntil(await call(callOptions, 'dnd.info', { user }, replies.doNotDisturb), at);
    },

    isThere: async ({ user }, callOptions) =>
      (await call(callOptions, 'users.getPresence', { user }, replies.presence)).presence === 'active',

    respond: (input) => respond({ ...input, timeoutMs: options.timeoutMs }),

    postEphemeral: ({ channel, user, message }, callOptions) =>
      act(callOptions, 'chat.postEphemeral', { channel, user, ...bodyOf(message) }),

    async openView({ triggerId, view }) {
      const reply = await call({ lane: 'ack' }, 'views.open', { trigger_id: triggerId, view }, replies.opened);
      return reply.view.id;
    },

    updateView: ({ viewId, view }) => act({ lane: 'ack' }, 'views.update', { view_id: viewId, view }),

    publishHome: ({ user, view }) => act({ lane: 'cosmetics' }, 'views.publish', { user_id: user, view }),

    identity,

    async channelState({ channel }, callOptions) {
      const { channel: info } = await call(callOptions, 'conversations.info', { channel }, replies.channelInfo);
      return {
        name: info.name,
        isMember: info.is_member ?? false,
        isArchived: info.is_archived ?? false,
        isShared: info.is_ext_shared ?? false,
      };
    },

    archive: ({ channel }, callOptions) => act(callOptions, 'conversations.archive', { channel }),

    waiting: client.waiting,
  };
}

/** What a look at a channel says, as Slack would refuse to post there. */
function placeRefused(code: string, channel: string): PermanentError {
  return slackRefusal({ method: 'conversations.info', place: channel }, code);
}

function bodyOf({ text, blocks }: ChatMessage): ChatMessage {
  return blocks === undefined ? { text } : { text, blocks };
}

/** Takes a refusal that means "it is so already" for success. */
function unless(code: string): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof PermanentError && error.code === code)) throw error;
  };
}

function errorsIn({ cause }: PermanentError): z.output<typeof replies.invited>['errors'] {
  return cause instanceof WebAPIPlatformError ? replies.invited.safeParse(cause.data).data?.errors : undefined;
}

function identityOf(reply: z.output<typeof replies.identity>): SlackIdentity {
  return {
    userId: reply.user_id,
    botId: reply.bot_id,
    teamId: reply.team_id,
    enterpriseId: reply.enterprise_id ?? undefined,
    teamName: reply.team,
    teamUrl: reply.url,
    scopes: reply.response_metadata?.scopes,
  };
}
