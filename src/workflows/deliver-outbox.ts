import { errorText, PermanentError, TransientError } from '../domain/errors.ts';
import type { ChatMessage } from '../domain/message.ts';
import type { Lane, Log } from '../domain/ports.ts';
import type { NewOutboxRow, OutboxRow, RunLock, Stores } from '../storage/index.ts';
import { postJoining } from './declare/announce.ts';
import { backoffMs } from './runtime/backoff.ts';
import { lookIfAllowed } from './runtime/look.ts';
import type { Runtime } from './runtime/runtime.ts';

/** An effect that leaves after its transaction: looked up (when an attempt had begun), run, recorded. */
export interface OutboxKind {
  look?: (row: OutboxRow, since: Date) => Promise<unknown>;
  /** The outcome; `{ skipped: true }` when nobody needs the effect any more. */
  run: (row: OutboxRow) => Promise<unknown>;
  /**
   * What else the rows say of the outcome, found or done; not called when it was skipped. Written in the transaction that settles the row, and
   * so once: written by `run`, a crash after it would double it, and one before it would lose it.
   */
  record?: (stores: Stores, row: OutboxRow, outcome: unknown) => Promise<void>;
}

/** A row that somebody took is hidden for this long; if that process dies, the others take it back at their next look. */
const HIDE_MS = 60_000;
/** What is still waiting or under way here is hidden anew so often, well before its time: a living process loses nothing to another. */
const RENEW_EVERY_MS = 10_000;
/** A claim that is older is asked for again before its row is sent: another process may have thought us dead meanwhile, and have it. */
const TRUSTED_MS = 5_000;
/** The dead are looked for no more often than this. */
const LOOK_FOR_DEAD_MS = 1_000;

/** What wakes people, and the rest: each with room of its own, so that chatter that waits for Slack's pace never holds up a page. */
const GROUPS: readonly { lanes: readonly Lane[]; room: number }[] = [
  { lanes: ['page', 'ack'], room: 50 },
  { lanes: ['mitigation', 'update', 'cosmetics'], room: 10 },
];

/** Not deliverable yet: there is no place to post to. */
class NoHome extends Error {}

/** Sends what is due in the outbox. A row that fails waits; it holds up no other. Messages to one place keep their order. */
export class Outbox {
  private readonly inFlight = GROUPS.map(() => new Map<string, Promise<void>>());
  private readonly tails = new Map<string, Promise<void>>();
  private readonly owner: string;
  private alive: RunLock | undefined;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private renewedAt = Number.NEGATIVE_INFINITY;
  /** The database was lost in mid-delivery: rows may be hidden under our name that nobody here is sending. */
  private mayHoldIdly = false;

  constructor(
    private readonly runtime: Runtime,
    private readonly kinds: Record<string, OutboxKind>,
  ) {
    this.owner = runtime.random.id();
  }

  /** Starts the delivery of everything that is due and for which there is room; does not wait for it. */
  async drain(): Promise<void> {
    if (this.mayHoldIdly) await this.giveBackIdle();
    await this.renewClaims();
    await this.takeBackFromTheDead();
    await Promise.all(GROUPS.map((_, group) => this.drainGroup(group)));
  }

  get busy(): boolean {
    return this.inFlight.some((rows) => rows.size > 0);
  }

  /** Resolves when nothing is being delivered in this process. */
  async idle(): Promise<void> {
    while (this.busy) await Promise.allSettled(this.inFlight.flatMap((rows) => [...rows.values()]));
  }

  /**
   * Every process holds a lock under its own name as long as it is connected; whoever can take another's lock knows that it is gone, and
   * what it was sending is due again at once. Without this, rows would stay hidden until their time.
   */
  private async takeBackFromTheDead(): Promise<void> {
    const { storage, clock } = this.runtime;
    const now = clock.now().getTime();
    if (Math.abs(now - this.lookedAt) < LOOK_FOR_DEAD_MS) return;
    this.lookedAt = now;
    if (this.alive === undefined || this.alive.lost) this.alive = await storage.locks.tryLock(processLock(this.owner));
    for (const owner of await storage.outbox.owners()) {
      if (owner === this.owner) continue;
      const lock = await storage.locks.tryLock(processLock(owner));
      if (!lock) continue;
      await storage.outbox.giveBack(owner, clock.now());
      await lock.release();
    }
  }

  /** Rows may wait here behind a place, or for Slack, longer than they are hidden. */
  private async renewClaims(): Promise<void> {
    const { storage, clock } = this.runtime;
    const now = clock.now();
    if (!this.busy || Math.abs(now.getTime() - this.renewedAt) < RENEW_EVERY_MS) return;
    this.renewedAt = now.getTime();
    await storage.outbox.renew(
      this.inFlight.flatMap((rows) => [...rows.keys()]),
      this.owner,
      new Date(now.getTime() + HIDE_MS),
    );
  }

  /** What is in flight stays ours; its like was begun, so whoever takes it looks first. */
  private async giveBackIdle(): Promise<void> {
    const { storage, clock } = this.runtime;
    await storage.outbox.giveBack(this.owner, clock.now(), { but: this.inFlight.flatMap((rows) => [...rows.keys()]) });
    this.mayHoldIdly = false;
  }

  private async drainGroup(group: number): Promise<void> {
    const { lanes, room } = GROUPS[group] ?? never();
    const rows = this.inFlight[group] ?? never();
    const { storage, clock } = this.runtime;
    while (rows.size < room && !this.runtime.stopping.aborted) {
      const now = clock.now();
      const hiddenUntil = new Date(now.getTime() + HIDE_MS);
      const claimed = await storage.outbox.claim(this.owner, lanes, now, hiddenUntil, room - rows.size).catch((error) => {
        this.mayHoldIdly = true;
        throw error;
      });
      for (const row of claimed) if (!rows.has(row.id)) this.start(row, { rows, group, claimedAt: now });
      if (claimed.length === 0) return;
    }
  }

  private start(row: OutboxRow, into: { rows: Map<string, Promise<void>>; group: number; claimedAt: Date }): void {
    const { rows, group, claimedAt } = into;
    const place = placeOf(row);
    const before = this.tails.get(place) ?? Promise.resolve();
    const work = before
      .then(() => deliver(this.runtime, this.kinds, row, claimedAt))
      .catch((error) => {
        this.mayHoldIdly = true;
        this.runtime.log.error({ err: error, outbox: row.key }, 'A delivery could not be recorded; the row is found again.');
      })
      .finally(() => {
        const wasFull = rows.size >= (GROUPS[group]?.room ?? 0);
        rows.delete(row.id);
        if (this.tails.get(place) === work) this.tails.delete(place);
        if (wasFull) this.runtime.waker.wake('outbox', this.runtime.clock.now());
      });
    rows.set(row.id, work);
    this.tails.set(place, work);
  }
}

/** The name of the lock that a process holds while it lives. */
function processLock(owner: string): string {
  return `process:${owner}`;
}

/** Rows for the same place are sent one after the other. */
function placeOf(row: OutboxRow): string {
  const { destination, pageId } = row.payload as { destination?: Destination; pageId?: number };
  if (pageId !== undefined) return `page ${pageId}`;
  if (destination?.to === 'channel' || destination?.to === 'edit') return `channel ${destination.channel}`;
  return `incident ${row.incidentId} ${row.kind}`;
}

function never(): never {
  throw new Error('There is no such group of lanes.');
}

/** The row as it may be sent: one whose claim is no longer young only if it is still ours, and with the attempts that others made. */
async function stillOurs({ storage, clock }: Runtime, row: OutboxRow, claimedAt: Date): Promise<OutboxRow | undefined> {
  const now = clock.now().getTime();
  if (Math.abs(now - claimedAt.getTime()) < TRUSTED_MS) return row;
  const [renewed] = await storage.outbox.renew([row.id], row.claimedBy ?? '', new Date(now + HIDE_MS));
  return renewed;
}

async function deliver(runtime: Runtime, kinds: Record<string, OutboxKind>, claimed: OutboxRow, claimedAt: Date): Promise<void> {
  const { storage, clock, waker, random, log, crashPoint } = runtime;
  const row = await stillOurs(runtime, claimed, claimedAt);
  if (row === undefined) return;
  const kind = kinds[row.kind];
  try {
    if (!kind) throw new PermanentError('unknown_kind', `Nobody delivers ${row.kind}.`);
    crashPoint(`outbox.${row.kind}:before`);
    const since = row.attempts > 1 ? row.startedAt : null;
    const found = since ? await lookIfAllowed(log, { outbox: row.key }, async () => kind.look?.(row, since)) : undefined;
    const outcome = found ?? (await kind.run(row));
    crashPoint(`outbox.${row.kind}:after`);
    await storage.transaction(async (stores) => {
      if ((await stores.outbox.sent(row.id, clock.now(), outcome)) && !isSkipped(outcome)) await kind.record?.(stores, row, outcome);
    });
  } catch (error) {
    if (error instanceof PermanentError) {
      log.error({ err: error, outbox: row.key }, 'A message could not be delivered and will not be tried again.');
      await storage.outbox.failed(row, errorText(error));
      return;
    }
    const asked = error instanceof TransientError ? (error.retryAfterMs ?? 0) : 0;
    if (!(error instanceof NoHome)) sayWaits(log, row, error, asked);
    const at = new Date(clock.now().getTime() + Math.max(asked, backoffMs(row.attempts, random)));
    await storage.outbox.retryAt(row, at, errorText(error));
    waker.wake('outbox', at);
    if (error instanceof NoHome && row.incidentId !== null) await homeMeanwhile(runtime, row.incidentId);
  }
}

/** The home may have been found just before the row began to wait for it. */
async function homeMeanwhile({ storage, clock, waker }: Runtime, incidentId: number): Promise<void> {
  if (!(await storage.incidents.find(incidentId))?.channelId) return;
  await storage.outbox.homeFound(incidentId, clock.now());
  waker.wake('outbox', clock.now());
}

/** That the other side asks for a moment, once, is its way of working and nothing to look at; what lasts, or has no such reason, is. */
function sayWaits(log: Log, row: OutboxRow, error: unknown, askedMs: number): void {
  const level = askedMs > 0 && row.attempts <= 1 ? 'debug' : 'warn';
  // A trouble that passes is told in a line; a stack is for what nobody expected.
  const what = error instanceof TransientError ? { code: error.code, reason: errorText(error) } : { err: error };
  log[level]({ ...what, outbox: row.key, attempt: row.attempts }, 'A message waits for another try.');
}

function isSkipped(outcome: unknown): boolean {
  return typeof outcome === 'object' && outcome !== null && 'skipped' in outcome;
}

/** Where a message goes: the incident's home (resolved when it leaves), a channel, somebody's direct messages, or an existing message that is edited. */
export type Destination =
  | { to: 'home' }
  | { to: 'channel'; channel: string }
  | { to: 'direct'; user: string }
  | { to: 'edit'; channel: string; ts: string };

/** A message on its way to Slack; `key` is derived from its cause. */
export interface Outgoing {
  key: string;
  /** Null for what belongs to no incident; its destination is then a place. */
  incidentId: number | null;
  lane: Lane;
  destination: Destination;
  message: ChatMessage;
}

/** The outbox row of a message. */
export function outboxRow({ key, incidentId, lane, ...payload }: Outgoing): NewOutboxRow {
  return { key, incidentId, kind: 'chat.message', lane, payload };
}

/** Puts a message into the outbox. */
export async function send(runtime: Runtime, stores: Stores, outgoing: Outgoing): Promise<void> {
  await stores.outbox.add(outboxRow(outgoing), runtime.clock.now());
}

/** Kind `chat.message`. */
export function chatMessageKind(runtime: Runtime): OutboxKind {
  const { chat, storage } = runtime;
  const place = async (row: OutboxRow): Promise<{ channel: string; threadTs?: string }> => {
    const { destination } = row.payload as { destination: Destination };
    if (destination.to === 'direct') return { channel: await chat.openDirect({ user: destination.user }, { lane: row.lane }) };
    if (destination.to !== 'home') return { channel: destination.channel };
    const incident = row.incidentId === null ? undefined : await storage.incidents.find(row.incidentId);
    if (!incident?.channelId) throw new NoHome('The incident has no channel yet.');
    return { channel: incident.channelId, ...(incident.threadTs !== null && { threadTs: incident.threadTs }) };
  };
  return {
    look: async (row, since) => {
      const { destination } = row.payload as { destination: Destination };
      if (destination.to === 'edit') return undefined;
      return await chat.findPosted({ ...(await place(row)), key: row.key, since }, { lane: row.lane });
    },
    run: async (row) => {
      const { destination, message } = row.payload as { destination: Destination; message: ChatMessage };
      if (destination.to === 'edit') {
        await chat.update({ channel: destination.channel, ts: destination.ts, message }, { lane: row.lane });
        return {};
      }
      return await postJoining(runtime, { ...(await place(row)), message, key: row.key }, { lane: row.lane });
    },
  };
}
