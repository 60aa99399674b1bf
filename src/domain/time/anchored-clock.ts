import type { Clock, ClockDeparture } from './clock.ts';

/** What was read of the database's clock, and of this machine's beside it. All in milliseconds. */
export interface ClockReading {
  /** When it was asked and when the answer came, by a clock that never jumps and stands still in no pause of this process. */
  sentAtMs: number;
  receivedAtMs: number;
  /** The database's clock, between the two. */
  databaseMs: number;
  /** How far the database's clock is ahead of ours (below zero: behind) by what the deployment has agreed on, at that moment. */
  aheadMs: number;
  /** Of that agreement: another one each time that it changes. */
  version: number;
  /** How much time passed since the reading before as another process counted it; the most of several, 0 without one. */
  othersElapsedMs: number;
}

/** What a reading brought to light. */
export type ClockNews =
  /** The machine's clock was put forward (or back, below zero). It decides nothing. */
  | { kind: 'host-jumped'; byMs: number }
  /** The database's clock was. Ours went on; the agreement should say from now on that it is `aheadMs` ahead, unless it is no longer `version`. */
  | { kind: 'database-jumped'; byMs: number; version: number; aheadMs: number }
  /** It was this process that stood still, or whose own clock failed: it follows the database. */
  | { kind: 'followed'; byMs: number };

/** The clocks of the machine that help to tell who jumped. */
export interface HostClocks {
  /** Never jumps; may stand still while the machine sleeps. */
  monotonicMs: () => number;
  /** Since the machine started, its sleep included. */
  uptimeMs: () => number;
  /** The one that people set. */
  wallMs: () => number;
}

/** More than this is a jump; less is made good little by little. */
const JUMP_MS = 1_000;
/** What is made good with a reading, one a second: time may go a tenth faster or slower. */
const SLEW_MS = 100;
/** An agreement lasts for so long as it takes to make good what it says at this rate. */
const DECAY = 0.05;
/** Without a reading for longer, the clock that knows of sleep counts: this process may have been away. */
const ALONE_MS = 5_000;
/** Others count in whole beats, and late ones; beyond that, more time passed for them because we stood still. */
const COUNTED_ROUGHLY_MS = 3_000;
/** For so long a jump is told of. */
const TOLD_MS = 600_000;
/** A machine whose clock differs by more is told of all the time. */
const DIFFERS_MS = 2_000;

/** How far the database's clock is ahead at `atMs` of its time, when it was `aheadMs` at `sinceMs`: less and less, until the two agree again. */
export function aheadAt({ aheadMs, sinceMs }: { aheadMs: number; sinceMs: number }, atMs: number): number {
  const left = Math.abs(aheadMs) - DECAY * Math.max(0, atMs - sinceMs);
  return Math.sign(aheadMs) * Math.max(0, left);
}

/**
 * The time of the database, carried on from one reading to the next by a clock that never jumps. The clock of the machine decides nothing; a jump
 * of the database's is not followed but made good slowly, by all processes alike, because they share the agreement on it. Never goes back.
 */
export class AnchoredClock implements Clock {
  private offsetMs: number | undefined;
  private lastMs = 0;
  private readAt = { monotonicMs: 0, uptimeMs: 0 };
  private before: { reading: ClockReading; uptimeMs: number; hostAheadMs: number } | undefined;
  private hostJump: { byMs: number; atMs: number } | undefined;

  constructor(private readonly host: HostClocks) {}

  /** Throws before the first reading: nobody may need the time before the database is there. */
  now(): Date {
    if (this.offsetMs === undefined) throw new Error('The clock was asked before the database told the time.');
    const { monotonicMs, uptimeMs } = this.readAt;
    const alone = this.host.monotonicMs() - monotonicMs;
    const elapsed = alone > ALONE_MS ? this.host.uptimeMs() - uptimeMs : alone;
    // Whole milliseconds, as a Date holds them, and never less than before.
    this.lastMs = Math.max(this.lastMs, Math.floor(monotonicMs + Math.max(0, elapsed) + this.offsetMs));
    return new Date(this.lastMs);
  }

  departures(): ClockDeparture[] {
    const { before, hostJump } = this;
    if (!before) return [];
    const { hostAheadMs, reading } = before;
    const told = hostJump !== undefined && this.now().getTime() - hostJump.atMs < TOLD_MS ? hostJump.byMs : undefined;
    return [
      ...(Math.abs(hostAheadMs) > DIFFERS_MS || told !== undefined
        ? [{ whose: 'host' as const, aheadMs: Math.round(hostAheadMs), ...(told !== undefined && { jumpedByMs: Math.round(told) }) }]
        : []),
      ...(Math.abs(reading.aheadMs) > DIFFERS_MS ? [{ whose: 'database' as const, aheadMs: Math.round(reading.aheadMs) }] : []),
    ];
  }

  /** Takes a reading in. What it says of a jump of the database is for the caller to agree on with the others. */
  take(reading: ClockReading): ClockNews[] {
    const uptimeMs = this.host.uptimeMs();
    const wallMs = this.host.wallMs();
    const news = this.offsetMs === undefined ? this.begin(reading) : this.adjust(reading, uptimeMs);
    this.readAt = { monotonicMs: reading.receivedAtMs, uptimeMs };
    const hostAheadMs = wallMs - (reading.receivedAtMs + (this.offsetMs ?? 0));
    const byMs = hostAheadMs - (this.before?.hostAheadMs ?? hostAheadMs);
    if (Math.abs(byMs) > JUMP_MS) {
      this.hostJump = { byMs, atMs: this.now().getTime() };
      news.push({ kind: 'host-jumped', byMs });
    }
    this.before = { reading, uptimeMs, hostAheadMs };
    return news;
  }

  private begin({ sentAtMs, receivedAtMs, databaseMs, aheadMs }: ClockReading): ClockNews[] {
    this.offsetMs = databaseMs - aheadMs + (receivedAtMs - sentAtMs) / 2 - receivedAtMs;
    return [];
  }

  private adjust(reading: ClockReading, uptimeMs: number): ClockNews[] {
    const { sentAtMs, receivedAtMs, databaseMs, aheadMs } = reading;
    const offsetMs = this.offsetMs ?? 0;
    // It was read at some moment of the round trip: between these two all is well.
    const least = databaseMs - aheadMs;
    const most = least + Math.max(0, receivedAtMs - sentAtMs);
    const ours = receivedAtMs + offsetMs;
    const behindMs = ours < least ? least - ours : ours > most ? most - ours : 0;
    if (Math.abs(behindMs) <= JUMP_MS) {
      this.offsetMs = offsetMs + Math.max(-SLEW_MS, Math.min(SLEW_MS, behindMs));
      return [];
    }
    if (this.databaseWentOn(reading, uptimeMs)) {
      this.offsetMs = offsetMs + behindMs;
      return [{ kind: 'followed', byMs: behindMs }];
    }
    return [{ kind: 'database-jumped', byMs: behindMs, version: reading.version, aheadMs: aheadMs + behindMs }];
  }

  /** Whether the database's clock is right and it is ours that is not: others have agreed on it, or it went as the machine or the others did. */
  private databaseWentOn({ version, databaseMs, othersElapsedMs, sentAtMs, receivedAtMs }: ClockReading, uptimeMs: number): boolean {
    const { before } = this;
    if (!before || before.reading.version !== version) return true;
    if (othersElapsedMs - (receivedAtMs - before.reading.receivedAtMs) > COUNTED_ROUGHLY_MS) return true;
    const database = databaseMs - before.reading.databaseMs;
    const slack = JUMP_MS + (receivedAtMs - sentAtMs) + (before.reading.receivedAtMs - before.reading.sentAtMs);
    return Math.abs(database - (uptimeMs - before.uptimeMs)) <= slack;
  }
}
