import type { ContentStore } from './content-store.ts';
import type { Permissions } from './manifest.ts';
import type { Tier } from './rate-limits.ts';
import { SlackError } from './slack-error.ts';
import type { Sockets } from './sockets.ts';
import type { ViewDesk } from './view-desk.ts';
import type { Conversation, Workspace } from './workspace.ts';

/** What every Web API method gets to work with. */
export interface MethodContext {
  workspace: Workspace;
  store: ContentStore;
  views: ViewDesk;
  sockets: Sockets;
  /** What the app's manifest allows. */
  permissions: Permissions;
  /** Only admins may create channels. */
  restrictChannelCreation: boolean;
  /** Where this Slack answers. */
  origin: () => string;
}

export type Args = Record<string, unknown>;
export type Reply = Record<string, unknown>;

/** One Web API method: its page's facts (scopes, tier) and what it does. It answers with the reply's fields, or throws a SlackError. */
export interface Method {
  /** `app`: only with the app-level token in the header; the bot's otherwise. */
  token?: 'app';
  /** All of these are needed; `a|b` stands for either. */
  scopes: readonly string[] | ((args: Args, workspace: Workspace) => readonly string[]);
  tier: Tier;
  run(args: Args, context: MethodContext): Promise<Reply> | Reply;
}

/** Scopes that depend on the kind of conversation named by `channel` (or `channel_id`). An unknown one counts as public. */
export function byKind(scopes: { public: string; private: string; im: string }): (args: Args, workspace: Workspace) => readonly string[] {
  return (args, workspace) => {
    const id = String(args.channel ?? args.channel_id ?? '');
    return [scopes[workspace.conversations.get(id)?.kind ?? 'public']];
  };
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : String(value);
}

/** Slack's booleans, which come as words in forms. */
export function flag(value: unknown): boolean {
  return value === true || value === 1 || value === 'true' || value === '1';
}

/** A conversation in the shape of Slack's channel object (https://docs.slack.dev/reference/objects/conversation-object). */
export function channelObject(conversation: Conversation, workspace: Workspace): Reply {
  const { id, name, kind, creator, created, topic, purpose, archived, sharedWith, members } = conversation;
  if (kind === 'im') {
    const user = [...members].find((member) => member !== workspace.bot.id);
    return { id, created, is_im: true, is_archived: false, is_org_shared: false, user, is_user_deleted: false };
  }
  return {
    id,
    name,
    name_normalized: name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: kind === 'private',
    is_archived: archived,
    is_shared: sharedWith.length > 0,
    is_ext_shared: sharedWith.length > 0,
    is_org_shared: false,
    ...(sharedWith.length > 0 && { connected_team_ids: [...sharedWith] }),
    is_member: members.has(workspace.bot.id),
    is_general: name === 'general',
    created,
    creator,
    context_team_id: workspace.teamId,
    num_members: members.size,
    topic: { value: topic, creator: topic ? creator : '', last_set: topic ? created : 0 },
    purpose: { value: purpose, creator: '', last_set: 0 },
  };
}

/** One page of a list by Slack's cursors, which are opaque: here the offset in base64. */
export function page<T>(items: readonly T[], args: Args, defaultLimit: number): { items: T[]; next_cursor: string } {
  const cursor = text(args.cursor);
  const offset = cursor === '' ? 0 : Number(/^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1] ?? Number.NaN);
  if (Number.isNaN(offset)) throw new SlackError('invalid_cursor');
  const limit = Math.min(Math.max(Number(args.limit) || defaultLimit, 1), 1_000);
  const next = offset + limit;
  return { items: items.slice(offset, next), next_cursor: next < items.length ? Buffer.from(`next:${next}`).toString('base64') : '' };
}

/** A message as the emulator returned it, with what Slack adds to those of a bot. */
export function dressed(raw: Reply, workspace: Workspace): Reply {
  return raw.user === workspace.bot.id ? { ...raw, bot_id: workspace.botId, app_id: workspace.appId } : raw;
}
