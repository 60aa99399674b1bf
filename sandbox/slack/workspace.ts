import type { Block, ChannelState, MessageState, PersonOption } from './contract.ts';
import { Files } from './files.ts';
import { pingsOf } from './pings.ts';
import { SlackError } from './slack-error.ts';

/** So long somebody may still have in front of them what an edit has replaced, on a busy machine. */
const SEEN_LATE_MS = 10_000;

export interface Person {
  id: string;
  name: string;
  realName: string;
  email: string | undefined;
  deactivated: boolean;
  guest: PersonOption['guest'];
  teamId: string;
  teams: readonly string[] | undefined;
  isBot: boolean;
}

export interface Conversation {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  creator: string;
  /** Seconds. */
  created: number;
  topic: string;
  purpose: string;
  members: Set<string>;
  archived: boolean;
  /** Workspaces of others that it is shared with (Slack Connect). */
  sharedWith: string[];
  messages: Map<string, MessageState>;
  /** What stood in edited messages, by their ts, and when it was replaced. */
  replaced: Map<string, { blocks: Block[]; atMs: number }[]>;
  /** `ts name` of the bot's own reactions. */
  reactions: Set<string>;
  /** Reactions of people: by `ts`, then by the emoji's name, who. */
  peopleReacted: Map<string, Map<string, Set<string>>>;
  pins: string[];
  bookmarks: { id: string; title: string; link: string }[];
}

/** How long Slack looks at an uploaded file before blocks may show it; not documented, about a second by what people report. */
const FILE_PROCESSING_MS = 1_500;

/**
 * The pretended workspace as the front sees it: people, who is in which conversation (the front's own truth), and what the emulator's
 * replies said about messages, pins and bookmarks, kept at hand so that checks and tests need no call.
 */
export class Workspace {
  readonly teamId = 'T0BONGSU';
  readonly domain = 'bongsu-sandbox';
  readonly appId = 'A0BONGSU';
  /** Of the organisation, on Enterprise Grid. */
  enterpriseId: string | undefined;
  readonly bot: Person;
  readonly botId = 'B0BONGSU';
  readonly people = new Map<string, Person>();
  readonly conversations = new Map<string, Conversation>();
  /** When people have Do Not Disturb on, in seconds since 1970; those who are not here never have. */
  /** Who is not there. */
  readonly away = new Set<string>();
  readonly doNotDisturb = new Map<string, { from: number; to: number }>();
  readonly userGroups = new Map<string, { id: string; handle: string; users: string[] }>();
  readonly ephemerals: MessageState[] = [];
  readonly files: Files;
  readonly now: () => number;
  /** Milliseconds that pass, for what Slack allows only so long or so often. */
  readonly elapsedMs: () => number;
  private lastMicros = 0;
  private counter = 0;

  constructor(
    people: readonly PersonOption[],
    now: () => number,
    { fileProcessingMs = FILE_PROCESSING_MS, elapsedMs = now }: { fileProcessingMs?: number; elapsedMs?: () => number } = {},
  ) {
    this.now = now;
    this.elapsedMs = elapsedMs;
    this.files = new Files(elapsedMs, fileProcessingMs);
    this.bot = {
      id: 'U0BONGSU',
      name: 'bongsu',
      realName: 'Bongsu',
      email: undefined,
      deactivated: false,
      guest: undefined,
      teamId: this.teamId,
      teams: undefined,
      isBot: true,
    };
    this.people.set(this.bot.id, this.bot);
    for (const person of people) this.addPerson(person);
  }

  /** A new id with this prefix, such as `C` or `U`; the same order of calls gives the same ids. */
  newId(prefix: string): string {
    this.counter += 1;
    return `${prefix}0${this.counter.toString(36).toUpperCase().padStart(8, '0')}`;
  }

  /** A message timestamp: seconds and microseconds, never twice the same. */
  newTs(): string {
    this.lastMicros = Math.max(this.lastMicros + 1, Math.floor(this.now() * 1_000));
    return `${Math.floor(this.lastMicros / 1e6)}.${String(this.lastMicros % 1e6).padStart(6, '0')}`;
  }

  addPerson(person: PersonOption): void {
    const id = person.id ?? this.newId('U');
    const { name, realName, email, deactivated = false, guest, teamId = this.teamId, teams } = person;
    this.people.set(id, { id, name, realName, email, deactivated, guest, teamId, teams, isBot: false });
  }

  /** By id, or by name. */
  person(idOrName: string): Person | undefined {
    return this.people.get(idOrName) ?? [...this.people.values()].find((person) => person.name === idOrName);
  }

  /** The id of somebody who must exist; a mistake in a test otherwise. */
  personId(idOrName: string): string {
    const person = this.person(idOrName);
    if (!person) throw new Error(`nobody in the sandbox workspace is called ${idOrName}`);
    return person.id;
  }

  addConversation(input: {
    id: string;
    name: string;
    kind: Conversation['kind'];
    creator: string;
    members: readonly string[];
  }): Conversation {
    const created = Math.floor(this.now() / 1_000);
    const conversation: Conversation = {
      ...input,
      created,
      topic: '',
      purpose: '',
      members: new Set(input.members),
      archived: false,
      sharedWith: [],
      messages: new Map(),
      replaced: new Map(),
      reactions: new Set(),
      peopleReacted: new Map(),
      pins: [],
      bookmarks: [],
    };
    this.conversations.set(input.id, conversation);
    return conversation;
  }

  /** A conversation that must exist; a mistake in a test otherwise. */
  existing(id: string): Conversation {
    const conversation = this.conversations.get(id);
    if (!conversation) throw new Error(`there is no channel ${id} in the sandbox workspace`);
    return conversation;
  }

  named(name: string): Conversation | undefined {
    return [...this.conversations.values()].find((conversation) => conversation.kind !== 'im' && conversation.name === name);
  }

  direct(userId: string): Conversation | undefined {
    return [...this.conversations.values()].find((conversation) => conversation.kind === 'im' && conversation.members.has(userId));
  }

  /** What the bot may know of: public ones, and those it is in. Otherwise `channel_not_found`, as Slack hides the rest. */
  visible(idOrName: unknown): Conversation {
    const wanted = String(idOrName ?? '');
    const conversation = this.conversations.get(wanted) ?? this.named(wanted.replace(/^#/, ''));
    if (!conversation || (conversation.kind !== 'public' && !this.isMember(conversation))) throw new SlackError('channel_not_found');
    return conversation;
  }

  /** A visible one that the bot is in and that is not archived: what writing asks for. */
  writable(idOrName: unknown): Conversation {
    const conversation = this.visible(idOrName);
    if (conversation.archived) throw new SlackError('is_archived');
    if (!this.isMember(conversation)) throw new SlackError('not_in_channel');
    return conversation;
  }

  isMember(conversation: Conversation): boolean {
    return conversation.members.has(this.bot.id);
  }

  /** What stood in a message until a moment ago, the newest first: somebody may still have it in front of them. */
  lately(channel: string, ts: string): Block[][] {
    const replaced = this.conversations.get(channel)?.replaced.get(ts) ?? [];
    return replaced.flatMap(({ blocks, atMs }) => (performance.now() - atMs < SEEN_LATE_MS ? [blocks] : [])).reverse();
  }

  /** Takes note of a message as the emulator returned it. */
  note(channel: string, raw: Record<string, unknown>): MessageState {
    const message = messageState(channel, raw);
    const conversation = this.conversations.get(channel);
    const replaced = conversation?.messages.get(message.ts);
    if (replaced && replaced.blocks.length > 0) {
      const younger = (conversation?.replaced.get(message.ts) ?? []).filter(({ atMs }) => performance.now() - atMs < SEEN_LATE_MS);
      conversation?.replaced.set(message.ts, [...younger, { blocks: replaced.blocks, atMs: performance.now() }]);
    }
    conversation?.messages.set(message.ts, message);
    return message;
  }
}

/** A message as tests see it, from Slack's own shape. */
export function messageState(channel: string, raw: Record<string, unknown>): MessageState {
  const blocks = (raw.blocks as Block[] | undefined) ?? [];
  const text = typeof raw.text === 'string' ? raw.text : '';
  const metadata = raw.metadata as MessageState['metadata'];
  return {
    ts: String(raw.ts),
    channel,
    user: String(raw.user),
    text,
    blocks,
    ...(metadata?.event_type ? { metadata } : {}),
    ...(typeof raw.thread_ts === 'string' ? { thread_ts: raw.thread_ts } : {}),
    ...(raw.edited ? { edited: raw.edited as { user: string; ts: string } } : {}),
    pings: pingsOf(text, blocks),
  };
}

export function channelState(conversation: Conversation): ChannelState {
  const { id, name, kind, creator, created, topic, members, archived, sharedWith, pins, bookmarks } = conversation;
  return {
    id,
    name,
    isPrivate: kind !== 'public',
    creator,
    created,
    topic,
    members: [...members],
    archived,
    sharedWith: [...sharedWith],
    pins: [...pins],
    bookmarks: [...bookmarks],
  };
}
