import type { Log } from '../../domain/ports/log.ts';
import type { MetricsSource } from '../../domain/ports/metrics.ts';
import { watchedPostgresAccount } from '../postgres/accounts.ts';
import { lookOverPostgres } from '../postgres/look-over.ts';
import { watchPostgres } from '../postgres/watched-postgres.ts';
import { askOnce } from '../shared-connection.ts';
import { metricsVendor } from './metrics-vendor.ts';
import { POSTGRES_READINGS } from './postgres-readings.ts';
import { createPresentSource } from './present-source.ts';

export const postgresVendor = metricsVendor({
  name: 'postgres',
  title: 'Postgres',
  account: watchedPostgresAccount,
  example: 'connections',
  readings: POSTGRES_READINGS,
  create: createPostgresMetrics,
  async probe(url, { log, timeoutMs }) {
    const { version, missing } = await askOnce(watchPostgres(url, { log }), lookOverPostgres, timeoutMs);
    return [{ ready: true, text: `version ${version}` }, ...missing.map((text) => ({ ready: false, text }))];
  },
});

/** The watched Postgres, by its statistics views. */
export function createPostgresMetrics(url: { reveal(): string }, { log }: { log: Log }): MetricsSource {
  return createPresentSource(watchPostgres(url, { log }), POSTGRES_READINGS);
}
