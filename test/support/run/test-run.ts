import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';
import type { Log } from '../../../src/domain/ports/log.ts';
import { startEmbeddedPostgres } from '../../../src/storage/embedded/embedded-postgres.ts';
import { isSameProcess, ownIdentity } from '../../../src/storage/embedded/process-identity.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { removeDataDir } from '../servers/embedded-user.ts';
import { RUN_PLACES, runPlace } from './run-places.ts';

const PREFIX = 'bongsu-tests-';
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** What the parent of all Jest workers gives to them: the way to it is in the environment. */
export interface SharedPostgres {
  /** A superuser's connection string to a database that always exists. */
  adminUrl: string;
  /** A migrated database nobody connects to, to copy from. */
  template: string;
}

export interface TestRun {
  stop(): Promise<void>;
}

/**
 * Begins a run: a directory for its servers, and a Postgres that is started when the first test asks for it, because many runs
 * need none. Sets TEST_RUN_URL, TEST_RUN_DIR and TEST_SEED for the workers.
 */
export async function startTestRun(): Promise<TestRun> {
  await removeDeadRuns();
  const directory = mkdtempSync(join(runPlace(), PREFIX));
  // The database server of a run as root is another user and must pass through.
  chmodSync(directory, 0o711);
  mkdirSync(join(directory, 'servers'));
  writeFileSync(join(directory, 'owner'), ownIdentity());

  let postgres: Promise<SharedPostgres & { stop(): Promise<void> }> | undefined;
  const path = `/${randomUUID()}/postgres`;
  const door = createServer((request, response) => {
    if (request.url !== path) {
      response.writeHead(404).end();
      return;
    }
    postgres ??= startPostgres(directory);
    postgres.then(
      ({ adminUrl, template }) => response.end(JSON.stringify({ adminUrl, template } satisfies SharedPostgres)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.stack : String(error)),
    );
  });
  door.unref();
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const address = door.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  process.env.TEST_RUN_URL = `http://127.0.0.1:${address.port}${path}`;
  process.env.TEST_RUN_DIR = directory;
  process.env.TEST_SEED ??= String(Math.floor(Math.random() * 2 ** 31));

  return {
    async stop() {
      door.close();
      stopServers(directory);
      await (await postgres?.catch(() => undefined))?.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function startPostgres(directory: string): Promise<SharedPostgres & { stop(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL ?? process.env.DATABASE_URL;
  const embedded = given ? undefined : await startEmbeddedPostgres({ dataDir: directory, log: quiet, durable: false });
  const adminUrl = given ?? embedded?.url ?? '';
  const template = `bongsu_template_${randomUUID().slice(0, 8)}`;
  const version = await asAdmin(adminUrl, async (client) => {
    await client.query(`CREATE DATABASE ${template}`);
    if (embedded) await makeLoginCheap(client, new URL(adminUrl).password);
    return (await client.query<{ server_version: string }>('SHOW server_version')).rows[0]?.server_version ?? '';
  });
  const url = new URL(adminUrl);
  url.pathname = `/${template}`;
  const storage = await openStorage({ url: url.href, log: quiet });
  await storage.migrate();
  await storage.close();
  await makeQueue(url.href);
  noteUse(directory, 'postgres', `used (${embedded ? 'embedded' : 'given'} ${version})`);
  return {
    adminUrl,
    template,
    async stop() {
      if (!embedded) await asAdmin(adminUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`));
      await embedded?.release();
      removeFarCluster(directory);
    },
  };
}

/** BullMQ makes its tables and functions where it finds none, a quarter megabyte of SQL, and every bot of every test would find none. */
async function makeQueue(url: string): Promise<void> {
  const { openWakeQueue } = await import('../../../src/workflows/runtime/queues.ts');
  const clock = { now: () => new Date() };
  const queue = await openWakeQueue({ backend: { kind: 'postgres', url }, clock, log: quiet, onWake: async () => {}, works: false });
  await queue.close();
}

/** Every bot of every test opens a dozen sessions; thousands of rounds of hashing each, at both ends, protect nobody here. */
async function makeLoginCheap(client: pg.Client, password: string): Promise<void> {
  await client.query('SET scram_iterations = 1');
  await client.query(
    `ALTER ROLE ${client.escapeIdentifier(client.user ?? '')} PASSWORD ${client.escapeLiteral(decodeURIComponent(password))}`,
  );
}

/** Runs `work` on a connection of its own to `url`. */
export async function asAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Tells the reporter which server the run used. */
export function noteUse(directory: string, service: string, what: string): void {
  writeFileSync(join(directory, `used-${service}`), what);
}

/** Servers that the workers noted in `servers/`, or started in `embedded-*` (embedded-postgres.test.ts), and did not live to stop. */
function stopServers(directory: string): void {
  for (const name of listing(directory).filter((entry) => entry.startsWith('embedded-'))) removeDataDir(join(directory, name, 'data'));
  for (const name of listing(join(directory, 'servers'))) {
    const identity = readFileSync(join(directory, 'servers', name), 'utf8');
    if (isSameProcess(identity)) process.kill(Number.parseInt(identity, 10), 'SIGKILL');
  }
}

/** A run that was killed leaves its servers and its directory to the next one. */
async function removeDeadRuns(): Promise<void> {
  const left = RUN_PLACES.flatMap((place) => listing(place).map((name) => join(place, name)));
  for (const directory of left.filter((path) => basename(path).startsWith(PREFIX))) {
    try {
      if (isSameProcess(readFileSync(join(directory, 'owner'), 'utf8'))) continue;
      stopServers(directory);
      if (listing(directory).includes('postgres')) {
        await (await startEmbeddedPostgres({ dataDir: directory, log: quiet, durable: false })).release();
        removeFarCluster(directory);
      }
      rmSync(directory, { recursive: true, force: true });
    } catch {
      // Another run is cleaning up the same, or it belongs to another user.
    }
  }
}

/** When the temporary directory is one the server's user cannot enter, its cluster lies elsewhere. */
function removeFarCluster(directory: string): void {
  try {
    const cluster = readFileSync(join(directory, 'postgres', 'location'), 'utf8');
    if (basename(cluster) === 'cluster') rmSync(dirname(cluster), { recursive: true, force: true });
  } catch {
    // The cluster is inside.
  }
}

function listing(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
