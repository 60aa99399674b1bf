import { Faults } from '../faults.ts';
import { type StandInCall, type StandInReply, type StandInRequest, startStandInServer } from '../stand-in-server.ts';

/** An update as a reader of the page sees it. `status` and states are the vendor's words. */
export interface ShownUpdate {
  id: string;
  text: string;
  status: string;
  notified: boolean;
}

export interface ShownIncident {
  id: string;
  name: string;
  startedAt: string;
  /** The oldest first. */
  updates: ShownUpdate[];
  /** What was kept with it that no reader sees. */
  metadata?: unknown;
}

/** What people who are logged in to the vendor's own pages can see and change by hand. */
export interface StatusPageStandIn {
  url: string;
  /** Calls are named `METHOD /path` with ids replaced by `:id`. */
  faults: Faults;
  calls: StandInCall[];
  incidents: ShownIncident[];
  /** States of components by their ids, in the vendor's words. */
  components: Map<string, string>;
  close(): Promise<void>;
}

export interface StatusPageStandInOptions {
  /** The token that it takes. */
  token: string;
  /** Its components, all well. */
  components: readonly string[];
  port?: number;
}

/** A request that is for this page and shows its token. */
export interface PageRequest {
  method: string;
  /** Behind the page's own address, in parts. */
  path: readonly string[];
  body: unknown;
}

interface Manner {
  /** Whose pages these are. */
  authorization: string;
  /** What stands before the path of a call; anything else is not there. */
  prefix: string;
  refused(status: number, said: string): StandInReply;
  tooMany: StandInReply;
  answer(request: PageRequest): StandInReply | undefined;
}

/** The frame of every stand-in: tokens, paths, faults. */
export async function startStandInPage(
  manner: Manner,
  shown: Pick<StatusPageStandIn, 'incidents' | 'components'>,
  port?: number,
): Promise<StatusPageStandIn> {
  const faults = new Faults();
  const server = await startStandInServer({
    faults,
    route: (request) => {
      const parts = request.path.startsWith(manner.prefix)
        ? request.path.slice(manner.prefix.length).split('/').filter(Boolean)
        : undefined;
      const body = jsonOf(request.text);
      return {
        name: nameOf(request, parts),
        args: (body ?? {}) as Record<string, unknown>,
        run: () => {
          if (request.headers.authorization !== manner.authorization) return manner.refused(401, 'Could not authenticate');
          const reply = parts && manner.answer({ method: request.method, path: parts.map(decodeURIComponent), body });
          return reply ?? manner.refused(404, 'Not found');
        },
      };
    },
    refusal: (fault) => {
      if (fault.kind === 'rate-limit') return manner.tooMany;
      return fault.kind === 'http' ? manner.refused(fault.status, 'Injected failure') : manner.refused(422, fault.code);
    },
    ...(port !== undefined && { port }),
  });
  return { url: server.url, faults, calls: server.calls, ...shown, close: server.close };
}

const WORDS = new Set(['incidents', 'components', 'incident_updates', 'incident-updates', 'updates']);

function nameOf({ method, path }: StandInRequest, parts: readonly string[] | undefined): string {
  if (!parts) return `${method} ${path}`;
  return `${method} /${parts.map((one) => (WORDS.has(one) ? one : ':id')).join('/')}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
