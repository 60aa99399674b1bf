import type { Series } from '../ports/metrics.ts';
import { withoutEnd } from '../text/without-end.ts';

/** A kind of requests, as far as the labels of its series tell. */
export interface RequestKind {
  route: string;
  method?: string;
  /** Who sends them, by a label such as `client` or `user_agent`. */
  client?: string;
}

/** A way to make the trouble happen again: the requests that stand out since the onset, with the numbers that speak for them. Rates are per second. */
export interface ReproductionPath extends RequestKind {
  /** `growth`: there are many more of them. `failures`: they fail more than before, and are as many. */
  because: 'growth' | 'failures';
  now: number;
  before: number;
  /** Of all requests, between 0 and 1. */
  share: number;
  shareBefore: number;
  /** The status that most of those that fail are answered with, and their share of these requests. */
  failing?: { status: string; share: number; shareBefore: number };
}

/** What labels are called, the first that is there counts: Micrometer, OpenTelemetry, client libraries of Prometheus, proxies. */
const NAMES = {
  route: ['uri', 'route', 'http_route', 'path', 'handler', 'endpoint', 'url'],
  method: ['method', 'http_method', 'http_request_method', 'verb'],
  status: ['status', 'code', 'status_code', 'http_status_code', 'http_response_status_code'],
  client: ['client', 'client_name', 'client_id', 'user_agent', 'consumer', 'caller', 'app'],
} as const;

export type TrafficLabel = keyof typeof NAMES;

/** Which label is which, where it is not called as usual. */
export type TrafficLabels = Partial<Record<TrafficLabel, string | undefined>>;

export function labelOf(labels: Series['labels'], what: TrafficLabel, named: TrafficLabels = {}): string | undefined {
  const name = named[what] ?? NAMES[what].find((candidate) => labels[candidate] !== undefined && labels[candidate] !== '');
  const value = name === undefined ? undefined : labels[name];
  return value === '' ? undefined : value;
}

/** The rates of one series before the onset and since, per second. */
export interface Rates {
  labels: Series['labels'];
  before: number;
  since: number;
}

/** Requests have to grow by this factor, and what is new to be this share of all, before they stand out. */
const GROWN = 1.3;
const NEW_SHARE = 0.1;

/** Failures have to double, and what is new to be this share of all requests. */
const FAIL_MORE = 2;
const FAIL_SHARE = 0.01;

/** One client counts when so much of what is new comes from it; otherwise everybody sends them. */
const CLIENT_SHARE = 0.6;

/**
 * The requests that are over-represented since the onset: those that grew most, where that is a good part of all; else those that fail most of those that did not fail
 * before. Undefined when traffic is as it was, or the series name no route.
 */
export function reproductionPath(series: readonly Rates[], named: TrafficLabels = {}): ReproductionPath | undefined {
  const requests = series.flatMap((rates) => {
    const route = labelOf(rates.labels, 'route', named);
    return route === undefined ? [] : [{ ...rates, route, ...kindOf(rates.labels, named), status: labelOf(rates.labels, 'status', named) }];
  });
  const all = sum(requests);
  if (all.since <= 0) return undefined;
  const byRoute = groups(requests, ({ method, route }) => `${method ?? ''} ${route}`);
  const grown = most(byRoute, (group) => gain(sum(group)));
  if (grown && gain(sum(grown)) >= NEW_SHARE * all.since && sum(grown).since >= GROWN * sum(grown).before) {
    return pathOf(
      'growth',
      fromOneClient(grown, (group) => gain(sum(group))),
      all,
    );
  }
  const failed = (group: Requests) => gain(sum(group.filter(isFailure)));
  const failing = most(byRoute, failed);
  const failures = failing && sum(failing.filter(isFailure));
  if (!failing || !failures || gain(failures) < FAIL_SHARE * all.since || failures.since < FAIL_MORE * failures.before) return undefined;
  return pathOf('failures', fromOneClient(failing, failed), all);
}

interface Request extends Rates, RequestKind {
  status: string | undefined;
}

type Requests = readonly Request[];

function kindOf(labels: Series['labels'], named: TrafficLabels): Omit<RequestKind, 'route'> {
  const [method, client] = [labelOf(labels, 'method', named), labelOf(labels, 'client', named)];
  return { ...(method !== undefined && { method: method.toUpperCase() }), ...(client !== undefined && { client }) };
}

/** The service's own failures; what it refuses (4xx) is an answer. */
function isFailure({ status }: Request): boolean {
  return status !== undefined && /^5\d\d$|^5xx$|error/i.test(status);
}

function sum(rates: readonly Rates[]): { before: number; since: number } {
  return rates.reduce((total, { before, since }) => ({ before: total.before + before, since: total.since + since }), {
    before: 0,
    since: 0,
  });
}

function gain({ before, since }: { before: number; since: number }): number {
  return since - before;
}

function groups(requests: Requests, keyOf: (request: Request) => string): Requests[] {
  const found = new Map<string, Request[]>();
  for (const request of requests) found.set(keyOf(request), [...(found.get(keyOf(request)) ?? []), request]);
  return [...found.values()];
}

function most(candidates: readonly Requests[], weigh: (group: Requests) => number): Requests | undefined {
  return candidates.reduce<Requests | undefined>((best, one) => (best && weigh(best) >= weigh(one) ? best : one), undefined);
}

/** Those of the one client that brings most of it; all of them where nobody stands out. */
function fromOneClient(requests: Requests, weigh: (group: Requests) => number): Requests {
  const byClient = groups(
    requests.filter(({ client }) => client !== undefined),
    ({ client }) => client ?? '',
  );
  const first = most(byClient, weigh);
  return first && weigh(first) >= CLIENT_SHARE * weigh(requests) ? first : requests;
}

function pathOf(
  because: ReproductionPath['because'],
  requests: Requests,
  all: { before: number; since: number },
): ReproductionPath | undefined {
  const [one] = requests;
  if (!one) return undefined;
  const { before, since } = sum(requests);
  const failures = requests.filter(isFailure);
  const worst = most(
    groups(failures, ({ status = '' }) => status),
    (group) => sum(group).since,
  );
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
  const client = new Set(requests.map((request) => request.client)).size === 1 ? one.client : undefined;
  return {
    route: one.route,
    ...(one.method !== undefined && { method: one.method }),
    ...(client !== undefined && { client }),
    because,
    now: since,
    before,
    share: share(since, all.since),
    shareBefore: share(before, all.before),
    ...(worst?.[0]?.status !== undefined &&
      sum(failures).since > 0 && {
        failing: {
          status: worst[0].status,
          share: share(sum(failures).since, since),
          shareBefore: share(sum(failures).before, before),
        },
      }),
  };
}

/** `POST /coupons/issue app`: by which a path is told from another one. */
export function pathName({ method, route, client }: RequestKind): string {
  return [method, route, client].filter(Boolean).join(' ');
}

/**
 * How one of these requests is sent from a shell; `address` is where the service answers, without it `$SERVICE` stands for that. Undefined for a route that is no path, such as
 * the name of a handler.
 */
export function curlFor({ method, route, client }: RequestKind, address?: string): string | undefined {
  if (!route.startsWith('/')) return undefined;
  const where = address === undefined ? `"$SERVICE"${quoted(route)}` : quoted(`${withoutEnd(address, '/')}${route}`);
  return [
    "curl -sS -o /dev/null -w '%{http_code} %{time_total}s\\n' --globoff",
    ...(method === undefined || method === 'GET' ? [] : [`-X ${quoted(method)}`]),
    ...(client === undefined ? [] : [`-A ${quoted(client)}`]),
    where,
  ].join(' ');
}

/** As one word of a shell, whatever is in it: labels are foreign text. */
function quoted(text: string): string {
  const plain = text.replace(/[\p{Cc}]+/gu, ' ');
  return /^[\w@%+=:,./-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`;
}
