import { createHash } from 'node:crypto';
import { Faults } from '../faults.ts';
import { type StandInCall, type StandInReply, type StandInRequest, startStandInServer } from '../stand-in-server.ts';
import { isSigned } from './signed.ts';

interface Flag {
  state: 'ENABLED' | 'DISABLED';
  variants: Record<string, unknown>;
  defaultVariant: string;
  targeting?: object;
}

export interface FlagDefinitionsOptions {
  secret: string;
  flags: Readonly<Record<string, Flag>>;
  etag?: 'strong' | 'none';
  now?: () => Date;
}

export interface FlagDefinitions {
  /** `http://127.0.0.1:<port>/flags.json` */
  url: string;
  /** Where OFREP is answered, by the definitions that flagd read last (`sync`). */
  evaluateUrl: string;
  /** Calls are named `GET /flags.json`, `PUT /flags.json` and `POST /ofrep`. */
  faults: Faults;
  calls: StandInCall[];
  document(): { flags: Record<string, Flag> };
  /** As somebody else would. */
  replace(flags: Record<string, Flag>): void;
  /** flagd reads its definitions. */
  sync(): void;
  writes(): number;
  close(): Promise<void>;
}

const OFREP = '/ofrep/v1/evaluate/flags/';

/** The document that flagd reads over HTTP (flagd.dev/reference/flag-definitions), in a store that knows PUT and ETags; and flagd's own answers by it (OFREP). */
export async function startFlagDefinitions(options: FlagDefinitionsOptions): Promise<FlagDefinitions> {
  const { secret, etag = 'strong', now = () => new Date() } = options;
  const faults = new Faults();
  let document = { $schema: 'https://flagd.dev/schema/v0/flags.json', flags: { ...options.flags } };
  let read = document;
  let writes = 0;
  const tag = (): string => `"${createHash('sha256').update(JSON.stringify(document)).digest('hex').slice(0, 16)}"`;
  const shown = (): StandInReply => ({ status: 200, body: document, headers: etag === 'strong' ? { etag: tag() } : {} });

  function answer(request: StandInRequest): StandInReply {
    const { method, path, headers, text } = request;
    if (path.startsWith(OFREP)) return evaluated(decodeURIComponent(path.slice(OFREP.length)));
    if (path !== '/flags.json') return { status: 404 };
    if (!isSigned(request, { secret, now })) return { status: 401, body: { detail: 'The signature is wrong or too old.' } };
    if (method === 'GET') return shown();
    if (method !== 'PUT') return { status: 405 };
    if (headers['if-match'] !== tag()) return { status: 412, body: { detail: 'It has been changed.' } };
    document = JSON.parse(text) as typeof document;
    writes += 1;
    return shown();
  }

  function evaluated(key: string): StandInReply {
    const flag = read.flags[key];
    // A flag that is disabled is as good as none.
    if (flag === undefined || flag.state === 'DISABLED')
      return { status: 404, body: { key, errorCode: 'FLAG_NOT_FOUND', errorDetails: `flag \`${key}\` does not exist` } };
    return {
      status: 200,
      body: { key, value: flag.variants[flag.defaultVariant], variant: flag.defaultVariant, reason: 'STATIC', metadata: {} },
    };
  }

  const server = await startStandInServer({
    faults,
    route: (request) => ({
      name: request.path.startsWith(OFREP) ? 'POST /ofrep' : `${request.method} ${request.path}`,
      args: { headers: request.headers, text: request.text },
      run: () => answer(request),
    }),
    refusal: (fault) => ({
      status: fault.kind === 'http' ? fault.status : fault.kind === 'rate-limit' ? 429 : 400,
      body: { detail: 'injected' },
    }),
  });
  return {
    url: `${server.url}/flags.json`,
    evaluateUrl: server.url,
    faults,
    calls: server.calls,
    document: () => document,
    replace: (flags) => {
      document = { ...document, flags };
    },
    sync: () => {
      read = document;
    },
    writes: () => writes,
    close: server.close,
  };
}
