import type { Playbook } from '../playbook/schema.ts';

export { TARGET_KINDS, type TargetKind } from '../playbook/targets/index.ts';

/**
 * What mitigations act on. Every method rejects with TransientError (worth retrying) or PermanentError, whose `code` is one of `not_configured`,
 * `forbidden`, `not_found`, `changed` (it is not what it was when the plan was made), `invalid` (the target refuses the value), or the target's own word.
 */

export type TargetSpec = Playbook['mitigations'][string]['on'][number];

/** Null: it is not set at all. */
export type DialValue = number | string | boolean | null;

export interface DialState {
  value: DialValue;
  /** The target's own mark of this state (resourceVersion, ETag), if it has one: a write against an older one is refused. */
  version?: string;
  /** Numbers found on the way that a plan can use, such as `ready` replicas. */
  facts?: Record<string, DialValue>;
  /** Nothing tells how it stands: it is done, and undone, as it is said. */
  unseen?: true;
}

/** How something is changed. */
export interface ChangeOptions {
  timeoutMs: number;
  /** Called right before each exchange that changes the target. Rejects with PermanentError when it must not be changed by now: then it is not, and that is passed on. */
  ask?: (() => Promise<void>) | undefined;
}

/** One thing of the watched system that can be read and set. */
export interface Dial {
  /** In words, without secrets: `deployment coupon-consumer in coupon, replicas`. Never changes for the same target. */
  readonly where: string;
  read(options: { timeoutMs: number }): Promise<DialState>;
  /** Rejects when `to` would be refused; changes nothing (a server-side dry run where the target has one). */
  rehearse(change: { from: DialState; to: DialValue }, options: { timeoutMs: number }): Promise<void>;
  /**
   * Sets it. Setting what is set already is a success, so that twice is the same as once. Rejects with PermanentError `changed` when it is neither `from` nor
   * `to`. `key` is the same for every try of the same change.
   */
  write(change: { from: DialState; to: DialValue; key: string }, options: ChangeOptions): Promise<void>;
  /** What a person would type to set it, without secrets. */
  byHand(to: DialValue): string;
}

/** A session of the watched database that something may be done about. */
export interface DatabaseSession {
  pid: number;
  /** ISO 8601; with `pid` it names this session and no later one. */
  startedAt: string;
  user: string;
  application: string;
  state: string;
  /** Since when it is in this state or runs this query or transaction. */
  ageSeconds: number;
  /** Literals masked, shortened. */
  query: string;
}

export interface DatabaseSessions {
  /** Sessions with a long query or an idle transaction, the oldest first; Bongsu's own are left out. */
  list(input: { database: string; olderThanSeconds: number; limit: number }, options: { timeoutMs: number }): Promise<DatabaseSession[]>;
  /** Cancels the query, or ends the whole session. PermanentError `changed` when that session is gone or does something else; false when it was over already. */
  end(
    input: { database: string; session: Pick<DatabaseSession, 'pid' | 'startedAt'>; how: 'cancel' | 'terminate' },
    options: ChangeOptions,
  ): Promise<boolean>;
  byHand(input: { pid: number; how: 'cancel' | 'terminate' }): string;
}

/** Lua scripts in the watched Redis. */
export interface LockScripts {
  /** SCRIPT LOAD; the SHA. Loading twice is the same as once. PermanentError `invalid` with Redis' own words for a script that does not compile. */
  load(script: string, options: ChangeOptions): Promise<string>;
  isLoaded(sha: string, options: { timeoutMs: number }): Promise<boolean>;
  /**
   * Calls it as the service would, on keys that nobody else uses: `EVALSHA sha 2 lock stock token ttlMs`. It answers 1 (held: the key must expire, and a second call must not
   * win) or 2 (one taken from the stock without a lock: the stock must be less by one at each call). Rejects with PermanentError `invalid` saying what did not hold, `not_found`
   * when it is not loaded. Leaves nothing behind.
   */
  check(sha: string, options: ChangeOptions): Promise<void>;
  /** A field of a hash, for the SHA in use and the share that uses it. */
  dial(target: { key: string; field: string }): Dial;
}

/** Everything that mitigations can act on. */
export interface Executors {
  /** The dial that a target of the playbook names. One that is not set up rejects every question with what to do. */
  dial(target: TargetSpec): Dial;
  readonly sessions: DatabaseSessions;
  readonly scripts: LockScripts;
  close(): Promise<void>;
}
