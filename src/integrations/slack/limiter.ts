import { TransientError } from '../../domain/errors.ts';
import type { Lane } from '../../domain/ports/chat.ts';
import { type Pause, pause as realPause } from '../../domain/time/pause.ts';
import { worded } from '../../languages/worded.ts';
import type { Budget } from './budgets.ts';
import { createLaneQueue, type Ticket } from './lane-queue.ts';

export interface LimiterOptions {
  /** Whoever would wait longer is sent away, to be rescheduled durably instead of holding a worker; 10,000 without it. */
  maxWaitMs?: number;
  /** Milliseconds that never jump; limits are about elapsed time, not about the calendar. */
  nowMs?: () => number;
  /** Must go with `nowMs`. */
  pause?: Pause;
}

export interface Limiter {
  /**
   * Runs `call` when its budgets allow. Rejects with TransientError `lane_full` (with `retryAfterMs`) without running it when that is too far away.
   * When the call itself is rejected as `ratelimited`, its narrowest budget pauses for what was asked.
   */
  run<T>(lane: Lane, budgets: readonly Budget[], call: () => Promise<T>): Promise<T>;
  /** How many calls wait, by lane. */
  waiting(): Record<Lane, number>;
}

const PAUSE_WITHOUT_RETRY_AFTER_MS = 5_000;

/** A timer that fires late must not send anybody into a tight loop. */
const LEAST_RETRY_MS = 100;

/** The lanes in front of Slack (design.md, Slack as it is): decisions are the queue's, this gives them a timer and promises. */
export function createLimiter({ maxWaitMs = 10_000, nowMs = () => performance.now(), pause = realPause }: LimiterOptions = {}): Limiter {
  const queue = createLaneQueue();
  const waiters = new Map<Ticket, { go: () => void; sendAway: (error: TransientError) => void }>();
  let waiting = new AbortController();

  function advance(): void {
    waiting.abort();
    const now = nowMs();
    const { go, sendAway, wakeAtMs } = queue.decide(now);
    for (const ticket of go) take(ticket)?.go();
    for (const { ticket, retryAfterMs } of sendAway) {
      take(ticket)?.sendAway(
        new TransientError(
          'lane_full',
          worded(({ messengers }) =>
            messengers.slacksLimitOnCallsIsUsedUpForTheNextS(ticket.budgets[0]?.key, Math.ceil(retryAfterMs / 1_000)),
          ),
          { retryAfterMs: Math.max(LEAST_RETRY_MS, retryAfterMs) },
        ),
      );
    }
    if (wakeAtMs !== undefined) void wakeIn(Math.max(1, Math.ceil(wakeAtMs - now)));
  }

  async function wakeIn(ms: number): Promise<void> {
    waiting = new AbortController();
    const { signal } = waiting;
    await pause(ms, signal);
    if (!signal.aborted) advance();
  }

  function take(ticket: Ticket): { go: () => void; sendAway: (error: TransientError) => void } | undefined {
    const waiter = waiters.get(ticket);
    waiters.delete(ticket);
    return waiter;
  }

  return {
    async run(lane, budgets, call) {
      await new Promise<void>((resolve, reject) => {
        const ticket: Ticket = { lane, budgets, giveUpAtMs: nowMs() + maxWaitMs };
        waiters.set(ticket, { go: resolve, sendAway: reject });
        queue.add(ticket);
        advance();
      });
      try {
        return await call();
      } catch (error) {
        const narrowest = budgets[0];
        if (narrowest && error instanceof TransientError && error.code === 'ratelimited') {
          const now = nowMs();
          queue.pause(narrowest, now, now + (error.retryAfterMs ?? PAUSE_WITHOUT_RETRY_AFTER_MS));
          advance();
        }
        throw error;
      }
    },
    waiting: () => queue.waiting(),
  };
}
