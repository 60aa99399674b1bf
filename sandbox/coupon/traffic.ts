import type { Meters } from './meters.ts';
import type { Evaluate } from './signals.ts';

/** Requests of the service as `analysis.traffic` of the playbook asks for them: by route, method, status and client. */
export interface TrafficSeries {
  labels: { method: string; uri: string; status: string; client: string };
  evaluate: Evaluate;
}

/** Who asks in calm, with the share of each; what comes above calm comes from the one that is named for it. */
const ISSUERS = { app: 0.7, web: 0.3 } as const;
const READERS = { app: 0.6, web: 0.4 } as const;

type Count = (meters: Meters) => number;
const rate =
  (count: Count): Evaluate =>
  (now, before) =>
    (count(now) - count(before)) / (now.time - before.time);

/** The rate of one status, shared out by who asked meanwhile. */
function sharedOut(status: Count, asked: Count, all: Count): Evaluate {
  return (now, before) => {
    const total = rate(all)(now, before);
    return total > 0 ? (rate(status)(now, before) * rate(asked)(now, before)) / total : 0;
  };
}

const ISSUED: readonly [status: string, count: Count][] = [
  ['200', ({ issue }) => issue.ok.count],
  ['429', ({ issue }) => issue.busy.count],
  ['500', ({ issue }) => issue.failed.count],
];
const READ: readonly [status: string, count: Count][] = [
  ['200', ({ read }) => read.ok.count],
  ['500', ({ read }) => read.failed.count],
];

function seriesOf(
  request: { method: string; uri: string },
  statuses: readonly [string, Count][],
  { clients, surge, beyond, all }: { clients: Readonly<Record<string, number>>; surge: string; beyond: Count; all: Count },
): TrafficSeries[] {
  const ordinary: Count = (meters) => all(meters) - beyond(meters);
  const asked: [client: string, count: Count][] = [
    ...Object.entries(clients).map(([client, share]): [string, Count] => [client, (meters) => share * ordinary(meters)]),
    [surge, beyond],
  ];
  return asked.flatMap(([client, count]) =>
    statuses.map(([status, answered]) => ({ labels: { ...request, status, client }, evaluate: sharedOut(answered, count, all) })),
  );
}

export const TRAFFIC: readonly TrafficSeries[] = [
  ...seriesOf({ method: 'POST', uri: '/coupons/issue' }, ISSUED, {
    clients: ISSUERS,
    surge: 'event-page',
    beyond: (meters) => meters.surge.issue,
    all: (meters) => meters.asked.issue,
  }),
  ...seriesOf({ method: 'GET', uri: '/coupons' }, READ, {
    clients: READERS,
    surge: 'price-crawler',
    beyond: (meters) => meters.surge.read,
    all: (meters) => meters.asked.read,
  }),
];

/** Under which the history knows one of them. */
export function trafficKey({ method, uri, status, client }: TrafficSeries['labels']): string {
  return `${method} ${uri} ${status} ${client}`;
}
