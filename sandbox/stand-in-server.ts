import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault, Faults } from './faults.ts';

export interface StandInRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  /** In lower case. */
  headers: Record<string, string>;
  /** The body as it came. */
  text: string;
}

export interface StandInReply {
  status: number;
  /** A string goes out as it stands, anything else as JSON, nothing as an empty body. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** One call that arrived, in order of arrival. `status` is what was sent, or how the connection ended. */
export interface StandInCall {
  name: string;
  args: Record<string, unknown>;
  status: number | 'cut' | 'hang' | 'pending';
  /** When it came in, in milliseconds since 1970 (wall clock). */
  at: number;
  /** Until it was answered. */
  tookMs?: number;
  /** It was done although the caller was told otherwise (a lost reply). */
  applied?: boolean;
}

/** What a request is called (for faults and the list of calls), what it carries, and how to do it. */
export interface Route {
  name: string;
  args: Record<string, unknown>;
  /** Runs at once and to its end, so that a fault comes either before all of it or after all of it. */
  run: () => StandInReply;
}

export interface StandInServerOptions {
  faults: Faults;
  route: (request: StandInRequest) => Route;
  /** The vendor's own wording of an injected refusal. */
  refusal: (fault: { kind: 'http'; status: number } | { kind: 'error'; code: string } | { kind: 'rate-limit' }) => StandInReply;
  /** 0: any free port of the loopback. */
  port?: number;
}

export interface StandInServer {
  /** `http://127.0.0.1:<port>` */
  url: string;
  calls: StandInCall[];
  close(): Promise<void>;
}

/** An HTTP server on the loopback that shows the faults it is told to show. */
export async function startStandInServer({ faults, route, refusal, port = 0 }: StandInServerOptions): Promise<StandInServer> {
  const calls: StandInCall[] = [];
  const server = createServer((request, response) => {
    // A client that goes away while its request is read or delayed is its own business.
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { name, args, run } = route(await readRequest(incoming));
    const call: StandInCall = { name, args, status: 'pending', at: Date.now() };
    const began = performance.now();
    calls.push(call);
    const fault = await faults.next(name, args);
    const outcome = apply(fault, run, refusal);
    call.tookMs = performance.now() - began;
    if (fault?.kind === 'lost-reply' || fault?.kind === 'cut-after') call.applied = true;
    if (outcome === 'hang') {
      call.status = 'hang';
      return;
    }
    if (outcome === 'cut') {
      call.status = 'cut';
      incoming.socket.destroy();
      return;
    }
    call.status = outcome.status;
    send(response, outcome);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function apply(fault: Fault | undefined, run: () => StandInReply, refusal: StandInServerOptions['refusal']): StandInReply | 'cut' | 'hang' {
  switch (fault?.kind) {
    case undefined:
    case 'slow':
      return run();
    case 'hang':
    case 'cut':
      return fault.kind;
    case 'cut-after':
      run();
      return 'cut';
    case 'lost-reply':
      run();
      return refusal({ kind: 'http', status: fault.status });
    case 'rate-limit': {
      const reply = refusal({ kind: 'rate-limit' });
      return { ...reply, status: 429, headers: { ...reply.headers, 'retry-after': String(fault.retryAfterSeconds) } };
    }
    case 'http':
    case 'error':
      return refusal(fault);
  }
}

async function readRequest(incoming: IncomingMessage): Promise<StandInRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://stand-in');
  return {
    method: incoming.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([key, value]) => [key, String(value)])),
    text: Buffer.concat(chunks).toString('utf8'),
  };
}

function send(response: ServerResponse, { status, body, headers = {} }: StandInReply): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers }).end(text);
}
