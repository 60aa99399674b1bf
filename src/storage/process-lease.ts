import { hostname } from 'node:os';
import pg from 'pg';
import type { Log } from '../domain/ports/log.ts';
import type { Lease } from '../domain/process/lease.ts';
import type { ClockReading } from '../domain/time/anchored-clock.ts';
import { BEAT_EVERY_MS, type LostProcess, type Neighbour, Neighbours } from './neighbours.ts';
import { type SessionLimits, sessionConfig } from './sessions.ts';
import { READ_CLOCK, readingOf, SETTLE_CLOCK, type SharedClock } from './shared-clock.ts';

/** A lease that was not renewed for so long is lost: a second before the others may take it for dead (neighbours.ts). */
const LOST_AFTER_MS = 9_000;

/** Any number, the same in all processes of a deployment: the first key of the lock under which a process lives; the second is its number. */
const LIVES = 4_242_008;

/** A beat is a moment's work: one that takes longer is none. */
const LIMITS: SessionLimits = { statementMs: 5_000, lockMs: 5_000, idleInTransactionMs: 5_000 };

const ANSWER_WITHIN_MS = 7_000;

interface Beat extends SharedClock {
  /** Whether our own row says that we live. */
  held: boolean;
  others: Neighbour[];
}

/** Who hears what a beat brings. */
export interface LeaseListener {
  /** The time of the database, read together with each beat. */
  clock(reading: ClockReading): void;
  /** What was held may be taken: other processes are gone, or this one has another lease (and then there are none). */
  freed(by: readonly LostProcess[]): void;
}

/** One lease of this process, from its number to its loss. */
class Held implements Lease {
  private ended = false;
  private heardAtMs: number;

  constructor(
    readonly number: number,
    readonly client: pg.Client,
    sentAtMs: number,
  ) {
    this.heardAtMs = sentAtMs;
  }

  get lost(): boolean {
    // A clock that goes on while this process is stopped: who wakes up after a minute knows it at once.
    if (performance.now() - this.heardAtMs > LOST_AFTER_MS) this.ended = true;
    return this.ended;
  }

  /** @param sentAtMs when the beat was sent that was heard: the others count from no earlier. */
  renewed(sentAtMs: number): void {
    if (!this.lost) this.heardAtMs = sentAtMs;
  }

  end(): void {
    this.ended = true;
  }
}

/**
 * The lease under which this process works (docs/adrs/0002-a-run-is-leased.md): a row with a heartbeat, and an advisory lock on a session of its own,
 * so that the others know at once when the process dies, and soon when it stands still. One statement a second, whatever is being worked on:
 * it renews, looks at the others and reads the time.
 */
export class ProcessLease {
  private held: Held | undefined;
  /** The number of the lease that was lost, until there is another one. */
  private lostNumber: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> | undefined;
  private closed = false;
  private listener: LeaseListener = { clock() {}, freed() {} };
  private readonly neighbours = new Neighbours();

  constructor(private readonly options: { url: string; sessionName: string; log: Log }) {}

  /** Undefined while there is none: nothing may be taken then. */
  get current(): Lease | undefined {
    return this.held?.lost === false ? this.held : undefined;
  }

  /** Processes that were lost in the last quarter of an hour and have not come back, and those that are silent at the moment. */
  get troubled(): readonly LostProcess[] {
    return this.neighbours.troubled;
  }

  /** Takes the first lease, and keeps one from now on. Rejects when the database does not give one. */
  async take(listener: Partial<LeaseListener> = {}): Promise<Lease> {
    this.listener = { ...this.listener, ...listener };
    const held = await this.begin();
    await this.beat(held);
    this.timer = setInterval(() => this.tick(), BEAT_EVERY_MS);
    this.timer.unref();
    return held;
  }

  /** Writes down for all processes how far the database's clock is ahead of theirs; false when that is no longer `version`. */
  async settleClock({ version, aheadMs }: { version: number; aheadMs: number }): Promise<boolean> {
    const result = await this.held?.client.query(SETTLE_CLOCK, [version, aheadMs]);
    return result?.rowCount === 1;
  }

  /** Gives it back; what it held is free. */
  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.beating;
    const { held } = this;
    this.held = undefined;
    if (!held) return;
    held.end();
    await held.client.query('delete from processes where number = $1', [held.number]).catch(() => undefined);
    await held.client.end().catch(() => undefined);
  }

  /** Never two at once: a slow one makes the next ones fall out. */
  private tick(): void {
    this.beating ??= this.renew()
      .catch((error) => this.options.log.debug({ err: error }, 'A heartbeat was not heard.'))
      .finally(() => {
        this.beating = undefined;
      });
  }

  private async renew(): Promise<void> {
    const { held } = this;
    if (held && !held.lost) return await this.beat(held);
    if (this.closed) return;
    if (held) this.letGo(held);
    const again = await this.begin(this.lostNumber);
    this.options.log.info({ process: again.number }, 'This process has a lease again.');
    await this.beat(again);
    this.listener.freed([]);
  }

  /** A session, the lock in it and the row, in one statement: nobody ever sees the row of a living process without its lock. */
  private async begin(before?: number): Promise<Held> {
    const { url, sessionName, log } = this.options;
    const client = new pg.Client(sessionConfig(url, { name: sessionName, limits: LIMITS, answerWithinMs: ANSWER_WITHIN_MS }));
    const session = { held: undefined as Held | undefined };
    const dropped = (error?: unknown) => {
      if (session.held === undefined || session.held.lost || this.closed) return;
      session.held.end();
      log.warn({ err: error }, 'The session that holds the lease of this process is gone; what was under way is taken up again.');
      this.tick();
    };
    client.on('error', dropped);
    client.on('end', () => dropped());
    try {
      await client.connect();
      const sentAtMs = performance.now();
      const { rows } = await client.query(TAKE, [LIVES, sessionName, hostname(), process.pid, before ?? null]);
      session.held = new Held(rows[0].number, client, sentAtMs);
    } catch (error) {
      // A server that may only be read lets a session in and gives no lease: the next try has a session of its own.
      client.connection.stream.destroy();
      throw error;
    }
    this.held = session.held;
    this.lostNumber = undefined;
    this.neighbours.forget();
    return session.held;
  }

  private letGo(held: Held): void {
    held.end();
    this.held = undefined;
    this.lostNumber = held.number;
    // Whatever is wrong with it, the server must not go on holding a lock for it. A server that stands still does not take leave.
    held.client.connection.stream.destroy();
    this.options.log.warn(
      { process: held.number },
      'This process was not heard of for too long: its lease is lost, and what was under way is taken up again.',
    );
  }

  private async beat(held: Held): Promise<void> {
    const sentAtMs = performance.now();
    const { rows } = await held.client.query<Beat>(BEAT, [LIVES, held.number]);
    const receivedAtMs = performance.now();
    const beat = rows[0];
    if (!beat) throw new Error('A heartbeat has no answer.');
    // Somebody took it for dead, as it may well have been.
    if (!beat.held) return held.end();
    held.renewed(sentAtMs);
    const { dead, elapsedMs } = this.neighbours.hear(beat.others, receivedAtMs);
    this.listener.clock(readingOf(beat, { sentAtMs, receivedAtMs, othersElapsedMs: elapsedMs }));
    if (dead.length > 0) await this.bury(held, dead);
  }

  /** Whoever is first says it; what is still written under the dead one's name counts no more once another one takes what it held. */
  private async bury({ client }: Held, dead: readonly LostProcess[]): Promise<void> {
    const buried: LostProcess[] = [];
    for (const one of dead) {
      const { rows } = await client.query<{ sessionName: string }>(BURY, [one.number, one.how]);
      const [row] = rows;
      if (!row) continue;
      buried.push(one);
      if (one.how === 'silent') await this.endSessions(client, row.sessionName);
      this.options.log.warn(
        { process: one.number, host: one.host, pid: one.pid, beatAt: one.beatAt, how: one.how },
        one.how === 'silent'
          ? 'Another process is not heard of any more; what it held is taken over.'
          : 'Another process is gone; what it held is taken over.',
      );
    }
    if (buried.length > 0) this.listener.freed(buried);
  }

  /** So that no transaction of the frozen process goes on holding its locks, nor commits when it wakes. */
  private async endSessions(client: pg.Client, sessionName: string): Promise<void> {
    await client
      .query(END_SESSIONS, [sessionName])
      .catch((error) =>
        this.options.log.debug({ err: error }, 'The sessions of a frozen process could not be ended; their own limits end them.'),
      );
  }
}

const TAKE = `
  with old as (delete from processes where number = $5 or lost_at < clock_timestamp() - interval '1 day'),
       me as (insert into processes (session_name, host, pid) values ($2, $3, $4) returning number)
  select number, pg_try_advisory_lock($1, number) from me`;

const BEAT = `
  with beat as (update processes set beats = beats + 1, beat_at = clock_timestamp() where number = $2 and lost_at is null returning number)
  select exists (select from beat) as held, ${READ_CLOCK},
         (select coalesce(jsonb_agg(jsonb_build_object(
                   'number', p.number, 'host', p.host, 'pid', p.pid, 'beats', p.beats, 'beatAt', p.beat_at, 'lost', p.lost_how,
                   'gone', case when p.lost_at is null then pg_try_advisory_xact_lock_shared($1, p.number) end)), '[]')
            from processes p
           where p.number <> $2 and (p.lost_at is null or p.lost_at > clock_timestamp() - interval '15 minutes')) as others
    from shared_clock c`;

const BURY = `
  update processes set lost_at = clock_timestamp(), lost_how = $2
   where number = $1 and lost_at is null returning session_name as "sessionName"`;

const END_SESSIONS = `
  select pg_terminate_backend(pid) from pg_stat_activity
   where application_name = $1 and datname = current_database() and pid <> pg_backend_pid()`;
