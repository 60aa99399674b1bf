import type { SignalSpec } from '../../../domain/playbook/schema.ts';
import type { FamilySignal } from './family.ts';

/** How an HTTP server's requests are counted: by a histogram (or its sum and count alone) and a label with the status. */
export interface HttpMetrics {
  /** The name of the histogram without `_bucket`, `_sum` and `_count`. */
  histogram: string;
  /** The name of the counter of requests; the histogram's own unless given. */
  requests?: string;
  status: string;
  /** How many seconds one of the histogram's units is. */
  unitSeconds: number;
}

/** What is said of requests, whoever counts them: a family gives the names. */
export function httpSignals({
  histogram,
  requests = `${histogram}_count`,
  status,
  unitSeconds,
}: HttpMetrics): Readonly<Record<string, FamilySignal>> {
  const seconds = (query: string): string => (unitSeconds === 1 ? query : `${query} * ${unitSeconds}`);
  const slow = {
    unit: 'seconds' satisfies SignalSpec['unit'],
    matters: 0.1,
    component: 'api',
    watched: { side: 'above', opens: 'slow' },
  } as const;
  return {
    response_time_p95: {
      ...slow,
      title: { en: 'Response time (p95)', ko: '응답 시간 (p95)' },
      query: (of) => seconds(`histogram_quantile(0.95, sum by (le) (rate(${histogram}_bucket{${of}}[5m])))`),
    },
    response_time: {
      ...slow,
      title: { en: 'Response time (average)', ko: '응답 시간 (평균)' },
      query: (of) => seconds(`sum(rate(${histogram}_sum{${of}}[5m])) / sum(rate(${histogram}_count{${of}}[5m]))`),
      // Many count no buckets unless they are told to.
      insteadOf: 'response_time_p95',
    },
    error_rate: {
      title: { en: 'Errors (5xx)', ko: '오류율 (5xx)' },
      query: (of) => `(sum(rate(${requests}{${of}, ${status}=~"5.."}[5m])) or vector(0)) / sum(rate(${requests}{${of}}[5m]))`,
      unit: 'ratio',
      matters: 0.01,
      component: 'api',
      watched: { side: 'above', opens: 'failing', most: 1 },
      speaksFor: [{ cause: 'new-version', is: 'high' }],
    },
    request_rate: {
      title: { en: 'Requests', ko: '요청 수' },
      query: (of) => `sum(rate(${requests}{${of}}[5m]))`,
      unit: 'per-second',
      better: 'neither',
      matters: 5,
      component: 'api',
      speaksFor: [{ cause: 'more-requests', is: 'high' }],
      speaksAgainst: [{ cause: 'new-version', is: 'high' }],
    },
  };
}
