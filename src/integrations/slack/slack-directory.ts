import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { archivedAdvice } from '../../domain/chat/slack-advice.ts';
import { OperatorError, PermanentError } from '../../domain/errors.ts';
import type { UserState } from '../../domain/ports/chat.ts';
import * as replies from './replies.ts';
import { createSlackClient, type SlackClientOptions } from './slack-client.ts';
import { userState } from './user-state.ts';

export interface ChannelFound {
  id: string;
  name: string;
  isMember: boolean;
  isPrivate: boolean;
}

export interface PersonFound {
  id: string;
  /** The name by which people write to them (@handle). */
  handle: string;
  name: string;
  /** Undefined when they have none, or when the app may not see it. */
  email: string | undefined;
  state: UserState;
}

/** Finds what people call by name, for setting up. Rejects with UserError that says what to do when it is not there. */
export interface SlackDirectory {
  /** By id, or by name with or without #. */
  channel(wanted: string): Promise<ChannelFound>;
  /** By id, by e-mail address, or by name (handle, display name or whole name) with or without @. Bots and deactivated people are refused. */
  person(wanted: string): Promise<PersonFound>;
}

const LANE = 'ack';

/** Slack wants fewer than 1,000 (https://docs.slack.dev/reference/methods/conversations.list). */
const PAGE = 999;
const MAX_PAGES = 15;
const NEAR = 4;
const LISTED = 5;
type User = z.output<typeof replies.namedPerson>['user'];

export function createSlackDirectory(options: SlackClientOptions): SlackDirectory {
  const client = createSlackClient(options);

  async function all<Page extends { response_metadata?: { next_cursor?: string | undefined } | undefined }, Item>(
    method: string,
    args: Record<string, unknown>,
    schema: z.ZodType<Page>,
    itemsOf: (page: Page) => readonly Item[],
  ): Promise<Item[]> {
    const items: Item[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const reply = await client.call(LANE, method, { ...args, limit: PAGE, ...(cursor ? { cursor } : {}) }, schema);
      items.push(...itemsOf(reply));
      cursor = reply.response_metadata?.next_cursor || undefined;
      if (!cursor) break;
    }
    return items;
  }

  async function channelId(wanted: string): Promise<string> {
    if (/^[CG][A-Z0-9]{5,}$/.test(wanted)) return wanted;
    const name = wanted.replace(/^#/, '').toLowerCase();
    const listed = await all(
      'conversations.list',
      { types: 'public_channel,private_channel', exclude_archived: true },
      replies.channels,
      (page) => page.channels,
    );
    const found = listed.find((channel) => channel.name === name);
    if (found) return found.id;
    const near = nearest(
      name,
      listed.map((channel) => channel.name),
    );
    throw new OperatorError(
      'no_such_channel',
      `Bongsu sees no channel #${name}.${near === undefined ? '' : ` Did you mean #${near}?`} If it is private, invite Bongsu there first: /invite @Bongsu.`,
    );
  }

  async function userCalled(wanted: string): Promise<User> {
    if (/^[UW][A-Z0-9]{5,}$/.test(wanted)) return userAt('users.info', { user: wanted });
    if (/^[^@\s]+@[^@\s]+$/.test(wanted)) return userAt('users.lookupByEmail', { email: wanted });
    const name = wanted.replace(/^@/, '').toLowerCase();
    const everybody = (await all('users.list', {}, replies.people, (page) => page.members)).filter((user) => !user.is_bot && !user.deleted);
    const found = everybody.filter((user) => namesOf(user).includes(name));
    const [first] = found;
    if (first && found.length === 1) return first;
    if (first) {
      const listed = found.slice(0, LISTED).map((user) => `${user.real_name ?? user.name} (@${user.name}, ${user.id})`);
      throw new OperatorError(
        'ambiguous',
        `Several people are called ${wanted}: ${listed.join(', ')}. Name one by their id or e-mail address.`,
      );
    }
    const near = nearest(name, everybody.flatMap(namesOf));
    throw new OperatorError(
      'no_such_person',
      `Slack knows nobody called ${wanted}.${near === undefined ? '' : ` Did you mean ${near}?`} Their id is in their profile: ⋮ → Copy member ID.`,
    );
  }

  async function userAt(method: string, args: Record<string, string>): Promise<User> {
    try {
      return (await client.call(LANE, method, args, replies.namedPerson)).user;
    } catch (error) {
      const unknown = error instanceof PermanentError && /^users?_not_(found|visible)$/.test(error.code);
      if (!unknown) throw error;
      throw new OperatorError('no_such_person', `Slack knows nobody with ${Object.values(args)[0]}: check it in their profile.`, {
        cause: error,
      });
    }
  }

  return {
    async channel(wanted) {
      const { channel } = await client.call(LANE, 'conversations.info', { channel: await channelId(wanted) }, replies.channelInfo);
      const { id, name = id, is_member = false, is_private = false } = channel;
      if (channel.is_archived) throw new OperatorError('archived', archivedAdvice(name));
      return { id, name, isMember: is_member, isPrivate: is_private };
    },

    async person(wanted) {
      const [user, self] = await Promise.all([userCalled(wanted), client.call(LANE, 'auth.test', {}, replies.identity)]);
      const name = user.profile?.real_name || user.real_name || user.name || user.id;
      if (user.is_bot) throw new OperatorError('bot', `${name} is a bot: name a person.`);
      const state = userState(user, { teamId: self.team_id });
      if (state === 'deactivated') throw new OperatorError('deactivated', `${name} is deactivated in Slack: name somebody else.`);
      return { id: user.id, handle: user.name ?? user.id.toLowerCase(), name, email: user.profile?.email || undefined, state };
    },
  };
}

function namesOf(user: User): string[] {
  const names = [user.name, user.real_name, user.profile?.display_name, user.profile?.real_name];
  return [...new Set(names.flatMap((name) => (name ? [name.toLowerCase()] : [])))];
}

/** What is at most a few letters away; undefined when nothing is. */
function nearest(wanted: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates.map((name) => ({ name, away: distance(wanted, name) })).sort((a, b) => a.away - b.away);
  const [first] = ranked;
  return first && first.away <= Math.min(NEAR, Math.ceil(wanted.length / 2)) ? first.name : undefined;
}
