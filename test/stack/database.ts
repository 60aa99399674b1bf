import { readFileSync } from 'node:fs';
import { eventually } from '../support/clocks/eventually.ts';
import { asAdmin } from '../support/run/test-run.ts';
import type { PostgresPair } from '../support/servers/postgres-pair.ts';

const SCHEMA = readFileSync(new URL('coupon/schema.sql', import.meta.url), 'utf8');

/** Whoever ends sessions may end those of roles with no more rights than this; the service must not be a superuser for that. */
const ROLES = `
  CREATE ROLE coupon LOGIN IN ROLE pg_monitor;
  GRANT ALL ON issued TO coupon;
  CREATE ROLE mitigator LOGIN IN ROLE pg_signal_backend, pg_read_all_stats;`;

export interface CouponDatabase {
  /** As the superuser. */
  primaryUrl: string;
  replicaUrl: string;
  /** As the service's role. */
  servicePrimaryUrl: string;
  serviceReplicaUrl: string;
  /** As a role that may see and end the service's sessions, and nothing else. */
  mitigatorUrl: string;
}

/** The coupon service's database on both servers, with pg_stat_statements. */
export async function createCouponDatabase({ url, replicaUrl }: PostgresPair): Promise<CouponDatabase> {
  await asAdmin(url, (client) => client.query('CREATE DATABASE coupon'));
  const coupon = {
    primaryUrl: databaseOf(url),
    replicaUrl: databaseOf(replicaUrl),
    servicePrimaryUrl: databaseOf(url, 'coupon'),
    serviceReplicaUrl: databaseOf(replicaUrl, 'coupon'),
    mitigatorUrl: databaseOf(url, 'mitigator'),
  };
  await asAdmin(coupon.primaryUrl, async (client) => {
    await client.query(SCHEMA);
    await client.query(ROLES);
  });
  await eventually('the table on the replica', () =>
    asAdmin(coupon.replicaUrl, (client) => client.query('SELECT 1 FROM issued')).catch(() => undefined),
  );
  return coupon;
}

function databaseOf(url: string, role?: string): string {
  const database = new URL(url);
  if (role !== undefined) database.username = role;
  database.pathname = '/coupon';
  return database.href;
}
