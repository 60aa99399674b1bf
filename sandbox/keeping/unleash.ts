import { Faults } from '../faults.ts';
import { type StandInCall, type StandInReply, type StandInRequest, startStandInServer } from '../stand-in-server.ts';

export interface UnleashOptions {
  token: string;
  /** Whether each flag of the project `default` is enabled in each environment. */
  flags: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
  /** Environments in which the token's owner may change nothing. */
  forbidden?: readonly string[];
}

export interface Unleash {
  url: string;
  /** Calls are named `GET environment`, `POST on` and `POST off`. */
  faults: Faults;
  calls: StandInCall[];
  isEnabled(feature: string, environment: string): boolean | undefined;
  /** As somebody else would. */
  turn(feature: string, environment: string, enabled: boolean): void;
  /** How often a flag was really switched by a request. */
  writes(): number;
  close(): Promise<void>;
}

const PATH = /^\/api\/admin\/projects\/([^/]+)\/features\/([^/]+)\/environments\/([^/]+)(?:\/(on|off))?$/;

/** The part of Unleash's admin API that switches a flag in an environment (docs.getunleash.io/api). */
export async function startUnleash({ token, flags, forbidden = [] }: UnleashOptions): Promise<Unleash> {
  const faults = new Faults();
  let writes = 0;
  const kept = new Map(Object.entries(flags).map(([feature, environments]) => [feature, new Map(Object.entries(environments))]));

  function answer({ method, path, headers }: StandInRequest): StandInReply {
    const [, project = '', feature = '', environment = '', turned] = PATH.exec(path) ?? [];
    if (headers.authorization !== token) return problem(401, 'AuthenticationRequired', 'You must log in to use Unleash.');
    if (forbidden.includes(environment))
      return problem(403, 'PermissionError', `You don't have the required permissions to perform this operation in ${environment}.`);
    const enabled = project === 'default' ? kept.get(feature)?.get(environment) : undefined;
    if (enabled === undefined) return problem(404, 'NotFoundError', `Could not find feature ${feature} in ${environment}`);
    if (method === 'GET' && turned === undefined)
      return {
        status: 200,
        body: { name: environment, featureName: feature, environment, enabled, type: 'production', sortOrder: 1, strategies: [] },
      };
    if (method !== 'POST' || turned === undefined) return problem(404, 'NotFoundError', `The path ${path} was not found`);
    if (enabled !== (turned === 'on')) writes += 1;
    kept.get(feature)?.set(environment, turned === 'on');
    return { status: 200 };
  }

  const server = await startStandInServer({
    faults,
    route: (request) => ({
      name: `${request.method} ${PATH.exec(request.path)?.[4] ?? 'environment'}`,
      args: { path: request.path, headers: request.headers },
      run: () => answer(request),
    }),
    refusal: (fault) => problem(fault.kind === 'http' ? fault.status : fault.kind === 'rate-limit' ? 429 : 400, 'Injected', 'injected'),
  });
  return {
    url: server.url,
    faults,
    calls: server.calls,
    isEnabled: (feature, environment) => kept.get(feature)?.get(environment),
    turn: (feature, environment, enabled) => void kept.get(feature)?.set(environment, enabled),
    writes: () => writes,
    close: server.close,
  };
}

function problem(status: number, name: string, message: string): StandInReply {
  return { status, body: { id: 'a1', name, message, details: [{ message }] } };
}
