import { setTimeout as pause } from 'node:timers/promises';
import { socketAdvice } from '../../domain/chat/slack-advice.ts';
import { errorText, PermanentError, TransientError } from '../../domain/errors.ts';
import type { Log } from '../../domain/ports/log.ts';
import { type ConnectionTimings, type Envelope, openConnection, type SocketConnection } from './socket-connection.ts';

/** Slack closes each connection every few hours, and the one that stays bridges the gap until there is another. */
const CONNECTIONS = 2;

/** Milliseconds. */
export interface SocketTimings extends ConnectionTimings {
  /** Before the next attempt, after so many failures in a row (from 1). */
  pauseMs: (failures: number) => number;
  /** When trying again is of no use until somebody has changed something at Slack. */
  hopelessPauseMs: number;
  /** A connection that ends sooner counts as a failure, so that a Slack that cuts at once is not asked without a pause. */
  steadyMs: number;
  /** How long a connection that Slack said it would close is left to it, once another is there. */
  retireMs: number;
}

/** For a real Slack, which pings about every ten seconds; `pauseMs` is the caller's. */
export const SOCKET_TIMINGS: Omit<SocketTimings, 'pauseMs'> = {
  helloMs: 10_000,
  pingMs: 10_000,
  silentMs: 25_000,
  acknowledgeMs: 3_000,
  hopelessPauseMs: 60_000,
  steadyMs: 10_000,
  retireMs: 30_000,
};

export interface SocketKeeperOptions {
  /** Asks Slack for the address of one more connection; rejects with TransientError or PermanentError. */
  openSocket: () => Promise<string>;
  /** See ConnectionOptions. */
  take: (envelope: Envelope) => Promise<void>;
  timings: SocketTimings;
  log: Log;
}

export interface SocketState {
  /** How many connections there should be. */
  wanted: number;
  /** How many Slack can deliver on. */
  open: number;
  /** Why the last attempt failed, in words for whoever runs Bongsu, while connections are missing. */
  trouble: string | undefined;
}

/**
 * Keeps two connections of Socket Mode, for as long as it runs: whatever Slack answers, it tries again, later and later, and never
 * throws. The libraries' own reconnecting ends the process when Slack answers 503 meanwhile, and is away for seconds each time.
 */
export class SocketKeeper {
  private readonly options: SocketKeeperOptions;
  private readonly stopping = new AbortController();
  private readonly connections = new Set<SocketConnection>();
  private lines: Promise<void>[] = [];
  private trouble: string | undefined;

  constructor(options: SocketKeeperOptions) {
    this.options = options;
  }

  start(): void {
    this.lines = Array.from({ length: CONNECTIONS }, () => this.keepOne());
  }

  state(): SocketState {
    const open = [...this.connections].filter(({ isOpen }) => isOpen).length;
    return { wanted: CONNECTIONS, open, trouble: open < CONNECTIONS ? this.trouble : undefined };
  }

  /** Takes nothing more in; resolves when what was taken is acknowledged and every connection closed. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all([...this.connections].map((connection) => connection.close()));
    await Promise.all(this.lines);
  }

  /** One line: a connection, and the next when that ends or is about to. */
  private async keepOne(): Promise<void> {
    const { timings, log } = this.options;
    const { signal } = this.stopping;
    let failures = 0;
    let leaving: SocketConnection | undefined;
    while (!signal.aborted) {
      try {
        const connection = await this.connect();
        const since = performance.now();
        if (leaving) this.retire(leaving);
        leaving = undefined;
        const { kind, reason } = await connection.end;
        if (signal.aborted) break;
        // It goes on delivering until it is closed, and the next is there sooner than that.
        if (kind === 'leaving') leaving = connection;
        const advice = socketAdvice(reason);
        if (advice) throw new TransientError(reason, advice, { retryAfterMs: timings.hopelessPauseMs });
        failures = performance.now() - since < timings.steadyMs ? failures + 1 : 0;
        log.info({ reason, kind }, 'A connection with Slack ends; the next is opened.');
        if (failures > 0) await this.wait(timings.pauseMs(failures));
      } catch (error) {
        if (signal.aborted) break;
        failures += 1;
        this.note(error, failures);
        await this.wait(this.pauseAfter(error, failures));
      }
    }
  }

  private async connect(): Promise<SocketConnection> {
    const { openSocket, take, timings, log } = this.options;
    const { signal } = this.stopping;
    const address = await unlessAborted(openSocket(), signal);
    const connection = await openConnection({ address, take, timings, signal });
    this.connections.add(connection);
    void connection.gone.then(() => this.connections.delete(connection));
    if (signal.aborted) await connection.close();
    else log.info({ open: this.state().open }, 'Connected with Slack.');
    if (this.state().open >= CONNECTIONS) this.trouble = undefined;
    return connection;
  }

  private retire(connection: SocketConnection): void {
    const { retireMs } = this.options.timings;
    void Promise.race([connection.gone, this.wait(retireMs)]).then(() => connection.retire());
  }

  /** Said once for each trouble, not at each attempt. */
  private note(error: unknown, failures: number): void {
    const { log } = this.options;
    const text = errorText(error);
    if (text === this.trouble) return;
    this.trouble = text;
    const { open } = this.state();
    const level = open === 0 || error instanceof PermanentError ? 'error' : 'warn';
    const expected = error instanceof PermanentError || error instanceof TransientError;
    log[level](
      { open, failures, ...(!expected && { err: error }) },
      `No connection with Slack could be opened; it is tried again. ${text}`,
    );
  }

  private pauseAfter(error: unknown, failures: number): number {
    const { timings } = this.options;
    if (error instanceof PermanentError) return timings.hopelessPauseMs;
    const asked = error instanceof TransientError ? error.retryAfterMs : undefined;
    return asked ?? timings.pauseMs(failures);
  }

  private async wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

/** Whoever stops does not wait for an answer of Slack. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abandon = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abandon = () => reject(new TransientError('stopping', 'Stopping.'));
    if (signal.aborted) abandon();
    signal.addEventListener('abort', abandon, { once: true });
  });
  return await Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', abandon));
}
