import type { Log, MetricsSource } from '../../domain/ports.ts';
import { watchPostgres } from '../postgres/watched-postgres.ts';
import type { MetricsVendor } from './metrics-vendor.ts';
import { POSTGRES_READINGS } from './postgres-readings.ts';
import { createPresentSource } from './present-source.ts';

export const postgresVendor: MetricsVendor = {
  name: 'postgres',
  variable: 'WATCHED_DATABASE_URL',
  readings: POSTGRES_READINGS,
  create: ({ watched }, { log }) => (watched.databaseUrl === undefined ? undefined : createPostgresMetrics(watched.databaseUrl, { log })),
};

/** The watched Postgres, by its statistics views. */
export function createPostgresMetrics(url: { reveal(): string }, { log }: { log: Log }): MetricsSource {
  return createPresentSource(watchPostgres(url, { log }), POSTGRES_READINGS);
}
