import { Faults } from '../faults.ts';
import { type StandInCall, type StandInReply, type StandInRequest, startStandInServer } from '../stand-in-server.ts';

/** A post as its readers see it. */
export interface ShownPost {
  id: string;
  text: string;
  replyTo?: string;
  /** ISO 8601. */
  at: string;
  /** What else was said of it. */
  language?: string;
}

/** What a reader of the account sees, and what its owner may change by hand. */
export interface SocialStandIn {
  url: string;
  /** Calls are named `METHOD /path` with ids replaced by `:id`. An `error` fault is a refusal of the post in these words. */
  faults: Faults;
  calls: StandInCall[];
  /** The oldest first; what was deleted is gone. */
  posts: ShownPost[];
  close(): Promise<void>;
}

interface Manner {
  isLetIn(request: StandInRequest): boolean;
  refused(status: number, said: string): StandInReply;
  tooMany: () => StandInReply;
  answer(request: StandInRequest, parts: readonly string[], body: Record<string, unknown>): StandInReply | undefined;
}

/** The frame of every stand-in: who is let in, paths, faults. */
export async function startStandInNetwork(manner: Manner, posts: ShownPost[], port?: number): Promise<SocialStandIn> {
  const faults = new Faults();
  const server = await startStandInServer({
    faults,
    route: (request) => {
      const parts = request.path.split('/').filter(Boolean);
      const body = recordIn(request.text);
      return {
        name: `${request.method} /${parts.map((part) => (/^\d{4,}$/.test(part) ? ':id' : part)).join('/')}`,
        args: body,
        run: () => {
          if (!manner.isLetIn(request)) return manner.refused(401, 'Unauthorized');
          return manner.answer(request, parts, body) ?? manner.refused(404, 'Not found');
        },
      };
    },
    refusal: (fault) => {
      if (fault.kind === 'rate-limit') return manner.tooMany();
      return fault.kind === 'http' ? manner.refused(fault.status, 'Injected failure') : manner.refused(422, fault.code);
    },
    ...(port !== undefined && { port }),
  });
  return { url: server.url, faults, calls: server.calls, posts, close: server.close };
}

/** Ids as networks give them: long numbers, as text. */
export function nextId(posts: readonly ShownPost[]): string {
  return String(1_000_000_001 + Math.max(0, ...posts.map(({ id }) => Number(id) - 1_000_000_000)));
}

function recordIn(text: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
