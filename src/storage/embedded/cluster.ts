import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { freePort } from './free-port.ts';
import { commandOf, isAlive } from './process-identity.ts';
import { type Account, run, runDetaching } from './run.ts';

export const SUPERUSER = 'bongsu';
const START_SECONDS = 60;
const STOP_SECONDS = 30;
const START_ATTEMPTS = 5;
const LOG_LIMIT_BYTES = 10_000_000;
/** Above every system's largest pid. */
const NOBODYS_PID = 2_147_483_646;

export interface Cluster {
  /** Postgres's own data directory. */
  directory: string;
  binaries: Binaries;
  account: Account | undefined;
}

/** Creates the cluster; it appears under its name only when it is whole. */
export async function initialise(cluster: Cluster, password: string, options: { durable: boolean }): Promise<void> {
  const draft = `${cluster.directory}.new`;
  const passwordFile = `${cluster.directory}.password`;
  await rm(draft, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (cluster.account) {
    await chown(draft, cluster.account.uid, cluster.account.gid);
    await chown(passwordFile, cluster.account.uid, cluster.account.gid);
  }
  const outcome = await run(
    cluster.binaries.initdb,
    [
      `--pgdata=${draft}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      // Without these the cluster takes LANG's encoding, and SQL_ASCII without one. The builtin provider knows Unicode on every system.
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(options.durable ? [] : ['--no-sync']),
    ],
    cluster.account,
  );
  await rm(passwordFile, { force: true });
  if (!outcome.ok) throw new Error(`initdb failed in ${draft}: ${outcome.output}`);
  await rename(draft, cluster.directory);
}

export interface Postmaster {
  pid: number;
  port: number;
}

/**
 * The server that runs on this cluster, from Postgres's own postmaster.pid (pid, directory, start, port, …, one per line);
 * undefined when there is none, or the file was left by a server that died.
 */
export async function runningServer(cluster: Pick<Cluster, 'directory'>): Promise<Postmaster | undefined> {
  const text = await readFile(pidFileOf(cluster), 'utf8').catch(() => undefined);
  const [pid = 0, , , port = 0] = (text ?? '').split('\n').map(Number);
  if (!(pid > 0) || !(port > 0) || !isAlive(pid)) return undefined;
  const command = commandOf(pid);
  // After a restart of the machine or container the pid may be another program's.
  if (command !== undefined && !command.includes(cluster.directory)) return undefined;
  return { pid, port };
}

/** Starts the server on a free loopback port, or on the one that others know it by; only when `runningServer` found none. `settings`: more
 * of the server's own, as `name=value`. */
export async function startServer(
  cluster: Cluster,
  options: { durable: boolean; port?: number; settings?: readonly string[] },
): Promise<void> {
  await shortenLog(cluster);
  await disownPidFile(cluster);
  let reason = '';
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    const port = options.port ?? (await freePort());
    const settings = [...SETTINGS, ...(options.durable ? [] : CARELESS), ...(options.settings ?? [])]
      .map((setting) => `-c ${setting}`)
      .join(' ');
    const logBefore = await logLength(cluster);
    const started = await runDetaching(
      cluster.binaries.pgCtl,
      ['start', '-D', cluster.directory, '-l', logOf(cluster), '-w', '-t', String(START_SECONDS), '-s', '-o', `-p ${port} ${settings}`],
      cluster.account,
    );
    if (started.ok) return;
    reason = (await readFile(logOf(cluster), 'utf8').catch(() => started.output)).slice(logBefore).trim() || started.output;
    // Somebody else took the port between our look and Postgres's; or the last session of a killed server is still leaving.
    if (!/could not bind|could not create any TCP|shared memory block/.test(reason)) break;
    await pause(200 * attempt);
  }
  throw new Error(`the embedded Postgres in ${cluster.directory} did not start: ${reason}`);
}

/** Stops the server, sessions and all; without effect when it does not run. */
export async function stopServer(cluster: Cluster): Promise<void> {
  if (!(await runningServer(cluster))) return;
  const stop = (mode: string) =>
    runDetaching(
      cluster.binaries.pgCtl,
      ['stop', '-D', cluster.directory, '-m', mode, '-w', '-t', String(STOP_SECONDS), '-s'],
      cluster.account,
    );
  if ((await stop('fast')).ok || (await stop('immediate')).ok) return;
  if (await runningServer(cluster)) throw new Error(`the embedded Postgres in ${cluster.directory} does not stop; see ${logOf(cluster)}`);
}

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'shared_buffers=64MB',
  'timezone=UTC',
  // Statements may hold what people wrote; the program that sent one reports its failure.
  'log_min_messages=log',
  'log_checkpoints=off',
];
/** For tests: a crash of the machine may lose everything. */
const CARELESS = [
  // Suites that kill bots run a dozen of them beside each other, each with a dozen sessions.
  'max_connections=600',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'autovacuum=off',
  'max_wal_size=4GB',
  'wal_level=minimal',
  'max_wal_senders=0',
  // Compiling pays for a query over many rows, of which a test has none.
  'jit=off',
];

function pidFileOf(cluster: Pick<Cluster, 'directory'>): string {
  return join(cluster.directory, 'postmaster.pid');
}

function logOf(cluster: Cluster): string {
  return join(cluster.directory, 'server.log');
}

async function logLength(cluster: Cluster): Promise<number> {
  return (await readFile(logOf(cluster), 'utf8').catch(() => '')).length;
}

async function shortenLog(cluster: Cluster): Promise<void> {
  const size = await stat(logOf(cluster)).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await rename(logOf(cluster), `${logOf(cluster)}.old`);
}

/**
 * The dead server's pid may be another program's by now, or wait as a zombie for a parent that never collects it; either way Postgres
 * would refuse to start. The file stays, with a pid that nobody has, because Postgres reads from it the shared memory of the old server
 * and so refuses to start beside sessions that outlived it.
 */
async function disownPidFile(cluster: Cluster): Promise<void> {
  const text = await readFile(pidFileOf(cluster), 'utf8').catch(() => undefined);
  // r+: a file that went away in between must not come back.
  if (text !== undefined) await writeFile(pidFileOf(cluster), text.replace(/^\d+/, String(NOBODYS_PID)), { flag: 'r+' }).catch(() => {});
}
