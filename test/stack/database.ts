import { readFileSync } from 'node:fs';
import { eventually } from '../support/eventually.ts';
import type { PostgresPair } from '../support/postgres-pair.ts';
import { asAdmin } from '../support/test-run.ts';

const SCHEMA = readFileSync(new URL('coupon/schema.sql', import.meta.url), 'utf8');

/** The coupon service's database on both servers, with pg_stat_statements. */
export async function createCouponDatabase({ url, replicaUrl }: PostgresPair): Promise<{ primaryUrl: string; replicaUrl: string }> {
  await asAdmin(url, (client) => client.query('CREATE DATABASE coupon'));
  const coupon = { primaryUrl: databaseOf(url), replicaUrl: databaseOf(replicaUrl) };
  await asAdmin(coupon.primaryUrl, async (client) => {
    await client.query(SCHEMA);
  });
  await eventually('the table on the replica', () =>
    asAdmin(coupon.replicaUrl, (client) => client.query('SELECT 1 FROM issued')).catch(() => undefined),
  );
  return coupon;
}

function databaseOf(url: string): string {
  const database = new URL(url);
  database.pathname = '/coupon';
  return database.href;
}
