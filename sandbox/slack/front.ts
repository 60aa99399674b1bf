import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Fault, Faults } from '../faults.ts';
import type { CallRecord } from './contract.ts';
import type { Journal } from './journal.ts';
import { type Args, type Method, type MethodContext, type Reply, text } from './method.ts';
import { METHODS } from './methods/index.ts';
import { RateLimits } from './rate-limits.ts';
import type { ResponseUrls } from './response-urls.ts';
import { SlackError } from './slack-error.ts';

export interface FrontOptions {
  context: MethodContext;
  responseUrls: ResponseUrls;
  journal: Journal;
  botToken: string;
  /** None: no app-level token is taken. */
  appToken: string | undefined;
  appScopes: readonly string[];
  rateLimits: boolean;
}

/** What a call came to: an HTTP answer, or a connection that is cut (`cut`) or left open (`hang`). */
interface Outcome {
  status: number;
  reply: Reply;
  headers?: Record<string, string>;
  applied?: boolean;
}

/** The door of the stand-in: the Web API below `/api/`, response URLs beside it. Refuses what Slack refuses before anything is stored. */
export class Front {
  readonly faults = new Faults();
  private readonly options: FrontOptions;
  private readonly limits: RateLimits;
  private readonly server: Server;
  origin = '';

  constructor(options: FrontOptions) {
    this.options = options;
    this.limits = new RateLimits(options.context.workspace.elapsedMs);
    this.server = createServer((request, response) => void this.handle(request, response));
    this.server.on('upgrade', (request, socket, head) => void options.context.sockets.upgrade(request, socket, head));
    // Longer than any pause of a test: a connection that closes just when it is used again looks like a fault nobody injected.
    this.server.keepAliveTimeout = 120_000;
  }

  /** Listens on 127.0.0.1; returns the origin. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this.origin;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const at = Date.now();
    const path = new URL(request.url ?? '/', 'http://slack').pathname;
    try {
      if (path.startsWith('/upload/')) {
        const bytes = await readBody(request);
        const args = { length: bytes.length };
        await this.answer(response, { method: 'upload_url', args, at, started }, async () => this.takeFile(path, bytes));
        return;
      }
      const args = await readArgs(request);
      if (path.startsWith('/api/')) {
        const method = path.slice('/api/'.length);
        await this.answer(response, { method, args, at, started }, () => this.webApi(method, args, request.headers.authorization));
      } else {
        await this.answer(response, { method: 'response_url', args, at, started }, () => this.respond(path, args, at));
      }
    } catch (error) {
      // A bug of the stand-in: loud for the test, like Slack's own bad days for the caller.
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ok: false, error: 'internal_error', detail: String(error) }));
    }
  }

  /** Runs a call under the faults that were injected, writes the answer and the record. */
  private async answer(
    response: ServerResponse,
    call: { method: string; args: Args; at: number; started: number },
    run: () => Promise<Outcome>,
  ): Promise<void> {
    const fault = await this.faults.next(call.method, call.args);
    const refused = fault && withoutEffect(fault);
    const outcome = refused ?? (await run());
    const lost = fault?.kind === 'lost-reply' || fault?.kind === 'cut-after';
    const status = fault?.kind === 'lost-reply' ? fault.status : fault?.kind === 'cut-after' ? 0 : outcome.status;
    const ok = !lost && outcome.status === 200 && outcome.reply.ok !== false;
    const error = lost ? 'reply lost' : ok ? undefined : text(outcome.reply.error) || `HTTP ${outcome.status}`;
    const record: CallRecord = { method: call.method, args: call.args, at: call.at, tookMs: performance.now() - call.started, status, ok };
    if (error) record.error = error;
    if (lost && outcome.reply.ok !== false) record.applied = true;
    send(response, fault?.kind, status, outcome, lost);
    this.options.journal.addCall(record);
  }

  private async webApi(name: string, args: Args, authorization: string | undefined): Promise<Outcome> {
    const { context } = this.options;
    try {
      const method = METHODS.get(name);
      if (!method) throw new SlackError('unknown_method', { req_method: name });
      const granted = this.scopesOf(method, args, authorization);
      const wanted = typeof method.scopes === 'function' ? method.scopes(args, context.workspace) : method.scopes;
      const missing = wanted.filter((scope) => !scope.split('|').some((either) => granted.has(either)));
      if (missing.length > 0) {
        throw new SlackError('missing_scope', { needed: missing.join(',').replaceAll('|', ','), provided: [...granted].join(',') });
      }
      const wait = this.options.rateLimits ? this.limits.retryAfterSeconds(name, method.tier, text(args.channel)) : undefined;
      if (wait !== undefined) return rateLimited(wait);
      const headers = { 'x-oauth-scopes': [...granted].join(','), 'x-accepted-oauth-scopes': wanted.join(',').replaceAll('|', ',') };
      return { status: 200, reply: { ok: true, ...(await method.run(args, context)) }, headers };
    } catch (error) {
      if (error instanceof SlackError) return { status: 200, reply: { ok: false, error: error.code, ...error.fields } };
      throw error;
    }
  }

  /** What the token may do; throws when it is none, or not of the kind that the method takes. */
  private scopesOf(method: Method, args: Args, authorization: string | undefined): ReadonlySet<string> {
    const { context, botToken, appToken, appScopes } = this.options;
    const isForApp = method.token === 'app';
    const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? (isForApp ? '' : text(args.token));
    if (!token) throw new SlackError('not_authed');
    const isBot = token === botToken;
    if (!isBot && (appToken === undefined || token !== appToken)) throw new SlackError('invalid_auth');
    if (isBot === isForApp) throw new SlackError('not_allowed_token_type');
    return isForApp ? new Set(appScopes) : context.permissions.scopes;
  }

  /** Slack's file server answers in words, not in JSON. */
  private takeFile(path: string, bytes: Buffer): Outcome {
    const { status, text: words } = this.options.context.workspace.files.receive(path, bytes);
    return { status, reply: status === 200 ? { ok: true } : { ok: false, error: words } };
  }

  private async respond(path: string, body: Args, at: number): Promise<Outcome> {
    const { responseUrls, journal } = this.options;
    const url = `${this.origin}${path}`;
    if (!responseUrls.known(path)) return { status: 404, reply: { ok: false, error: 'invalid_url' } };
    try {
      await responseUrls.take(path, body);
      journal.addResponse({ url, body, at, status: 200 });
      return { status: 200, reply: { ok: true } };
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      const status = /_url$/.test(error.code) ? 404 : 400;
      journal.addResponse({ url, body, at, status, error: error.code });
      return { status, reply: { ok: false, error: error.code, ...error.fields } };
    }
  }
}

function rateLimited(seconds: number): Outcome {
  return { status: 429, reply: { ok: false, error: 'ratelimited' }, headers: { 'retry-after': String(seconds) } };
}

/** The outcome of a fault that keeps the call from happening. */
function withoutEffect(fault: Fault): Outcome | undefined {
  switch (fault.kind) {
    case 'http':
      return { status: fault.status, reply: { ok: false, error: `HTTP ${fault.status}` } };
    case 'rate-limit':
      return rateLimited(fault.retryAfterSeconds);
    case 'error':
      return { status: 200, reply: { ok: false, error: fault.code } };
    case 'cut':
    case 'hang':
      return { status: 0, reply: { ok: false, error: fault.kind } };
    default:
      return undefined;
  }
}

function send(response: ServerResponse, fault: Fault['kind'] | undefined, status: number, outcome: Outcome, lost: boolean): void {
  if (fault === 'hang') return;
  if (status === 0) {
    response.destroy();
    return;
  }
  const body = lost ? 'upstream connect error' : JSON.stringify(outcome.reply);
  response.writeHead(status, { 'content-type': lost ? 'text/plain' : 'application/json; charset=utf-8', ...outcome.headers });
  response.end(body);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Arguments of a call: form, JSON, or query; the structured ones unpacked, as Slack does. */
async function readArgs(request: IncomingMessage): Promise<Args> {
  const body = (await readBody(request)).toString('utf8');
  const query = new URL(request.url ?? '/', 'http://slack').searchParams;
  const args: Args = Object.fromEntries(query);
  if (body === '') return args;
  if (/json/.test(request.headers['content-type'] ?? '')) return { ...args, ...(parsed(body) as Args) };
  Object.assign(args, Object.fromEntries(new URLSearchParams(body)));
  for (const name of STRUCTURED) if (typeof args[name] === 'string') args[name] = parsed(args[name]);
  return args;
}

const STRUCTURED = ['blocks', 'metadata', 'view', 'attachments', 'files'];

/** JSON, or the text itself when it is none: the method then refuses it. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
