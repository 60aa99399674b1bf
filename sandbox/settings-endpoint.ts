import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Faults } from './faults.ts';
import { type StandInCall, type StandInReply, type StandInRequest, startStandInServer } from './stand-in-server.ts';

type Settings = Record<string, unknown>;

export interface SettingsEndpointOptions {
  secret: string;
  settings: Settings;
  /** What it has against these settings; undefined when it takes them. */
  objection?: (settings: Settings) => string | undefined;
  /** Says so on GET, and obeys it on PATCH. */
  dryRun?: 'supported' | 'unknown';
  etag?: 'strong' | 'weak' | 'none';
  /** For the age of requests. */
  now?: () => Date;
}

export interface SettingsEndpoint {
  /** `http://127.0.0.1:<port>/settings` */
  url: string;
  /** Calls are named `GET /settings` and `PATCH /settings`. */
  faults: Faults;
  /** With the headers and the text of each as arguments. */
  calls: StandInCall[];
  settings(): Settings;
  /** As somebody else would. */
  replace(settings: Settings): void;
  /** How often a PATCH was done. */
  writes(): number;
  close(): Promise<void>;
}

const OLDEST_SECONDS = 300;

/** What a team puts before its service so that Bongsu can turn a dial of it, as `docs/executors.md` tells. */
export async function startSettingsEndpoint(options: SettingsEndpointOptions): Promise<SettingsEndpoint> {
  const { secret, objection = () => undefined, dryRun = 'supported', etag = 'strong', now = () => new Date() } = options;
  const faults = new Faults();
  const done = new Set<string>();
  let { settings } = options;
  let writes = 0;

  const tag = (): string => `"${createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 16)}"`;
  const headers = (): Record<string, string> => ({
    ...(etag === 'none' ? {} : { etag: etag === 'weak' ? `W/${tag()}` : tag() }),
    ...(dryRun === 'supported' ? { 'x-bongsu-dry-run': 'supported' } : {}),
  });
  const answer = (): StandInReply => ({ status: 200, body: settings, headers: headers() });

  function isSigned({ headers: given, text }: StandInRequest): boolean {
    const timestamp = given['x-bongsu-timestamp'] ?? '';
    const expected = Buffer.from(`v1=${createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex')}`);
    const shown = Buffer.from(given['x-bongsu-signature'] ?? '');
    if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return false;
    return Math.abs(now().getTime() / 1_000 - Number(timestamp)) <= OLDEST_SECONDS;
  }

  function patch({ headers: given, text }: StandInRequest): StandInReply {
    const key = given['idempotency-key'];
    if (key !== undefined && done.has(key)) return answer();
    const match = given['if-match'];
    if (match !== undefined && match !== tag()) return { status: 412, body: { detail: 'It has been changed.' } };
    const next = merged(settings, JSON.parse(text)) as Settings;
    const against = objection(next);
    if (against !== undefined) return { status: 422, body: { detail: against } };
    if (dryRun === 'supported' && given['x-bongsu-dry-run'] === 'true') return { status: 200, body: next };
    settings = next;
    writes += 1;
    if (key !== undefined) done.add(key);
    return answer();
  }

  function handle(request: StandInRequest): StandInReply {
    if (request.path !== '/settings') return { status: 404 };
    if (!isSigned(request)) return { status: 401, body: { detail: 'The signature is wrong or too old.' } };
    if (request.method === 'GET') return answer();
    return request.method === 'PATCH' ? patch(request) : { status: 405 };
  }

  const server = await startStandInServer({
    faults,
    route: (request) => ({
      name: `${request.method} ${request.path}`,
      args: { headers: request.headers, text: request.text },
      run: () => handle(request),
    }),
    refusal: (fault) => ({
      status: fault.kind === 'http' ? fault.status : fault.kind === 'rate-limit' ? 429 : 400,
      body: { detail: fault.kind === 'error' ? fault.code : 'injected' },
    }),
  });
  return {
    url: `${server.url}/settings`,
    faults,
    calls: server.calls,
    settings: () => settings,
    replace: (changed) => {
      settings = changed;
    },
    writes: () => writes,
    close: server.close,
  };
}

/** JSON Merge Patch (RFC 7396). */
function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Settings = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name], value);
  }
  return result;
}

function isObject(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
