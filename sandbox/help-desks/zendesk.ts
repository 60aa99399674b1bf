import { Faults } from '../faults.ts';
import { type StandInCall, type StandInReply, type StandInRequest, startStandInServer } from '../stand-in-server.ts';

/** A macro as an agent sees it. */
export interface ShownMacro {
  id: number;
  title: string;
  active: boolean;
  actions: readonly { field: string; value: string }[];
}

export interface HelpDeskStandIn {
  url: string;
  /** Calls are named `METHOD /macros` or `METHOD /macros/:id`. An `error` fault is a refusal of the record in these words. */
  faults: Faults;
  calls: StandInCall[];
  macros: ShownMacro[];
  close(): Promise<void>;
}

/** Zendesk's macros as its documentation has them: Basic authentication with `email/token`, validation (422), the newest first. */
export async function startZendesk({ email, token, port }: { email: string; token: string; port?: number }): Promise<HelpDeskStandIn> {
  const faults = new Faults();
  const macros: ShownMacro[] = [];
  const refused = (status: number, said: string): StandInReply => {
    if (status === 401) return { status, body: { error: "Couldn't authenticate you" } };
    if (status === 404) return { status, body: { error: 'RecordNotFound', description: 'Not found' } };
    const details = { title: [{ description: said, error: 'Invalid' }] };
    return { status, body: { error: 'RecordInvalid', description: 'Record validation errors', details } };
  };

  function save(macro: ShownMacro | undefined, given: Partial<ShownMacro>): StandInReply {
    const next = { id: macro?.id ?? 25_000 + macros.length, title: '', active: true, actions: [], ...macro, ...given };
    if (next.title.trim() === '') return refused(422, 'Title: cannot be blank');
    if (next.actions.length === 0 || next.actions.some(({ value }) => value === '')) return refused(422, 'Actions: must have at least one');
    if (macro) Object.assign(macro, next);
    else macros.push(next);
    return { status: macro ? 200 : 201, body: { macro: next } };
  }

  function answer({ method, path, query, text }: StandInRequest): StandInReply {
    const [, id] = /^\/api\/v2\/macros\/(\d+)$/.exec(path) ?? [];
    const { macro: given = {} } = JSON.parse(text || '{}') as { macro?: Partial<ShownMacro> };
    if (path === '/api/v2/macros/search')
      return { status: 200, body: { macros: macros.filter(({ title }) => title.includes(query.get('query') ?? '')) } };
    if (path === '/api/v2/macros' && method === 'POST') return save(undefined, given);
    if (path === '/api/v2/macros')
      return { status: 200, body: { macros: [...macros].reverse().slice(0, Number(query.get('per_page') ?? 100)) } };
    const found = macros.find((one) => String(one.id) === id);
    return found && method === 'PUT' ? save(found, given) : refused(404, '');
  }

  const server = await startStandInServer({
    faults,
    route: (request) => ({
      name: `${request.method} ${request.path.replace('/api/v2', '').replace(/\/\d+$/, '/:id')}`,
      args: {},
      run: () => {
        const wanted = `Basic ${Buffer.from(`${email}/token:${token}`).toString('base64')}`;
        return request.headers.authorization === wanted ? answer(request) : refused(401, '');
      },
    }),
    refusal: (fault) => {
      if (fault.kind === 'rate-limit') return { status: 429, body: { error: 'APIRateLimitExceeded' } };
      return fault.kind === 'http' ? refused(fault.status, 'Injected failure') : refused(422, fault.code);
    },
    ...(port !== undefined && { port }),
  });
  return { url: server.url, faults, calls: server.calls, macros, close: server.close };
}
