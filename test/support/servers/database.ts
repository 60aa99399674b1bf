import { randomUUID } from 'node:crypto';
import { asAdmin, type SharedPostgres } from '../run/test-run.ts';

export interface FreshDatabase {
  /** Connection string of a migrated, empty database of one's own. */
  url: string;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

let shared: Promise<SharedPostgres> | undefined;

/**
 * A migrated, empty database, copied in some 20 ms from the run's template. The server is shared by the whole run: a given one
 * (TEST_DATABASE_URL, else DATABASE_URL), else an embedded one that is started on the first call.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  shared ??= askForPostgres();
  const { adminUrl, template } = await shared;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // Copying files beats writing the copy through the log by half, because nothing is synced here.
  await asAdmin(adminUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY = FILE_COPY`));
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      await asAdmin(adminUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

async function askForPostgres(): Promise<SharedPostgres> {
  const door = process.env.TEST_RUN_URL;
  if (!door) throw new Error('no test run: tests are started by Jest with its global setup; others call startTestRun() first');
  const response = await fetch(door, { headers: { connection: 'close' } });
  const body = await response.text();
  if (!response.ok) throw new Error(`the test run has no Postgres: ${body}`);
  return JSON.parse(body) as SharedPostgres;
}
