import type { Family } from './family.ts';
import { httpSignals } from './http.ts';
import { OF_PROGRAM } from './whose.ts';

/** https://opentelemetry.io/docs/specs/semconv/http/http-metrics/, as its exporters name them for Prometheus. */
export const otelHttp: Family = {
  title: 'OpenTelemetry, HTTP server',
  known: ['http_server_request_duration_seconds_count', 'http_server_request_duration_seconds_sum'],
  whose: OF_PROGRAM,
  signals: httpSignals({ histogram: 'http_server_request_duration_seconds', status: 'http_response_status_code', unitSeconds: 1 }),
};
