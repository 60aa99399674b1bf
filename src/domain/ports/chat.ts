import type { ChatMessage, ChatView } from '../chat/message.ts';
import type { PermanentError } from '../errors.ts';

/**
 * What the workflows ask of the outside. Every method rejects with TransientError (worth retrying; `retryAfterMs` when the other side
 * said so) or PermanentError (its `code` is the other side's own word, such as `name_taken`); nothing retries inside.
 */

/** Who goes first when Slack's limits make somebody wait (design.md, Slack as it is). */
export const LANES = ['page', 'ack', 'mitigation', 'update', 'cosmetics'] as const;
export type Lane = (typeof LANES)[number];

export interface CallOptions {
  lane: Lane;
}

export interface ChannelRef {
  id: string;
  name: string;
}

/**
 * `active`: a full member. `guest`: sees some channels only. `elsewhere`: of another workspace, here through a shared channel.
 * `unknown`: Slack knows nobody of that id, or may not show them to us. `bot`: an app's own account, ours among them.
 */
export type UserState = 'bot' | 'active' | 'guest' | 'elsewhere' | 'deactivated' | 'unknown';

export interface PostedRef {
  channel: string;
  ts: string;
}

/** A message as it stands in the chat. */
export interface ReadMessage {
  /** Slack id of the person who wrote it; null for a program. */
  author: string | null;
  isBot: boolean;
  /** In Slack's markup. */
  text: string;
  files: { name: string; permalink?: string }[];
}

export interface Chat {
  /** conversations.create. PermanentError `name_taken`, `restricted_action`, `missing_scope` … */
  createChannel(input: { name: string; isPrivate: boolean }, options: CallOptions): Promise<ChannelRef>;
  /** A channel of one of these names that the bot itself created at or after `createdAfter`; looks only among the bot's own channels. */
  findOwnChannel(input: { names: readonly string[]; createdAfter: Date }, options: CallOptions): Promise<ChannelRef | undefined>;
  /** Puts people into a channel in one call; those already in it, deactivated or unknown do not fail the others. Returns who could not be invited and why. */
  invite(input: { channel: string; users: readonly string[] }, options: CallOptions): Promise<{ failed: { user: string; code: string }[] }>;
  join(input: { channel: string }, options: CallOptions): Promise<void>;
  /** Looks whether a channel can be written to, and joins it where everybody may. PermanentError about the place while it cannot. */
  enter(input: { channel: string }, options: CallOptions): Promise<void>;
  /** auth.test: rejects with PermanentError about us when Slack does not let us in. */
  checkAccess(options: CallOptions): Promise<void>;
  setTopic(input: { channel: string; topic: string }, options: CallOptions): Promise<void>;
  topicOf(input: { channel: string }, options: CallOptions): Promise<string>;
  /** chat.postMessage, with `key` in the message's metadata so that `findPosted` can see it again. */
  post(input: { channel: string; message: ChatMessage; key: string; threadTs?: string }, options: CallOptions): Promise<PostedRef>;
  /** The message of ours that carries `key`, among those posted since `since`. Looks in the thread if `threadTs` is given. */
  findPosted(input: { channel: string; key: string; since: Date; threadTs?: string }, options: CallOptions): Promise<PostedRef | undefined>;
  /**
   * Gives a picture to the chat, shown nowhere yet: a message shows it by a block that names the returned id. For a moment after it such a message is
   * refused with TransientError `file_not_ready`. Uploading twice leaves one that nobody sees.
   */
  uploadImage(input: { png: Uint8Array; fileName: string; title: string; altText: string }, options: CallOptions): Promise<string>;
  /** Gives a file to everybody in a channel. Uploading twice shows it twice. */
  uploadFile(input: { bytes: Uint8Array; fileName: string; title: string; channel: string }, options: CallOptions): Promise<void>;
  /** A message of somebody, in a channel or one of its threads; undefined when there is none. */
  readMessage(input: PostedRef, options: CallOptions): Promise<ReadMessage | undefined>;
  /** The address at which people find a message. PermanentError `message_not_found`. */
  permalink(input: PostedRef, options: CallOptions): Promise<string>;
  update(input: { channel: string; ts: string; message: ChatMessage }, options: CallOptions): Promise<void>;
  /** An already pinned message is a success. */
  pin(input: PostedRef, options: CallOptions): Promise<void>;
  addBookmark(input: { channel: string; title: string; link: string }, options: CallOptions): Promise<void>;
  hasBookmark(input: { channel: string; link: string }, options: CallOptions): Promise<boolean>;
  /**
   * The direct-message channel with a user; asking twice gives the same one. With `openFor` Slack is asked even if it is known, unless it was opened for the same before, and so says whether this
   * person can still be written to: PermanentError about the person when not.
   */
  openDirect(input: { user: string; openFor?: string }, options: CallOptions): Promise<string>;
  /** Until when somebody has Do Not Disturb on; undefined when they have not at `at`. PermanentError `missing_scope` where the app may not know. */
  quietUntil(input: { user: string; at: Date }, options: CallOptions): Promise<Date | undefined>;
  /** Slack ids of a user group's members, deactivated ones left out. PermanentError `no_such_subteam` when there is no such group. */
  userGroupMembers(input: { group: string }, options: CallOptions): Promise<string[]>;
  /** Whether somebody belongs to this workspace. */
  userState(input: { user: string }, options: CallOptions): Promise<UserState>;
  /** Whether somebody is there at this moment, by their green dot. */
  isThere(input: { user: string }, options: CallOptions): Promise<boolean>;
  /** What people call somebody, or a channel, by its id (U…, W…, C…, G…). */
  nameOf(input: { id: string }, options: CallOptions): Promise<string>;
  /** Answers a slash command or click privately through its response URL (valid 30 minutes, five times). */
  respond(input: { responseUrl: string; message: ChatMessage; replace?: boolean }): Promise<void>;
  /** Seen by one person in a channel, until they load it again. PermanentError `user_not_in_channel`. */
  postEphemeral(input: { channel: string; user: string; message: ChatMessage }, options: CallOptions): Promise<void>;
  /** views.open; returns the view's id. The trigger lives three seconds. */
  openView(input: { triggerId: string; view: ChatView }): Promise<string>;
  updateView(input: { viewId: string; view: ChatView }): Promise<void>;
  /** views.publish: the App Home of one person, in place of what was there. */
  publishHome(input: { user: string; view: ChatView }): Promise<void>;
}

/** Hears how calls to the chat end. Neither method rejects or waits. */
export interface ChatWatch {
  /** Refused because of us: our token, app or rights. */
  refused(error: PermanentError): void;
  worked(method: string): void;
  /** The refusal that a call would meet at a place that is known to be gone: Slack is not asked for it again. */
  goneAs(place: string, method: string): PermanentError | undefined;
}
