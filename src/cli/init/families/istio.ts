import type { Family } from './family.ts';
import { httpSignals } from './http.ts';
import { OF_MESH } from './whose.ts';

const signals = httpSignals({
  histogram: 'istio_request_duration_milliseconds',
  requests: 'istio_requests_total',
  status: 'response_code',
  unitSeconds: 0.001,
});

/** https://istio.io/latest/docs/reference/config/metrics/. Each request is counted at both ends: what the one that is called saw is taken. */
export const istio: Family = {
  title: 'Istio',
  known: ['istio_requests_total', 'istio_request_duration_milliseconds_count'],
  whose: OF_MESH,
  signals: Object.fromEntries(
    Object.entries(signals).map(([key, signal]) => [key, { ...signal, query: (of) => signal.query(`reporter="destination", ${of}`) }]),
  ),
};
