import type { HeapHistogram } from './analysis/heap.ts';
import type { PoolState } from './analysis/pool.ts';
import type { Doubtful } from './doubts.ts';
import type { PermanentError } from './errors.ts';
import type { ChatMessage, ChatView } from './message.ts';
import type { Language } from './playbook/schema.ts';
import type { Said } from './said.ts';

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
  /** What people call somebody, or a channel, by its id (U…, W…, C…, G…). */
  nameOf(input: { id: string }, options: CallOptions): Promise<string>;
  /** Answers a slash command or click privately through its response URL (valid 30 minutes, five times). */
  respond(input: { responseUrl: string; message: ChatMessage; replace?: boolean }): Promise<void>;
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

export interface BridgeMeeting {
  /** The vendor's id of the meeting. */
  id: string;
  /** For participants. The host's start_url never leaves the client. */
  joinUrl: string;
}

/** A video bridge. PermanentError `not_configured` when nobody set one up. */
export interface Bridge {
  /** False: nobody set one up, and all it does is refuse. */
  readonly isSetUp: boolean;
  /** Opens a meeting; for later when `schedule` is given, otherwise for now. */
  create(input: { key: string; topic: string; schedule?: BridgeSchedule }): Promise<BridgeMeeting>;
  /** The meeting whose agenda carries `key`, if it exists. */
  find(input: { key: string }): Promise<BridgeMeeting | undefined>;
  /** Moves a meeting to another time; its link stays. PermanentError when it does not exist any more. Twice is the same as once. */
  move(input: { id: string; schedule: BridgeSchedule }): Promise<void>;
  /** Takes a meeting back; one that is gone already is a success. */
  remove(input: { id: string }): Promise<void>;
}

export interface BridgeSchedule {
  startsAt: Date;
  durationMs: number;
}

/** `doubts` say why the value is less than the whole one. */
export interface Sample extends Doubtful {
  value: number;
  at: Date;
}

/**
 * One source of metrics. Rejects with TransientError when it does not answer, PermanentError when it refuses the query. `maxAgeMs`: an answer will do that somebody else asked for so
 * long before.
 */
export interface MetricsSource {
  /** The newest value; undefined when the source has none (no data is not zero). NaN counts as none. */
  instant(input: { query: string; at: Date; timeoutMs: number; maxAgeMs?: number | undefined }): Promise<Sample | undefined>;
  /**
   * Values from `from` to `to` every `stepMs`, oldest first; steps without a value are absent. Absent in a source that knows only the
   * present: its past is what the watcher has written down.
   */
  range?(input: {
    query: string;
    from: Date;
    to: Date;
    stepMs: number;
    timeoutMs: number;
    maxAgeMs?: number | undefined;
  }): Promise<Sample[]>;
  /**
   * The newest value of each series that the query gives, with the labels that tell them apart. Absent in a source that knows no labels.
   */
  series?(input: { query: string; at: Date; timeoutMs: number }): Promise<Series[]>;
  /** Why the last answer to this query held no value, where the source can tell more than that there is none. Asks nobody. */
  whyNone?(query: string): Said | undefined;
  /** Lets go of connections. */
  close?(): Promise<void>;
}

export interface Series extends Doubtful {
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** A source that knows the past as well. */
export type HistoricMetricsSource = MetricsSource & Required<Pick<MetricsSource, 'range'>>;

/** Every source of metrics by the name that playbooks call it. */
export interface Metrics {
  /** One that nobody set up, or that nobody knows, rejects every question with what to do. */
  source(name: string): MetricsSource;
  close(): Promise<void>;
}

/** What somebody analysing an incident reads: numbers, and a few lines of evidence, secrets masked. `doubts`: what it could not look at. */
export interface Inspection extends Doubtful {
  facts: { name: string; value: string }[];
  /** The most telling first. */
  lines: string[];
}

/**
 * Looks closely at one part of the watched system, for the analysis (G1–G3, M1–M3): more than a number can say, and too dear to be asked
 * every minute. Rejects with TransientError when it does not answer, PermanentError when it refuses or nobody set it up.
 */
export interface Inspector {
  readonly name: string;
  /** From when on it looks where it looks back, such as in logs. */
  inspect(input: { since: Date; at: Date; timeoutMs: number }): Promise<Inspection>;
  close?(): Promise<void>;
}

/** Every inspector by the name that playbooks call it. */
export interface Inspectors {
  /** One that nobody set up, or that nobody knows, rejects with what to do. */
  inspector(name: string): Inspector;
  close(): Promise<void>;
}

/** What a log held between two moments. */
export interface LogCount extends Doubtful {
  lines: number;
  /** Not all of it could be read: the counts are a lower bound, and `doubts` say why. */
  partial: boolean;
  /** In the order of the patterns. `stopped`: the pattern took too long and was given up. */
  patterns: { lines: number; samples: string[]; stopped: boolean }[];
}

/** Counts lines of one log of the watched system. Rejects with TransientError when it does not answer, PermanentError when it cannot be read. */
export interface LogReader {
  readonly name: string;
  /** Lines from `from` (inclusive) to `to` (exclusive) by the regular expressions that they fit; up to three samples of each, secrets masked. */
  count(input: { from: Date; to: Date; patterns: readonly string[]; timeoutMs: number }): Promise<LogCount>;
}

/** Counts the objects of one JVM; costs it a pause. Rejects like LogReader. */
export interface HeapReader {
  readonly name: string;
  count(input: { timeoutMs: number }): Promise<HeapHistogram>;
  /** What it would count, in a few words, without the pause. Rejects like `count` when it could not. */
  probe(input: { timeoutMs: number }): Promise<string>;
}

/** Reads the state of the connection pools of one service. Rejects like LogReader. */
export interface PoolReader {
  readonly name: string;
  read(input: { timeoutMs: number }): Promise<PoolState[]>;
}

/** The logs, heaps and pools that the playbook names. */
export interface Evidence {
  /** One that nobody set up rejects with what to do. */
  log(name: string): LogReader;
  heap(name: string): HeapReader;
  /** Of those that answer for themselves; the others are asked of Prometheus. */
  pool(name: string): PoolReader;
}

/** Randomness, so that a test can fix it. */
export interface Random {
  /** An opaque id nobody can guess. */
  id(): string;
  /** Between 0 (inclusive) and 1 (exclusive). */
  fraction(): number;
}

/** Structured log; secrets are masked behind it. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Somebody who can be reached; what is absent cannot be used. */
export interface Contact {
  name: string;
  /** Slack user id. */
  slack: string;
  email?: string;
  /** International form, `+8210…`. */
  phone?: string;
}

/** What a page says, whatever carries it. */
export interface PageNotice {
  /** The same for every try of the same page and attempt: a vendor that knows keys drops doubles by it. */
  key: string;
  incidentId: number;
  title: string;
  severity: 'sev1' | 'sev2' | 'sev3';
  level: 'L1' | 'L2' | 'operations';
  /** 1 for the first. */
  attempt: number;
  /** One line: of a mail, or of an alert among others. */
  subject: string;
  /** Plain text of the whole page; where to go is in it. */
  text: string;
  /** One sentence of at most 160 characters, for SMS and for being read aloud. */
  short: string;
  /** Of all three. */
  language: Language;
}

/** A way to page people besides Slack. Rejects with TransientError or PermanentError; either way the next way is tried at once. */
export interface PagerChannel {
  readonly name: string;
  /** Whether it wakes a sleeper: it rings, whatever Do Not Disturb says. */
  readonly wakes: boolean;
  /** Whether others than the person paged can read it on the other side: a private incident is told nothing there. */
  readonly shared: boolean;
  /** Whether this person can be reached so (an address is known). */
  reaches(contact: Contact): boolean;
  send(notice: PageNotice, contact: Contact): Promise<{ reference?: string }>;
  /** Tells a vendor that keeps a state of its own (PagerDuty) that somebody has it (at `level`; absent: at all of them), or that it is over. */
  settle?(input: { incidentId: number; outcome: 'acknowledged' | 'resolved'; level?: PageNotice['level']; by: string }): Promise<void>;
}

export interface Mail {
  /** Becomes part of the Message-ID, so that mail programs fold doubles. */
  key: string;
  to: readonly string[];
  subject: string;
  text: string;
  /** An iCalendar object sent as a calendar part (RFC 6047). */
  calendar?: { method: 'REQUEST' | 'CANCEL'; ics: string };
}

/** Sends mail. PermanentError `not_configured` when nobody set it up. */
export interface Mailer {
  /** The address mail comes from, and so the organizer of invitations; absent when nobody set it up. */
  readonly from?: string;
  send(mail: Mail): Promise<void>;
}

/** A message of a topic; `id` tells where it stands there. */
export interface TopicMessage {
  id: string;
  text: string;
}

/** A topic from which alerts are read. */
/** Stores messages for good, and resolves with how many milliseconds to leave before it is given more; rejects when they are not stored. */
export type TopicStore = (messages: readonly TopicMessage[]) => Promise<number>;

export interface AlertTopic {
  /** Hands messages on, in the order of their partition, and again until `store` resolves: only then they count as read. Returns at once. */
  start(store: TopicStore): void;
  close(): Promise<void>;
}
