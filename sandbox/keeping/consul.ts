import { Faults } from '../faults.ts';
import { type StandInCall, type StandInReply, type StandInRequest, startStandInServer } from '../stand-in-server.ts';

export interface ConsulOptions {
  entries: Readonly<Record<string, string>>;
  /** An ACL token and the prefixes on which it may read and write; every other key is forbidden. */
  token: string;
  allowed: readonly string[];
}

export interface Consul {
  url: string;
  /** Calls are named `GET /v1/kv`, `PUT /v1/kv` and `DELETE /v1/kv`. */
  faults: Faults;
  calls: StandInCall[];
  /** Undefined when there is no such key. */
  entry(key: string): string | undefined;
  /** As somebody else would. */
  put(key: string, value: string): void;
  /** How often a key was really changed by a request. */
  writes(): number;
  close(): Promise<void>;
}

interface Kept {
  value: string;
  created: number;
  modified: number;
}

const PATH = '/v1/kv/';
const MOST_BYTES = 512 * 1024;

/** Consul's KV store: one key at a time, its index, check-and-set, ACL tokens (developer.hashicorp.com/consul/api-docs/kv). */
export async function startConsul({ entries, token, allowed }: ConsulOptions): Promise<Consul> {
  const faults = new Faults();
  let index = 100;
  let writes = 0;
  const kept = new Map<string, Kept>();
  const put = (key: string, value: string) => {
    index += 1;
    kept.set(key, { value, created: kept.get(key)?.created ?? index, modified: index });
  };
  for (const [key, value] of Object.entries(entries)) put(key, value);

  function answer({ method, path, query, headers, text }: StandInRequest): StandInReply {
    if (!path.startsWith(PATH)) return plain(404, 'Invalid URL path: not a recognized HTTP API endpoint');
    const key = path.slice(PATH.length).split('/').map(decodeURIComponent).join('/');
    const right = method === 'GET' ? 'read' : 'write';
    if (headers['x-consul-token'] !== token) return plain(403, 'ACL not found');
    if (!allowed.some((prefix) => key.startsWith(prefix)))
      return plain(403, `Permission denied: token with AccessorID 'a1' lacks permission 'key:${right}' on "${key}"`);
    const present = kept.get(key);
    switch (method) {
      case 'GET':
        return present === undefined
          ? { status: 404, headers: { 'x-consul-index': String(index) } }
          : { status: 200, body: [shown(key, present)], headers: { 'x-consul-index': String(present.modified) } };
      case 'PUT': {
        if (Buffer.byteLength(text) > MOST_BYTES)
          return plain(413, `Request body(${text.length} bytes) too large, max size: ${MOST_BYTES} bytes`);
        if (!fits(query.get('cas'), present)) return plain(200, 'false');
        put(key, text);
        writes += 1;
        return plain(200, 'true');
      }
      case 'DELETE': {
        if (query.get('cas') === '0') return plain(400, 'Conflicting flags: cas=0 is not valid for a delete');
        if (!fits(query.get('cas'), present)) return plain(200, 'false');
        if (kept.delete(key)) writes += 1;
        return plain(200, 'true');
      }
      default:
        return plain(405, 'method not allowed');
    }
  }

  const server = await startStandInServer({
    faults,
    route: (request) => ({
      name: `${request.method} /v1/kv`,
      args: { path: request.path, query: Object.fromEntries(request.query), headers: request.headers, text: request.text },
      run: () => answer(request),
    }),
    refusal: (fault) => plain(fault.kind === 'http' ? fault.status : fault.kind === 'rate-limit' ? 429 : 500, 'injected'),
  });
  return {
    url: server.url,
    faults,
    calls: server.calls,
    entry: (key) => kept.get(key)?.value,
    put,
    writes: () => writes,
    close: server.close,
  };
}

/** Without `cas` anything does; 0 is for a key that is not there. */
function fits(cas: string | null, present: Kept | undefined): boolean {
  return cas === null || Number(cas) === (present?.modified ?? 0);
}

function shown(key: string, { value, created, modified }: Kept): object {
  const encoded = value === '' ? null : Buffer.from(value).toString('base64');
  return { LockIndex: 0, Key: key, Flags: 0, Value: encoded, CreateIndex: created, ModifyIndex: modified };
}

function plain(status: number, body: string): StandInReply {
  return { status, body, headers: { 'content-type': 'text/plain; charset=utf-8' } };
}
