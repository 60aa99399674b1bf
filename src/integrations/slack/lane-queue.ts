import { LANES, type Lane } from '../../domain/ports/chat.ts';
import type { Budget } from './budgets.ts';

/** A call that wants to go out. */
export interface Ticket {
  lane: Lane;
  budgets: readonly Budget[];
  /** Milliseconds of the queue's clock; whoever cannot go by then is sent away. */
  giveUpAtMs: number;
}

export interface Decision {
  /** These go now; their budgets are charged. */
  go: Ticket[];
  /** These would wait too long; they may come back after so many milliseconds. */
  sendAway: { ticket: Ticket; retryAfterMs: number }[];
  /** When to ask again, if somebody waits. */
  wakeAtMs: number | undefined;
}

export interface LaneQueue {
  add(ticket: Ticket): void;
  decide(nowMs: number): Decision;
  /** Slack said 429: nothing that draws on `key` goes before `untilMs`. */
  pause(budget: Budget, nowMs: number, untilMs: number): void;
  /** How many wait, by lane. */
  waiting(): Record<Lane, number>;
}

interface Bucket {
  tokens: number;
  /** The moment for which `tokens` is right; in the future while paused. */
  atMs: number;
  /** When the calls of the last minute went, oldest first; for budgets that hold in any minute. */
  went: number[];
}

const FORGET_ABOVE = 2_000;

/** Lanes of people who wait: what is kept of a budget is kept for them. */
const URGENT: readonly Lane[] = ['page', 'ack'];

/**
 * Who goes, who waits and who is sent away when Slack's limits do not let everybody go at once. No timers and no clock: time is passed in.
 * Each decision plays the whole queue through in order (lane, then arrival), each ticket reserving its tokens, so that a lower lane never takes
 * what a waiting higher lane needs, and everybody's start is known at once: who would start too late need not wait to be told.
 */
export function createLaneQueue(): LaneQueue {
  const buckets = new Map<string, Bucket>();
  const lanes = new Map<Lane, Ticket[]>(LANES.map((lane) => [lane, []]));

  /** The bucket with the tokens it has at `nowMs`. */
  function filled(budget: Budget, nowMs: number): Bucket {
    const bucket = buckets.get(budget.key) ?? { tokens: budget.burst, atMs: nowMs, went: [] };
    if (nowMs > bucket.atMs) {
      bucket.tokens = Math.min(budget.burst, bucket.tokens + ((nowMs - bucket.atMs) * budget.perMinute) / 60_000);
      bucket.atMs = nowMs;
    }
    buckets.set(budget.key, bucket);
    return bucket;
  }

  /** When the budget has a token for the next ticket of this lane, `reserved` others going before it. */
  function availableAt(budget: Budget, lane: Lane, reserved: number, nowMs: number): number {
    const bucket = filled(budget, nowMs);
    const kept = URGENT.includes(lane) ? 0 : budget.kept;
    // A hair of tolerance: refilling in fractions must not ask to be woken a nanosecond later for ever.
    const lacking = reserved + 1 + (budget.anyMinute ? 0 : kept) - bucket.tokens - 1e-9;
    const refilledAt = Math.max(nowMs, bucket.atMs + Math.max(0, lacking) * (60_000 / budget.perMinute));
    // The bucket gives the pace after a refusal, the window what a minute may have.
    return budget.anyMinute ? Math.max(refilledAt, freeInWindow(bucket, budget.perMinute - kept, reserved, nowMs)) : refilledAt;
  }

  return {
    add(ticket) {
      lanes.get(ticket.lane)?.push(ticket);
    },

    decide(nowMs) {
      const decision: Decision = { go: [], sendAway: [], wakeAtMs: undefined };
      const reserved = new Map<string, number>();
      for (const [lane, queue] of lanes) {
        const staying: Ticket[] = [];
        for (const ticket of queue) {
          const startMs = Math.max(...ticket.budgets.map((b) => availableAt(b, lane, reserved.get(b.key) ?? 0, nowMs)));
          if (startMs > ticket.giveUpAtMs) {
            decision.sendAway.push({ ticket, retryAfterMs: Math.ceil(startMs - nowMs) });
          } else if (startMs <= nowMs) {
            for (const budget of ticket.budgets) charge(filled(budget, nowMs), nowMs);
            decision.go.push(ticket);
          } else {
            for (const budget of ticket.budgets) reserved.set(budget.key, (reserved.get(budget.key) ?? 0) + 1);
            decision.wakeAtMs = Math.min(decision.wakeAtMs ?? Number.POSITIVE_INFINITY, startMs);
            staying.push(ticket);
          }
        }
        lanes.set(lane, staying);
      }
      if (buckets.size > FORGET_ABOVE) forgetFull(buckets, nowMs);
      return decision;
    },

    pause(budget, nowMs, untilMs) {
      const bucket = filled(budget, nowMs);
      // One goes when Slack said so, the rest at the tier's pace: our count was evidently too kind.
      if (untilMs > bucket.atMs) buckets.set(budget.key, { tokens: 1, atMs: untilMs, went: bucket.went });
    },

    waiting() {
      return Object.fromEntries(LANES.map((lane) => [lane, lanes.get(lane)?.length ?? 0])) as Record<Lane, number>;
    },
  };
}

const MINUTE_MS = 60_000;

/** Takes a token, and remembers when. */
function charge(bucket: Bucket, nowMs: number): void {
  bucket.tokens -= 1;
  bucket.went = [...bucket.went.filter((atMs) => atMs > nowMs - MINUTE_MS), nowMs];
}

/** When a call may go, `reserved` others going before it, so that no minute has more than `most`: when the one so many places before it is a minute old. */
function freeInWindow({ went }: Bucket, most: number, reserved: number, nowMs: number): number {
  const recent = went.filter((atMs) => atMs > nowMs - MINUTE_MS);
  const before = recent.length + reserved - most;
  if (before < 0) return nowMs;
  if (before < recent.length) return (recent[before] ?? nowMs) + MINUTE_MS;
  // Behind those who wait as well: a minute for each round of them.
  return (recent[before % most] ?? nowMs) + MINUTE_MS * (1 + Math.floor(before / most));
}

/** A bucket untouched for this long is full again, and a full bucket need not be remembered (one per channel adds up over the years). */
const FULL_AFTER_MS = 60_000;

function forgetFull(buckets: Map<string, Bucket>, nowMs: number): void {
  for (const [key, bucket] of buckets) if (nowMs - bucket.atMs > FULL_AFTER_MS) buckets.delete(key);
}
