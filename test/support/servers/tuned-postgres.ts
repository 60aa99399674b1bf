import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findBinaries } from '../../../src/storage/embedded/binaries.ts';
import { type Cluster, initialise, SUPERUSER, stopServer } from '../../../src/storage/embedded/cluster.ts';
import { freePort } from '../../../src/storage/embedded/free-port.ts';
import { findPlace, keepPlace } from '../../../src/storage/embedded/place.ts';
import { runDetaching } from '../../../src/storage/embedded/run.ts';
import { removeDataDir } from './embedded-user.ts';

export interface TunedPostgres {
  host: string;
  port: number;
  /** The superuser's connection string to the database `postgres`. */
  url: string;
  /** As somebody else, or in another database. */
  urlOf(login: { user?: string; password?: string; database?: string; port?: number }): string;
  stop(): Promise<void>;
}

/** A Postgres with settings that need a server of their own, `name=value` each. */
export async function startTunedPostgres(settings: readonly string[]): Promise<TunedPostgres> {
  // Under this name and layout the run's end finds and stops what a killed worker left (test-run.ts).
  const dataDir = join(process.env.TEST_RUN_DIR ?? '', `embedded-${randomUUID()}`, 'data');
  const home = join(dataDir, 'postgres');
  await mkdir(home, { recursive: true, mode: 0o711 });
  const place = await findPlace(home);
  const cluster: Cluster = { ...place, binaries: await findBinaries(place.account, join(home, 'binaries')) };
  const secret = randomBytes(12).toString('hex');
  await initialise(cluster, secret, { durable: false });
  await keepPlace(home, place);
  const port = await freePort();
  const all = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'shared_buffers=16MB', 'timezone=UTC', ...settings];
  const options = `-p ${port} ${all.map((setting) => `-c ${setting}`).join(' ')}`;
  const log = join(cluster.directory, 'server.log');
  const start = ['start', '-D', cluster.directory, '-l', log, '-w', '-t', '60', '-s', '-o', options];
  const started = await runDetaching(cluster.binaries.pgCtl, start, cluster.account);
  if (!started.ok) throw new Error(`the tuned Postgres did not start (${started.output}), see ${log}`);
  const urlOf: TunedPostgres['urlOf'] = ({ user = SUPERUSER, password = secret, database = 'postgres', port: at = port }) =>
    `postgres://${user}:${password}@127.0.0.1:${at}/${database}`;
  return {
    host: '127.0.0.1',
    port,
    url: urlOf({}),
    urlOf,
    async stop() {
      await stopServer(cluster);
      removeDataDir(dataDir);
    },
  };
}
