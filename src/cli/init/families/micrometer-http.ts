import type { Family } from './family.ts';
import { httpSignals } from './http.ts';
import { OF_PROGRAM } from './whose.ts';

/** Spring Boot and others: https://docs.spring.io/spring-boot/reference/actuator/metrics.html */
export const micrometerHttp: Family = {
  title: 'Micrometer, HTTP server',
  known: ['http_server_requests_seconds_count', 'http_server_requests_seconds_sum'],
  whose: OF_PROGRAM,
  signals: httpSignals({ histogram: 'http_server_requests_seconds', status: 'status', unitSeconds: 1 }),
};
