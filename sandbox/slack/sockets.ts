import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Faults } from '../faults.ts';
import type { EnvelopeRecord, EnvelopeType, SocketsControl } from './contract.ts';

/** Of one app (https://docs.slack.dev/apis/events-api/using-socket-mode). */
const CONNECTIONS_MAX = 10;
const TICKET_LIFE_MS = 30_000;
const PING_EVERY_MS = 5_000;
/** Slack tries an event four times in all (https://docs.slack.dev/apis/events-api/#retries); it waits minutes in between, which no test does. */
const EVENT_ATTEMPTS = 4;
const EVENT_WAITS_MS = 10_000;
const WARNING_MS = 10_000;

export interface SocketsOptions {
  appId: string;
  /** Where this Slack answers: `http://127.0.0.1:…`. */
  origin: () => string;
  faults: () => Faults;
  changed: () => void;
  /** For an acknowledgement. */
  patienceMs: number;
}

interface Connection {
  id: number;
  socket: WebSocket;
  /** It was said that it will be closed. */
  leaving: boolean;
  /** Envelopes under way here, by their id. */
  waiting: Map<string, (outcome: Outcome) => void>;
}

/** What became of one envelope on one connection: HTTP's words, so that both ways of delivery look the same. */
interface Outcome {
  status: number;
  body: unknown;
  failure?: string;
}

/** Slack's side of Socket Mode: hands out addresses, keeps the connections, delivers each envelope to one of them. */
export class Sockets implements SocketsControl {
  readonly envelopes: EnvelopeRecord[] = [];
  private readonly options: SocketsOptions;
  private readonly server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  private readonly tickets = new Map<string, number>();
  private connections: Connection[] = [];
  private readonly frozen: WebSocket[] = [];
  private said = 0;
  private turn = 0;
  private readonly waitingForOne = new Set<() => void>();
  private readonly pinging: NodeJS.Timeout;

  constructor(options: SocketsOptions) {
    this.options = options;
    this.pinging = setInterval(() => this.ping(), PING_EVERY_MS);
    this.pinging.unref();
  }

  /** A fresh address, good for one connection within half a minute. */
  newAddress(): string {
    const ticket = randomBytes(16).toString('hex');
    this.tickets.set(ticket, Date.now() + TICKET_LIFE_MS);
    const { appId, origin } = this.options;
    return `${origin().replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${appId}`;
  }

  /** Takes a connection that asks to become a WebSocket; refuses what has no ticket. */
  async upgrade(request: IncomingMessage, raw: Duplex, head: Buffer): Promise<void> {
    raw.on('error', () => raw.destroy());
    const fault = await this.options.faults().next('socket');
    if (fault?.kind === 'http') return refuse(raw, fault.status);
    if (fault?.kind === 'cut') return void raw.destroy();
    const url = new URL(request.url ?? '/', 'http://slack');
    const ticket = url.searchParams.get('ticket') ?? '';
    const until = this.tickets.get(ticket) ?? 0;
    this.tickets.delete(ticket);
    if (!url.pathname.startsWith('/link') || until < Date.now()) return refuse(raw, 401);
    this.server.handleUpgrade(request, raw, head, (socket) => {
      socket.on('error', () => socket.terminate());
      if (fault?.kind !== 'hang') this.welcome(socket);
    });
  }

  open(): number {
    return this.usable().length;
  }

  opened(): number {
    return this.said;
  }

  cut(howMany = CONNECTIONS_MAX): void {
    for (const { socket } of this.connections.slice(0, howMany)) socket.terminate();
  }

  freeze(howMany = CONNECTIONS_MAX): void {
    for (const { socket } of this.connections.splice(0, howMany)) {
      socket.pause();
      this.frozen.push(socket);
    }
  }

  disconnect(
    reason: string,
    { howMany = CONNECTIONS_MAX, closesAfterMs = WARNING_MS }: { howMany?: number; closesAfterMs?: number } = {},
  ): void {
    for (const connection of this.connections.filter(({ leaving }) => !leaving).slice(0, howMany)) {
      const { socket } = connection;
      connection.leaving = true;
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
      setTimeout(() => socket.close(1_000), closesAfterMs).unref();
    }
  }

  /** Delivers to one connection, an event to another one when the first does not acknowledge it. */
  async deliver(payload: Record<string, unknown>, how: { retryNum?: number } = {}): Promise<Outcome> {
    const type = typeOf(payload);
    let outcome: Outcome = { status: 0, body: undefined, failure: 'no connection' };
    let last: Connection | undefined;
    for (let attempt = how.retryNum ?? 0; attempt < EVENT_ATTEMPTS; attempt += 1) {
      if (type === 'events_api') await this.someConnection();
      last = this.next(last);
      if (last) outcome = await this.deliverTo(last, { type, payload, attempt });
      if (type !== 'events_api' || outcome.status === 200) break;
    }
    return outcome;
  }

  async close(): Promise<void> {
    clearInterval(this.pinging);
    this.cut();
    for (const socket of this.frozen) socket.terminate();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private welcome(socket: WebSocket): void {
    if (this.connections.length >= CONNECTIONS_MAX) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      socket.close(1_000);
      return;
    }
    this.said += 1;
    const connection: Connection = { id: this.said, socket, leaving: false, waiting: new Map() };
    this.connections.push(connection);
    socket.on('message', (data) => acknowledge(connection, String(data)));
    socket.on('close', () => {
      this.connections = this.connections.filter((other) => other !== connection);
      for (const settle of connection.waiting.values()) settle({ status: 0, body: undefined, failure: 'connection closed' });
      this.options.changed();
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        connection_info: { app_id: this.options.appId },
        num_connections: this.connections.length,
        debug_info: { host: 'sandbox', approximate_connection_time: 18_060 },
      }),
    );
    for (const look of this.waitingForOne) look();
    this.options.changed();
  }

  private async deliverTo(
    connection: Connection,
    { type, payload, attempt }: { type: EnvelopeType; payload: Record<string, unknown>; attempt: number },
  ): Promise<Outcome> {
    const id = randomUUID();
    const fault = await this.options.faults().next(type, payload);
    const record: EnvelopeRecord = { id, type, connection: connection.id, attempt, payload };
    this.envelopes.push(record);
    this.options.changed();
    const outcome = await new Promise<Outcome>((settle) => {
      // Not on the wire of its acknowledgement: `hang` and `cut-after` lose that.
      const heard = fault?.kind === 'hang' ? () => {} : fault?.kind === 'cut-after' ? () => connection.socket.terminate() : settle;
      const timer = setTimeout(() => settle({ status: 0, body: undefined, failure: 'operation_timeout' }), this.options.patienceMs);
      connection.waiting.set(id, (result) => {
        if (result.status !== 200) settle(result);
        else heard(result);
        if (result.status !== 200 || heard === settle) clearTimeout(timer);
      });
      if (fault?.kind === 'cut') return connection.socket.terminate();
      connection.socket.send(
        JSON.stringify({
          envelope_id: id,
          type,
          accepts_response_payload: type !== 'events_api',
          ...(type === 'events_api' && { retry_attempt: attempt, retry_reason: attempt > 0 ? 'timeout' : '' }),
          payload,
        }),
      );
    });
    connection.waiting.delete(id);
    record.outcome = outcome.failure ?? 'acknowledged';
    return outcome;
  }

  /** In turns; another one than the last, if there is another. */
  private next(last: Connection | undefined): Connection | undefined {
    const usable = this.usable();
    const others = usable.filter((connection) => connection !== last);
    const choice = others.length > 0 ? others : usable;
    this.turn += 1;
    return choice[this.turn % choice.length];
  }

  private usable(): Connection[] {
    return this.connections.filter(({ socket }) => socket.readyState === socket.OPEN);
  }

  private async someConnection(): Promise<void> {
    if (this.open() > 0) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waitingForOne.delete(done);
        resolve();
      };
      const timer = setTimeout(done, EVENT_WAITS_MS);
      this.waitingForOne.add(done);
    });
  }

  private ping(): void {
    const now = Date.now();
    for (const [ticket, until] of this.tickets) if (until < now) this.tickets.delete(ticket);
    for (const { socket } of this.usable()) socket.ping('from the sandbox');
  }
}

/** What an app may send: `{ envelope_id, payload? }`, on the connection where the envelope came. */
function acknowledge(connection: Connection, text: string): void {
  const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id?: string; payload?: unknown };
  const isEmpty = typeof payload !== 'object' || payload === null || Object.keys(payload).length === 0;
  connection.waiting.get(id ?? '')?.({ status: 200, body: isEmpty ? undefined : payload });
}

/** Of a payload that is no object (a test sends such nonsense) as of a click. */
function typeOf(payload: Record<string, unknown> | null): EnvelopeType {
  if (typeof payload !== 'object' || payload === null) return 'interactive';
  if (payload.type === 'url_verification') throw new Error('Slack verifies no address in Socket Mode');
  if (typeof payload.command === 'string') return 'slash_commands';
  return payload.type === 'event_callback' ? 'events_api' : 'interactive';
}

function refuse(raw: Duplex, status: number): void {
  raw.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
