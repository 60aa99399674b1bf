import { Faults } from './faults.ts';
import { type Route, type StandInCall, type StandInReply, type StandInRequest, startStandInServer } from './stand-in-server.ts';

/** One stream of a Loki: its labels and its lines. */
export interface LokiStream {
  labels: Readonly<Record<string, string>>;
  lines: readonly { at: Date; line: string }[];
}

export interface LokiOptions {
  /** Everything that was ever sent to it, as it is when it is asked. */
  streams: () => readonly LokiStream[];
  /** As `Authorization` must be, when it must. */
  authorization?: string;
  /** It has several tenants (`auth_enabled`), and everything belongs to this one. */
  tenant?: string;
  /** What it says went wrong while it answers all the same. */
  warnings?: () => readonly string[];
  port?: number;
  /** Shared with another stand-in, if given. */
  faults?: Faults;
}

export interface LokiStandIn {
  /** For LOKI_URL. */
  url: string;
  /** Calls are named `GET /loki/api/v1/query_range`. */
  faults: Faults;
  calls: StandInCall[];
  close(): Promise<void>;
}

/** Loki's own defaults (`limits_config`). */
const LIMIT_DEFAULT = 100;
const LIMIT_MAX = 5_000;
const RANGE_MAX_MS = 721 * 3_600_000;

/** A refusal in Loki's words. */
class Refused extends Error {
  override readonly name = 'Refused';
}

/**
 * The part of Loki's HTTP API that asks for lines (https://grafana.com/docs/loki/latest/reference/loki-http-api/), for queries of a stream selector
 * and line filters: `{app="a",level=~"b|c"} |= "x" != "y" |~ "z" !~ "w"`. Refuses in Loki's words what Loki refuses.
 */
export async function startLoki({
  streams,
  authorization,
  tenant,
  warnings = () => [],
  port = 0,
  faults = new Faults(),
}: LokiOptions): Promise<LokiStandIn> {
  function route(request: StandInRequest): Route {
    const { method, path, query, headers } = request;
    return { name: `${method} ${path}`, args: Object.fromEntries(query), run: () => answer(method, path, query, headers) };
  }

  function answer(method: string, path: string, fields: URLSearchParams, headers: StandInRequest['headers']): StandInReply {
    if (path === '/ready') return plain(200, 'ready\n');
    // A proxy in front of Loki does this; Loki itself knows no passwords.
    if (authorization !== undefined && headers.authorization !== authorization) return plain(401, '401 Unauthorized\n');
    if (path !== '/loki/api/v1/query_range') return plain(404, '404 page not found\n');
    if (method !== 'GET' && method !== 'POST') return plain(405, 'Method Not Allowed\n');
    const asked = headers['x-scope-orgid'];
    if (tenant !== undefined && (typeof asked !== 'string' || asked === '')) return plain(401, 'no org id\n');
    // Somebody else's tenant is no error: it has no such logs.
    const theirs = tenant === undefined || String(asked).split('|').includes(tenant) ? streams() : [];
    try {
      const said = warnings();
      return {
        status: 200,
        body: {
          status: 'success',
          ...(said.length > 0 && { warnings: said }),
          data: { resultType: 'streams', result: select(theirs, fields), stats: {} },
        },
      };
    } catch (error) {
      if (error instanceof Refused) return plain(400, error.message);
      throw error;
    }
  }

  const server = await startStandInServer({ faults, route, refusal, port });
  return { url: server.url, faults, calls: server.calls, close: () => server.close() };
}

function select(streams: readonly LokiStream[], fields: URLSearchParams): unknown[] {
  const { labelsFit, lineFits } = queryOf(fields.get('query') ?? '');
  const end = moment(fields.get('end'), 'end') ?? BigInt(Date.now()) * 1_000_000n;
  const start = moment(fields.get('start'), 'start') ?? end - 3_600_000_000_000n;
  if (end <= start) throw new Refused('end timestamp must not be before or equal to start time');
  if ((end - start) / 1_000_000n > BigInt(RANGE_MAX_MS)) {
    throw new Refused('the query time range exceeds the limit (query length: 721h0m1s, limit: 30d1h)');
  }
  const limit = limitOf(fields.get('limit'));
  const direction = (fields.get('direction') ?? 'backward').toLowerCase();
  if (direction !== 'backward' && direction !== 'forward') throw new Refused(`invalid direction '${direction}'`);
  const found = streams
    .filter(({ labels }) => labelsFit(labels))
    .flatMap(({ labels, lines }) => lines.map(({ at, line }) => ({ labels, at: BigInt(at.getTime()) * 1_000_000n, line })))
    // A line of the start itself counts, one of the end does not.
    .filter(({ at, line }) => at >= start && at < end && lineFits(line))
    .sort((a, b) => (a.at === b.at ? 0 : a.at < b.at === (direction === 'forward') ? -1 : 1))
    .slice(0, limit);
  const byStream = new Map<string, { stream: Readonly<Record<string, string>>; values: [string, string][] }>();
  for (const { labels, at, line } of found) {
    const key = JSON.stringify(labels);
    const stream = byStream.get(key) ?? { stream: labels, values: [] };
    stream.values.push([String(at), line]);
    byStream.set(key, stream);
  }
  return [...byStream.values()];
}

type Test = (text: string) => boolean;

/** Reads the part of LogQL that is known here. */
function queryOf(text: string): { labelsFit: (labels: Readonly<Record<string, string>>) => boolean; lineFits: Test } {
  if (text.trim() === '') throw new Refused('parse error : syntax error: unexpected $end');
  const selector = /^\s*\{([^{}]*)\}/.exec(text);
  if (!selector) throw new Refused(`parse error at line 1, col 1: syntax error: unexpected IDENTIFIER`);
  const matchers = [...(selector[1] ?? '').matchAll(/\s*([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|`[^`]*`)\s*(?:,|$)/gy)];
  const read = matchers.reduce((length, [all]) => length + all.length, 0);
  if (read !== (selector[1] ?? '').length)
    throw new Refused('parse error at line 1, col 2: syntax error: unexpected IDENTIFIER, expecting STRING');
  const label = matchers.map(([, name = '', operator = '', value = '']) => ({ name, fits: labelTest(operator, unquoted(value)) }));
  if (!label.some(({ fits }) => !fits(''))) {
    throw new Refused(
      'parse error : queries require at least one regexp or equality matcher that does not have an empty-compatible value. For instance, app=~".*" does not meet this requirement, but app=~".+" will',
    );
  }
  const rest = text.slice(selector[0].length);
  const filters = [...rest.matchAll(/\s*(\|=|!=|\|~|!~)\s*("(?:[^"\\]|\\.)*"|`[^`]*`)\s*/gy)];
  const length = filters.reduce((total, [all]) => total + all.length, 0);
  if (length !== rest.length && rest.trim() !== '') {
    throw new Refused(`parse error at line 1, col ${selector[0].length + length + 1}: syntax error: unexpected IDENTIFIER`);
  }
  const tests = filters.map(([, operator = '', value = '']) => lineTest(operator, unquoted(value)));
  return {
    labelsFit: (labels) => label.every(({ name, fits }) => fits(labels[name] ?? '')),
    lineFits: (line) => tests.every((fits) => fits(line)),
  };
}

/** A label's regular expression must fit the whole of it. */
function labelTest(operator: string, value: string): Test {
  if (operator === '=') return (text) => text === value;
  if (operator === '!=') return (text) => text !== value;
  const pattern = compiled(`^(?:${value})$`);
  return operator === '=~' ? (text) => pattern.test(text) : (text) => !pattern.test(text);
}

function lineTest(operator: string, value: string): Test {
  if (operator === '|=') return (text) => text.includes(value);
  if (operator === '!=') return (text) => !text.includes(value);
  const pattern = compiled(value);
  return operator === '|~' ? (text) => pattern.test(text) : (text) => !pattern.test(text);
}

function compiled(source: string): RegExp {
  try {
    return new RegExp(source.replace(/^\(\?i\)/, ''), source.startsWith('(?i)') ? 'i' : '');
  } catch {
    throw new Refused(`parse error : error parsing regexp: missing closing ): \`${source}\``);
  }
}

function unquoted(text: string): string {
  return text.startsWith('`') ? text.slice(1, -1) : (JSON.parse(text) as string);
}

/** Nanoseconds, seconds with a fraction, or RFC 3339. */
function moment(text: string | null, parameter: string): bigint | undefined {
  if (text === null || text === '') return undefined;
  if (/^\d+$/.test(text)) return text.length <= 10 ? BigInt(text) * 1_000_000_000n : BigInt(text);
  if (/^\d+\.\d+$/.test(text)) return BigInt(Math.round(Number(text) * 1_000)) * 1_000_000n;
  const ms = Date.parse(text);
  if (Number.isNaN(ms))
    throw new Refused(`could not parse '${parameter}' parameter: parsing time "${text}" as "2006-01-02T15:04:05Z07:00"`);
  return BigInt(ms) * 1_000_000n;
}

function limitOf(text: string | null): number {
  if (text === null || text === '') return LIMIT_DEFAULT;
  if (!/^-?\d+$/.test(text)) throw new Refused(`strconv.ParseUint: parsing "${text}": invalid syntax`);
  const limit = Number(text);
  if (limit <= 0) throw new Refused('limit must be a positive value');
  if (limit > LIMIT_MAX)
    throw new Refused(`max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${LIMIT_MAX})`);
  return limit;
}

/** What a failing Loki answers: plain text. */
function refusal(fault: { kind: 'http'; status: number } | { kind: 'error'; code: string } | { kind: 'rate-limit' }): StandInReply {
  if (fault.kind === 'error') return plain(500, fault.code);
  return plain(
    fault.kind === 'http' ? fault.status : 429,
    fault.kind === 'http' ? 'injected by the sandbox' : 'too many outstanding requests',
  );
}

function plain(status: number, body: string): StandInReply {
  return { status, body, headers: { 'content-type': 'text/plain; charset=utf-8' } };
}
