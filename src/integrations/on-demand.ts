import { PermanentError, TransientError } from '../domain/errors.ts';
import { assertLease, isLeaseLost } from '../domain/process/lease.ts';
import { worded } from '../languages/worded.ts';
import { lateAnswer } from './network-errors.ts';

/** A question that is not answered for so long shows that its connection is dead, however short its own deadline was. */
const HANGS_MS = 10_000;

export interface OnDemandOptions<Connection> {
  /** Who is asked, for the error texts: `The watched Postgres`. */
  vendor: string;
  /** Opens the connection within a limit of its own; calls `lost` when it breaks afterwards. */
  open(lost: () => void): Promise<Connection>;
  /** Lets go of it; never rejects. */
  shut(connection: Connection): Promise<void>;
  /** What was thrown, as an error of ours that shows no secret. */
  explain(error: unknown): PermanentError | TransientError;
  /** For connections that take one question at a time: those whose deadline passes while they wait are never asked. */
  oneByOne?: boolean;
  /** After so many milliseconds without an answer the connection counts as dead. */
  hangsMs?: number;
}

/**
 * One connection for all who ask: opened at the first question, kept open, opened anew by the first question after it broke. Every question
 * has its own deadline; one that passes it leaves the connection to the others, unless nothing is heard any more.
 */
export class OnDemand<Connection> {
  readonly #options: OnDemandOptions<Connection>;
  #current: Promise<Connection> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: OnDemandOptions<Connection>) {
    this.#options = options;
  }

  /** Rejects with TransientError `timeout` at the deadline, and otherwise as `explain` says. */
  async use<T>(work: (connection: Connection) => Promise<T>, timeoutMs: number): Promise<T> {
    const { vendor, explain, oneByOne = false, hangsMs = HANGS_MS } = this.#options;
    const until = performance.now() + timeoutMs;
    // The timer may go off a moment before the clock is there: whoever was told that it took too long has gone all the same.
    let told = false;
    const gone = () => told || performance.now() > until;
    const begin = (): Promise<T> => {
      if (this.#closed)
        throw new TransientError(
          'closed',
          worded(({ network }) => network.isNotAskedAnyMore(vendor)),
        );
      if (gone()) throw tooLate(vendor, timeoutMs);
      const opened = this.#open();
      const working = opened.then((connection) => {
        // Whoever asked has gone; what changes something must not happen behind their back.
        if (gone()) throw tooLate(vendor, timeoutMs);
        assertLease();
        return work(connection);
      });
      this.#watch(opened, working, Math.max(hangsMs, timeoutMs));
      return working;
    };
    const answer = oneByOne ? this.#last.then(begin) : Promise.resolve().then(begin);
    this.#last = answer.catch(() => {});
    try {
      return await within(timeoutMs, answer, () => {
        told = true;
        return tooLate(vendor, timeoutMs);
      });
    } catch (error) {
      const known = error instanceof TransientError || error instanceof PermanentError || isLeaseLost(error);
      throw known ? error : explain(error);
    }
  }

  /** Nobody can ask afterwards; what is under way rejects. */
  async close(): Promise<void> {
    this.#closed = true;
    const { shut } = this.#options;
    await this.#current?.then(shut, () => {});
    this.#current = undefined;
  }

  #open(): Promise<Connection> {
    if (this.#current) return this.#current;
    const fresh: Promise<Connection> = this.#options.open(() => this.#forget(fresh));
    this.#current = fresh;
    fresh.catch(() => this.#forget(fresh));
    return fresh;
  }

  #forget(connection: Promise<Connection>): void {
    if (this.#current === connection) this.#current = undefined;
  }

  #watch(opened: Promise<Connection>, answer: Promise<unknown>, limitMs: number): void {
    const timer = setTimeout(() => {
      this.#forget(opened);
      opened.then(this.#options.shut, () => {});
    }, limitMs);
    timer.unref();
    answer.then(
      () => clearTimeout(timer),
      () => clearTimeout(timer),
    );
  }
}

/** Rejects with what `late` gives when the answer has not come in time; what comes later is heard by nobody. */
async function within<T>(timeoutMs: number, answer: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), timeoutMs);
  });
  try {
    return await Promise.race([answer, passed]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(vendor: string, timeoutMs: number): TransientError {
  return new TransientError('timeout', lateAnswer(vendor, timeoutMs));
}
