import { Faults } from '../faults.ts';
import { type StandInCall, type StandInReply, type StandInRequest, startStandInServer } from '../stand-in-server.ts';
import { isSigned } from './signed.ts';

export interface JobOptions {
  secret: string;
  /** How it stands at first. */
  state: string;
  now?: () => Date;
}

export interface Job {
  /** Takes a POST with `value`, and stands at that from then on. */
  url: string;
  /** Takes a POST, and stands as at first. */
  undoUrl: string;
  /** Answers how it stands: `{ "job": { "state": … } }`. */
  stateUrl: string;
  /** Calls are named `POST /run`, `POST /undo` and `GET /state`. */
  faults: Faults;
  calls: StandInCall[];
  state(): string;
  /** As somebody else would. */
  set(state: string): void;
  /** How often it really ran, by whatever address. */
  writes(): number;
  close(): Promise<void>;
}

/** A job of the team's own behind signed addresses, as docs/executors.md tells: the same key runs it once. */
export async function startJob({ secret, state: first, now = () => new Date() }: JobOptions): Promise<Job> {
  const faults = new Faults();
  const done = new Set<string>();
  let state = first;
  let writes = 0;

  function answer(request: StandInRequest): StandInReply {
    const { method, path, headers, text } = request;
    if (!['/run', '/undo', '/state'].includes(path)) return { status: 404 };
    if (!isSigned(request, { secret, now })) return { status: 401, body: { detail: 'The signature is wrong or too old.' } };
    if (path === '/state') return { status: 200, body: { job: { state } } };
    if (method !== 'POST') return { status: 405 };
    const key = headers['idempotency-key'] ?? '';
    if (done.has(key)) return { status: 200, body: { message: 'done before' } };
    const value = valueIn(headers['content-type'] ?? '', text);
    if (path === '/run' && (value === '' || value.length > 100)) return { status: 422, body: { message: 'no such version' } };
    state = path === '/undo' ? first : value;
    writes += 1;
    done.add(key);
    return { status: 202, body: { message: 'started' } };
  }

  const server = await startStandInServer({
    faults,
    route: (request) => ({
      name: `${request.method} ${request.path}`,
      args: { headers: request.headers, text: request.text, query: Object.fromEntries(request.query) },
      run: () => answer(request),
    }),
    refusal: (fault) => ({
      status: fault.kind === 'http' ? fault.status : fault.kind === 'rate-limit' ? 429 : 400,
      body: { message: 'injected' },
    }),
  });
  return {
    url: `${server.url}/run`,
    undoUrl: `${server.url}/undo`,
    stateUrl: `${server.url}/state`,
    faults,
    calls: server.calls,
    state: () => state,
    set: (changed) => {
      state = changed;
    },
    writes: () => writes,
    close: server.close,
  };
}

function valueIn(type: string, text: string): string {
  if (type.startsWith('application/x-www-form-urlencoded')) return new URLSearchParams(text).get('value') ?? '';
  const { value } = JSON.parse(text) as { value?: unknown };
  return typeof value === 'string' ? value : '';
}
