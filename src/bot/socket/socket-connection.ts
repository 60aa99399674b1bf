import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { socketAdvice } from '../../domain/chat/slack-advice.ts';
import { errorText, TransientError } from '../../domain/errors.ts';

/** What Slack hands over on a connection (https://docs.slack.dev/apis/events-api/using-socket-mode#events). */
export interface Envelope {
  /** `slash_commands`, `interactive` or `events_api`. */
  type: string;
  /** What would be the body over HTTP, whatever it is. */
  payload: unknown;
  /** From 1; absent the first time. */
  retryNum: number | undefined;
  retryReason: string | undefined;
  /** Tells Slack that it has arrived, with what the person is answered. False when the connection was gone, so that Slack does not know. */
  acknowledge(answer?: object): Promise<boolean>;
}

/** Milliseconds. */
export interface ConnectionTimings {
  /** From the first packet to Slack's hello. */
  helloMs: number;
  /** Between our pings. */
  pingMs: number;
  /** Without a sign of life for so long, and none to one more ping, it is dead, whatever TCP says. */
  silentMs: number;
  /** How long what was taken in may keep a connection open that is being closed; Slack waits no longer for it. */
  acknowledgeMs: number;
}

export interface ConnectionOptions {
  /** `wss://…` with its ticket, good for one connection. */
  address: string;
  timings: ConnectionTimings;
  /** Resolves when all is done that the envelope asks for, long after its acknowledgement; never rejects. */
  take: (envelope: Envelope) => Promise<void>;
  /** Aborted: do not wait for the hello any longer. */
  signal: AbortSignal;
}

/** How a connection ends: it is gone, or Slack has said that it will close it. */
export interface ConnectionEnd {
  kind: 'gone' | 'leaving';
  /** Slack's word (`refresh_requested`, `warning`, `link_disabled`, `too_many_websockets`), or ours. */
  reason: string;
}

/** Larger than anything Slack sends. */
const MESSAGE_MAX_BYTES = 4 * 1_048_576;
const CLOSES_WITHIN_MS = 1_000;

const frame = z.object({
  type: z.string(),
  reason: z.string().optional(),
  envelope_id: z.string().optional(),
  payload: z.unknown().optional(),
  retry_attempt: z.number().optional(),
  retry_reason: z.string().optional(),
});

/** Resolves when Slack has said hello. Rejects with TransientError; its text does not hold the address, whose ticket lets anybody in. */
export async function openConnection(options: ConnectionOptions): Promise<SocketConnection> {
  const { address, timings, signal } = options;
  if (!URL.canParse(address) || !/^wss?:$/.test(new URL(address).protocol))
    throw new TransientError('bad_answer', 'Slack named an address for Socket Mode that is none.');
  const socket = new WebSocket(address, { perMessageDeflate: false, handshakeTimeout: timings.helloMs, maxPayload: MESSAGE_MAX_BYTES });
  const connection = new SocketConnection(socket, options);
  const giveUp = new AbortController();
  const abandon = () => socket.terminate();
  signal.addEventListener('abort', abandon, { once: true });
  if (signal.aborted) abandon();
  const late = pause(timings.helloMs, { kind: 'late' as const }, { signal: giveUp.signal }).catch(() => ({ kind: 'late' as const }));
  const first = await Promise.race([connection.greeted, connection.end, late]).finally(() => {
    giveUp.abort();
    signal.removeEventListener('abort', abandon);
  });
  if (first.kind === 'greeted') return connection;
  socket.terminate();
  if (first.kind === 'late') throw new TransientError('timeout', `Slack did not greet a connection within ${timings.helloMs} ms.`);
  const code = first.kind === 'leaving' ? first.reason : 'connection';
  throw new TransientError(code, socketAdvice(first.reason) ?? `Slack takes no connection (${first.reason}).`);
}

/** One connection of Socket Mode. */
export class SocketConnection {
  readonly greeted: Promise<{ kind: 'greeted' }>;
  /** The first of: Slack says that it will close it, or it is gone. */
  readonly end: Promise<ConnectionEnd>;
  readonly gone: Promise<void>;
  private readonly socket: WebSocket;
  private readonly options: ConnectionOptions;
  private readonly unacknowledged = new Set<Promise<void>>();
  private heardAt = performance.now();
  /** It was silent for too long at the last beat, whose ping is not answered yet. */
  private doubted = false;
  private closing = false;
  private announce: (end: ConnectionEnd) => void = () => {};
  private greet: (greeting: { kind: 'greeted' }) => void = () => {};

  constructor(socket: WebSocket, options: ConnectionOptions) {
    this.socket = socket;
    this.options = options;
    this.greeted = new Promise((resolve) => {
      this.greet = resolve;
    });
    this.end = new Promise((resolve) => {
      this.announce = resolve;
    });
    let why = 'closed';
    socket.on('error', (error) => {
      why = errorText(error);
    });
    this.gone = new Promise((resolve) => {
      socket.once('close', (code) => {
        clearInterval(beating);
        this.announce({ kind: 'gone', reason: why === 'closed' ? `closed, ${code}` : why });
        resolve();
      });
    });
    const heard = () => {
      this.heardAt = performance.now();
      this.doubted = false;
    };
    socket.on('ping', heard);
    socket.on('pong', heard);
    socket.on('message', (data, isBinary) => {
      heard();
      if (!isBinary) this.read(String(data));
    });
    const beating = setInterval(() => this.beat(), options.timings.pingMs);
    beating.unref();
  }

  /** Whether Slack can deliver on it. */
  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN && !this.closing;
  }

  /** Takes nothing more, waits until what it took is acknowledged, and closes. Deliveries that come meanwhile are left to another connection. */
  async close(): Promise<void> {
    this.closing = true;
    await this.retire();
  }

  /**
   * Closes it when what it took is acknowledged. What still comes is done, and answered in another way: Slack does not send a command
   * or click again, so left alone it would be lost.
   */
  async retire(): Promise<void> {
    if (this.unacknowledged.size > 0) await Promise.race([Promise.all(this.unacknowledged), wait(this.options.timings.acknowledgeMs)]);
    this.socket.close(1_000);
    // Slack answers a close frame and leaves the rest to us.
    await Promise.race([this.gone, wait(CLOSES_WITHIN_MS)]);
    this.socket.terminate();
  }

  private read(text: string): void {
    const message = frame.safeParse(jsonOf(text)).data;
    if (!message) return;
    if (message.type === 'hello') this.greet({ kind: 'greeted' });
    if (message.type === 'disconnect') this.announce({ kind: 'leaving', reason: message.reason ?? 'disconnect' });
    const { type, envelope_id: id, payload, retry_attempt: attempt, retry_reason: reason } = message;
    if (id === undefined || payload === undefined || this.closing) return;
    let settle = () => {};
    const underWay = new Promise<void>((resolve) => {
      settle = resolve;
    }).finally(() => this.unacknowledged.delete(underWay));
    this.unacknowledged.add(underWay);
    const acknowledge = (answer?: object) => this.send({ envelope_id: id, ...(answer && { payload: answer }) }).finally(() => settle());
    // An envelope that nobody acknowledges holds up nothing once its work has ended.
    void this.options
      .take({ type, payload, retryNum: attempt || undefined, retryReason: reason || undefined, acknowledge })
      .finally(() => settle());
  }

  private send(message: object): Promise<boolean> {
    if (this.socket.readyState !== WebSocket.OPEN) return Promise.resolve(false);
    return new Promise((resolve) => this.socket.send(JSON.stringify(message), (error) => resolve(!error)));
  }

  /**
   * A connection that a router forgot looks open for ever; pings find out. Silence alone proves nothing: after a standstill of this process timers run
   * before the answers that arrived meanwhile are read, so it has until the next beat.
   */
  private beat(): void {
    if (this.doubted) {
      this.socket.terminate();
      return;
    }
    this.doubted = performance.now() - this.heardAt > this.options.timings.silentMs;
    if (this.socket.readyState === WebSocket.OPEN) this.socket.ping();
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A wait that holds up no process. */
function wait(ms: number): Promise<void> {
  return pause(ms, undefined, { ref: false });
}
