import type { Faults } from '../faults.ts';
import type { FileState } from './files.ts';

export type { FileState };

/** A person of the pretended workspace. Ids are made from the order of the list when not given. */
export interface PersonOption {
  name: string;
  realName: string;
  email?: string;
  id?: string;
  /** The account was deactivated: cannot be invited or written to. */
  deactivated?: boolean;
  /** A guest of several channels or of one, who may not be added to channels by an app. */
  guest?: 'several-channels' | 'one-channel';
  /** The workspace that they are from, when it is another one that shares a channel with this one. */
  teamId?: string;
  /** On Enterprise Grid: every workspace of the organisation that they belong to. */
  teams?: string[];
}

export interface ChannelOption {
  name: string;
  /** Names (or ids) of people. */
  members?: string[];
  id?: string;
  botIsMember?: boolean;
  private?: boolean;
}

export interface SlackOptions {
  /** 0 (the default) takes a free one. */
  port?: number;
  signingSecret: string;
  botToken: string;
  /** Where Slack sends commands, clicks and events; may be set later with `setAppUrl`. */
  appUrl?: string;
  /** `socket`: over the connections that the app opens (Socket Mode), instead of to `appUrl`. Default `http`. */
  delivery?: 'http' | 'socket';
  /** The app-level token; without it there is none that Slack takes. */
  appToken?: string;
  /** What the app-level token may do; `connections:write` unless given. */
  appScopes?: string[];
  /** The app manifest whose bot scopes the token has; `manifest.yml` of this repository unless given. */
  manifestPath?: string;
  /** Scopes of the manifest that this installation lacks, as after an update of the app that nobody approved. */
  withoutScopes?: string[];
  command?: string;
  users?: PersonOption[];
  channels?: ChannelOption[];
  /** User groups: handle (or the id itself, S…) to the names or ids of its people. */
  userGroups?: Record<string, string[]>;
  /** The workspace belongs to this organisation (Enterprise Grid), E…. */
  enterpriseId?: string;
  /** The workspace lets only admins create channels: `restricted_action`. */
  restrictChannelCreation?: boolean;
  /** Whether methods answer 429 beyond their tier. Default true. */
  rateLimits?: boolean;
  /**
   * How long it waits for an acknowledgement, and a trigger lives: three seconds unless given. For tests on a busy machine that are about something else
   * than the app's slowness.
   */
  patienceMs?: number;
  /** How long an uploaded file cannot be shown yet; a second and a half unless given. */
  fileProcessingMs?: number;
  /** Milliseconds since 1970; time of messages. Requests are signed with the real time, which the app compares. */
  now?: () => number;
  /** Milliseconds that pass for triggers, rate limits and uploaded files; as `now` says unless given. */
  elapsedMs?: () => number;
}

export interface CallRecord {
  method: string;
  args: Record<string, unknown>;
  /** When it came in, in milliseconds since 1970 (wall clock). */
  at: number;
  tookMs: number;
  /** HTTP status; 0 when the connection was cut or left hanging. */
  status: number;
  ok: boolean;
  error?: string;
  /** The effect happened although the caller was told otherwise (a lost reply). */
  applied?: boolean;
}

export interface MessageState {
  ts: string;
  channel: string;
  user: string;
  text: string;
  blocks: Block[];
  metadata?: { event_type: string; event_payload: Record<string, unknown> };
  thread_ts?: string;
  edited?: { user: string; ts: string };
  /** Who gets a notification from the words of this message: user ids, `channel`, `here`, `everyone`, or `subteam:<id>`. */
  pings: string[];
  /** Only on ephemeral messages: the one person who sees it. */
  visibleTo?: string;
}

export interface Block {
  type: string;
  block_id?: string;
  [field: string]: unknown;
}

export interface ChannelState {
  id: string;
  name: string;
  isPrivate: boolean;
  creator: string;
  /** Seconds since 1970. */
  created: number;
  topic: string;
  members: string[];
  archived: boolean;
  /** Workspaces of others that it is shared with. */
  sharedWith: string[];
  /** `ts` of the pinned messages, oldest pin first. */
  pins: string[];
  bookmarks: { id: string; title: string; link: string }[];
}

export interface ViewState {
  id: string;
  type: 'modal' | 'home';
  user: string;
  hash: string;
  callbackId: string;
  title: string;
  blocks: Block[];
  privateMetadata: string;
  /** Still on the person's screen. */
  open: boolean;
  rootViewId: string;
  previousViewId?: string;
  /** The view as the app sent it. */
  view: Record<string, unknown>;
}

/** What Slack sent to the app, and what came back; of one shape, however it was delivered (in Socket Mode an acknowledgement is a 200). */
export interface Delivery {
  /** HTTP status; 0 when the app did not answer within three seconds (people see `operation_timeout`) or refused the connection. */
  status: number;
  /** Parsed JSON, else text. For a view submission this is where `response_action` and its errors are. */
  body: unknown;
  tookMs: number;
  triggerId: string;
  responseUrl: string;
  payload: Record<string, unknown>;
  contentType: string;
  /** The exact bytes sent, so that `redeliver` sends the same. */
  raw: string;
  /** Why there is no status. */
  failure?: string;
}

/** How to sign and send; the defaults are what Slack does. */
export interface SendOptions {
  /** Age of the timestamp in seconds. */
  ageSeconds?: number;
  /** Sign with another secret. */
  signingSecret?: string;
  /** X-Slack-Retry-Num, as on the second delivery of an event. */
  retryNum?: number;
}

export interface ClickInput {
  by: string;
  channel: string;
  ts: string;
  actionId: string;
  value?: string;
  blockId?: string;
  /** What is chosen in a select, checkbox group or picker: option values, user ids, a date. */
  selected?: string | string[];
}

export interface ViewClickInput {
  by: string;
  viewId: string;
  actionId: string;
  value?: string;
  blockId?: string;
  selected?: string | string[];
}

/** Form values: keyed by `block_id`, or by `action_id`; a list for several choices. */
export type FormValues = Record<string, string | string[] | undefined>;

export interface SubmitInput {
  by: string;
  viewId: string;
  values: FormValues;
}

export interface ResponseRecord {
  url: string;
  body: Record<string, unknown>;
  at: number;
  status: number;
  error?: string;
}

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';

/** One envelope as it was sent on one connection. */
export interface EnvelopeRecord {
  id: string;
  type: EnvelopeType;
  /** The how-manieth connection it was. */
  connection: number;
  /** 0 the first time. */
  attempt: number;
  payload: Record<string, unknown>;
  /** `acknowledged`, or why not; absent while it is under way. */
  outcome?: string;
}

/**
 * The connections of Socket Mode (https://docs.slack.dev/apis/events-api/using-socket-mode). Faults go by these calls: `apps.connections.open`;
 * `socket` (the handshake: `http`, `cut`, or `hang`, which never says hello); and an envelope's type: `cut` before it is sent, `cut-after` and `hang` lose
 * its acknowledgement, with the connection or without.
 */
export interface SocketsControl {
  /** Those that can be delivered to. */
  open(): number;
  /** How many were ever greeted. */
  opened(): number;
  /** Cuts connections without a word, the oldest first; all of them unless told how many. */
  cut(howMany?: number): void;
  /** Connections look open to the app and nothing passes any more, as behind a router that forgot them; the oldest first. */
  freeze(howMany?: number): void;
  /** Says that connections will be closed (`warning`, `refresh_requested`, `link_disabled`), the oldest first that do not know it yet, and closes them so much later. */
  disconnect(reason: string, how?: { howMany?: number; closesAfterMs?: number }): void;
  /** Everything that was sent, in order. */
  envelopes: EnvelopeRecord[];
}

export interface SlackStandIn {
  /** Base of the Web API, ending with `/api/`. */
  url: string;
  origin: string;
  botUserId: string;
  botId: string;
  appId: string;
  teamId: string;
  users: Record<string, string>;
  channelIds: Record<string, string>;
  faults: Faults;
  calls: CallRecord[];
  /** What was sent to response URLs. */
  responses: ResponseRecord[];
  /** How this Slack reaches the app. */
  delivery: 'http' | 'socket';
  /** The connections of Socket Mode. */
  sockets: SocketsControl;
  setAppUrl(url: string): void;
  /** Runs what makes Slack send something and sends it nowhere: what would have been delivered, for `redeliver`. */
  undelivered(act: () => Promise<Delivery>): Promise<Delivery>;
  onCall(listener: (call: CallRecord) => void): () => void;
  /** Resolves when the predicate holds; asked again after every call, response and delivery. Rejects after `timeoutMs` (5 s) with the last calls. */
  until(predicate: (slack: SlackStandIn) => boolean, timeoutMs?: number): Promise<void>;

  /** `asSent`: the text is in Slack's escaped form already, markup and all. */
  slash(by: string, text: string, where?: { channel?: string; asSent?: boolean } & SendOptions): Promise<Delivery>;
  /** Throws when there is no such button in that message. */
  click(input: ClickInput): Promise<Delivery>;
  clickInView(input: ViewClickInput): Promise<Delivery>;
  /** Throws what the Slack client itself would refuse: a missing required input, an option that is not there, a closed view. */
  submit(input: SubmitInput): Promise<Delivery>;
  closeView(input: { by: string; viewId: string }): Promise<Delivery | undefined>;
  shortcut(by: string, callbackId: string): Promise<Delivery>;
  /** Somebody uses a shortcut of the app on a message. */
  messageShortcut(input: { by: string; callbackId: string; channel: string; ts: string }): Promise<Delivery>;
  /** Somebody reacts to a message, and the app hears of it. */
  reactHeard(input: { by: string; emoji: string; channel: string; ts: string }): Promise<Delivery>;
  /** Somebody pins a message, and the app hears of it. */
  pinHeard(input: { by: string; channel: string; ts: string }): Promise<Delivery>;
  /** Rejects when the manifest does not subscribe to events of this type. */
  event(type: string, fields?: Record<string, unknown>, how?: SendOptions): Promise<Delivery>;
  verifyUrl(challenge: string): Promise<Delivery>;
  /** The same bytes again (same trigger_id, event_id), freshly signed. */
  redeliver(delivery: Delivery, how?: SendOptions): Promise<Delivery>;
  /** A person writes in a channel; the app hears nothing of it. */
  say(by: string, channel: string, text: string, threadTs?: string): Promise<MessageState>;
  /** A person adds a reaction to a message, or takes their own away again; the app hears nothing of it. */
  react(by: string, channel: string, ts: string, emoji: string): void;
  /** Reactions to a message: the emoji's name and the ids of those who chose it, in the order in which they came. */
  reactionsTo(channel: string, ts: string): { emoji: string; users: string[] }[];
  /** A person creates a channel, without the app. */
  addChannel(channel: ChannelOption & { by?: string }): Promise<string>;
  /** A person archives a channel; the app hears of it only by an `event`. */
  archive(channel: string): void;
  /** And takes it out again. Apps are out of it by then, as on Slack, unless told otherwise. */
  unarchive(channel: string, how?: { appStays?: boolean }): void;
  /** Somebody invites the app into a channel; it hears of it only by an `event`. */
  letIn(channel: string): void;
  /** An admin deletes a channel with all that is in it. */
  deleteChannel(channel: string): void;
  /** An admin makes a public channel private; whoever is in it stays. */
  makePrivate(channel: string): void;
  /** A person shares a channel with another workspace (Slack Connect). */
  shareWith(channel: string, teamId: string): void;
  /** An admin deletes a message of whoever it is. */
  deleteMessage(channel: string, ts: string): void;
  /** Somebody joins a public channel by themselves, as everybody may. Throws for others. */
  join(channel: string, user: string): void;
  /** Somebody (the bot, by its id, too) leaves a channel or is thrown out. */
  remove(channel: string, user: string): void;
  /** An account is deactivated, or active again: it can neither be written to nor invited meanwhile. */
  deactivate(user: string, deactivated?: boolean): void;
  /** Somebody turns Do Not Disturb on, from now until then (milliseconds since 1970). */
  doNotDisturb(user: string, until: number): void;
  /** Nobody sits there: their dot is not green. */
  goAway(user: string): void;

  channels(): ChannelState[];
  channelByName(name: string): ChannelState | undefined;
  /** Messages of a channel or thread, oldest first; without the ephemeral ones. */
  messages(channelId: string): MessageState[];
  directMessages(userId: string): MessageState[];
  ephemerals(userId: string): MessageState[];
  /** Files that the bot uploaded, whatever became of them. */
  files(): FileState[];
  /** Views of a person: open modals from bottom to top, and the App Home. */
  views(userId: string): ViewState[];
  close(): Promise<void>;
}
