import { errorText, TransientError } from '../../domain/errors.ts';
import type { Lane } from '../../domain/ports/chat.ts';
import { isLeaseLost, type Lease, underLease } from '../../domain/process/lease.ts';
import { own } from '../../domain/text/own.ts';
import type { OutboxRow, TakenRow } from '../../storage/index.ts';
import { deliveryFailed, NoHome, UNKNOWN_KIND } from './delivery-failed.ts';
import type { Leaving, OutboxKind } from './effect.ts';
import { landsUntil, lookUntil } from './look.ts';
import type { Runtime, WholeRuntime } from './runtime.ts';

/** A row that somebody took is hidden for this long, or until that process is lost. */
const HIDE_MS = 60_000;

/** What is still waiting or under way here is hidden anew so often, well before its time: a living process loses nothing to another. */
const RENEW_EVERY_MS = 10_000;

/** A claim that is older is asked for again before its row is sent: another process may have thought us dead meanwhile, and have it. */
const TRUSTED_MS = 5_000;

/** What wakes people, and the rest: each with room of its own, so that chatter that waits for Slack's pace never holds up a page. */
const GROUPS: readonly { lanes: readonly Lane[]; room: number }[] = [
  { lanes: ['page', 'ack'], room: 50 },
  { lanes: ['mitigation', 'update', 'cosmetics'], room: 10 },
];

/** Sends what is due in the outbox. A row that fails waits; it holds up no other. Messages to one place keep their order. */
export class Outbox {
  private readonly inFlight = GROUPS.map(() => new Map<string, Promise<boolean>>());
  private readonly tails = new Map<string, Promise<boolean>>();
  private renewedAt = Number.NEGATIVE_INFINITY;
  /** The database was lost in mid-delivery: rows may be hidden under our name that nobody here is sending. */
  private mayHoldIdly = false;

  constructor(
    private readonly runtime: WholeRuntime,
    private readonly kindsOf: (runtime: Runtime) => Readonly<Record<string, OutboxKind>>,
  ) {}

  /** Starts the delivery of everything that is due and for which there is room; does not wait for it. */
  async drain(): Promise<void> {
    const lease = this.runtime.storage.lease.current;
    if (lease === undefined) return;
    if (this.mayHoldIdly) await this.giveBackIdle(lease);
    await this.renewClaims(lease);
    await Promise.all(GROUPS.map((_, group) => this.drainGroup(group, lease)));
  }

  get busy(): boolean {
    return this.inFlight.some((rows) => rows.size > 0);
  }

  /** Resolves when nothing is being delivered in this process. */
  async idle(): Promise<void> {
    while (this.busy) await Promise.allSettled(this.inFlight.flatMap((rows) => [...rows.values()]));
  }

  /** Rows may wait here behind a place, or for Slack, longer than they are hidden. */
  private async renewClaims(lease: Lease): Promise<void> {
    const { storage, clock } = this.runtime;
    const now = clock.now();
    if (!this.busy || Math.abs(now.getTime() - this.renewedAt) < RENEW_EVERY_MS) return;
    this.renewedAt = now.getTime();
    await storage.outbox.renew(
      this.inFlight.flatMap((rows) => [...rows.keys()]),
      lease.number,
      new Date(now.getTime() + HIDE_MS),
    );
  }

  /** What is in flight stays ours; its like was begun, so whoever takes it looks first. */
  private async giveBackIdle(lease: Lease): Promise<void> {
    const { storage, clock } = this.runtime;
    await storage.outbox.giveBack(lease.number, clock.now(), { but: this.inFlight.flatMap((rows) => [...rows.keys()]) });
    this.mayHoldIdly = false;
  }

  private async drainGroup(group: number, lease: Lease): Promise<void> {
    const { lanes, room } = GROUPS[group] ?? noSuchGroup();
    const rows = this.inFlight[group] ?? noSuchGroup();
    const { storage, clock } = this.runtime;
    while (rows.size < room && !this.runtime.stopping.aborted) {
      const now = clock.now();
      const hiddenUntil = new Date(now.getTime() + HIDE_MS);
      const wanted = room - rows.size;
      const claimed = await storage.outbox.claim(lease.number, lanes, now, hiddenUntil, wanted).catch((error) => {
        this.mayHoldIdly = true;
        throw error;
      });
      const services = await this.runtime.services.ofIncidents(claimed.map(({ incidentId }) => incidentId));
      for (const row of claimed) {
        const runtime = services.get(row.incidentId) ?? this.runtime.services.home;
        if (!rows.has(row.id)) this.start(row, { runtime, rows, group, lease, claimedAt: now });
      }
      // Fewer than there is room for is all that was due; what is written meanwhile wakes us once more.
      if (claimed.length < wanted) return;
    }
  }

  private start(
    row: TakenRow,
    into: { runtime: Runtime; rows: Map<string, Promise<boolean>>; group: number; lease: Lease; claimedAt: Date },
  ): void {
    const { runtime, rows, group, lease, claimedAt } = into;
    const kinds = this.kindsOf(runtime);
    const place = placeOf(kinds, row);
    const before = this.tails.get(place) ?? Promise.resolve(false);
    const work = before
      .then((isBehind) => underLease(lease, () => deliver(runtime, kinds, { row, claimedAt, isBehind })))
      .catch((error) => {
        this.mayHoldIdly = true;
        const { log } = this.runtime;
        if (isLeaseLost(error)) log.warn({ outbox: row.key, reason: errorText(error) }, 'A delivery is left to whoever takes it up.');
        else log.error({ err: error, outbox: row.key }, 'A delivery could not be recorded; the row is found again.');
        return false;
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

/** Rows of the same place are sent one after the other; one that cannot be read holds up no other. */
function placeOf(kinds: Readonly<Record<string, OutboxKind>>, row: OutboxRow): string {
  try {
    return open(kinds, row).place;
  } catch {
    return `unreadable ${row.id}`;
  }
}

/** Throws TransientError for a row of a kind that this release does not know, PermanentError for one whose payload cannot be read. */
function open(kinds: Readonly<Record<string, OutboxKind>>, row: OutboxRow): Leaving {
  const kind = own(kinds, row.kind);
  // A process of another release may know it: while one is replaced by the next, both work.
  if (!kind) throw new TransientError(UNKNOWN_KIND, `Nobody of this release delivers ${row.kind}.`);
  return kind(row);
}

function noSuchGroup(): never {
  throw new Error('There is no such group of lanes.');
}

/** The row as it may be sent: one whose claim is no longer young only if it is still ours, and with the attempts that others made. */
async function stillOurs({ storage, clock }: Runtime, row: TakenRow, claimedAt: Date): Promise<OutboxRow | undefined> {
  const now = clock.now().getTime();
  if (Math.abs(now - claimedAt.getTime()) < TRUSTED_MS) return row;
  const [renewed] = await storage.outbox.renew([row.id], Number(row.claimedBy), new Date(now + HIDE_MS));
  return renewed;
}

/** Where the row that was sent before it to the same place waits for that place, this one waits behind it. Returns whether it waits. */
async function deliver(
  runtime: Runtime,
  kinds: Readonly<Record<string, OutboxKind>>,
  { row: claimed, claimedAt, isBehind }: { row: TakenRow; claimedAt: Date; isBehind: boolean },
): Promise<boolean> {
  const { storage, clock, crashPoint } = runtime;
  const row = await stillOurs(runtime, claimed, claimedAt);
  if (row === undefined) return false;
  let leaving: Leaving | undefined;
  try {
    leaving = open(kinds, row);
    if (isBehind && leaving.atHome) throw new NoHome(undefined, true);
    const { look, run, record } = leaving;
    crashPoint(`outbox.${row.kind}:before`);
    const since = row.attempts > 1 ? row.startedAt : null;
    const until = landsUntil(claimed.lostMsAgo, claimedAt);
    const found = since && look ? await lookUntil(runtime, { outbox: row.key }, until, () => look(since)) : undefined;
    const outcome = found ?? (await run());
    crashPoint(`outbox.${row.kind}:after`);
    await storage.transaction(async (stores) => {
      if ((await stores.outbox.sent(row, clock.now(), outcome)) && !isSkipped(outcome)) await record(stores, outcome);
    });
    return false;
  } catch (error) {
    if (isLeaseLost(error)) throw error;
    const then = await deliveryFailed(runtime, row, error, leaving);
    return then === 'again' ? await deliver(runtime, kinds, { row: claimed, claimedAt, isBehind: false }) : then === 'waits';
  }
}

function isSkipped(outcome: unknown): boolean {
  return typeof outcome === 'object' && outcome !== null && 'skipped' in outcome;
}
