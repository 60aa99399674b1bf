import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findBinaries } from '../../../src/storage/embedded/binaries.ts';
import { type Cluster, initialise, runningServer, SUPERUSER, startServer, stopServer } from '../../../src/storage/embedded/cluster.ts';
import { freePort } from '../../../src/storage/embedded/free-port.ts';
import { findPlace, keepPlace } from '../../../src/storage/embedded/place.ts';
import { eventually } from '../clocks/eventually.ts';
import { asAdmin } from '../run/test-run.ts';
import { removeDataDir } from './embedded-user.ts';

/** A Postgres of the test's own, for what cannot be done to the shared one. It keeps its port and, unlike that one, what it has committed. */
export interface OwnPostgres {
  url: string;
  /** `fast`: as its administrator stops it; `killed`: SIGKILL, with nothing written down but what was committed. */
  stop(how: 'fast' | 'killed'): Promise<void>;
  start(): Promise<void>;
  /** It takes connections and answers nothing: every one of its processes stands still. */
  hang(): Promise<void>;
  resume(): void;
  /** Its disk is full from now on, to the last block. Only with `diskMegabytes`. */
  fill(): void;
  makeRoom(): void;
  close(): Promise<void>;
}

/** @param options `diskMegabytes`: on a disk of its own of that size, which takes root to make. `settings`: of the server, as `name=value`. */
export async function startOwnPostgres({
  diskMegabytes,
  settings = [],
}: {
  diskMegabytes?: number;
  settings?: readonly string[];
} = {}): Promise<OwnPostgres> {
  // Under this name and layout the run's end finds and stops what a killed worker left (test-run.ts).
  const disk = join(process.env.TEST_RUN_DIR ?? '', `embedded-${randomUUID()}`);
  const dataDir = join(disk, 'data');
  if (diskMegabytes !== undefined) {
    await mkdir(disk, { recursive: true, mode: 0o711 });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m,mode=711`, 'tmpfs', disk]);
  }
  const ballast = join(disk, 'ballast');
  const home = join(dataDir, 'postgres');
  await mkdir(home, { recursive: true, mode: 0o711 });
  const place = await findPlace(home);
  const cluster: Cluster = { ...place, binaries: await findBinaries(place.account, join(home, 'binaries')) };
  const password = randomBytes(12).toString('hex');
  await initialise(cluster, password, { durable: false });
  await keepPlace(home, place);
  const port = await freePort();
  const start = () => startServer(cluster, { durable: true, port, settings });
  await start();
  const urlOf = (database: string) => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
  await asAdmin(urlOf('postgres'), (client) => client.query('CREATE DATABASE bongsu'));

  let standing: number[] = [];
  const resume = () => {
    for (const pid of standing) signal(pid, 'SIGCONT');
    standing = [];
  };
  return {
    url: urlOf('bongsu'),
    async stop(how) {
      if (how === 'fast') return await stopServer(cluster);
      const pids = await processes(cluster);
      for (const pid of pids) signal(pid, 'SIGKILL');
      standing = [];
      await eventually('the server is gone', () => (anyRuns(pids) ? undefined : true));
    },
    start,
    async hang() {
      standing = await processes(cluster);
      for (const pid of standing) signal(pid, 'SIGSTOP');
      // What was born before its parent stood still.
      for (const pid of await processes(cluster)) {
        if (standing.includes(pid)) continue;
        standing.push(pid);
        signal(pid, 'SIGSTOP');
      }
    },
    resume,
    fill: () => fill(ballast),
    makeRoom: () => rmSync(ballast, { force: true }),
    async close() {
      resume();
      rmSync(ballast, { force: true });
      await stopServer(cluster);
      removeDataDir(dataDir);
      if (diskMegabytes !== undefined) execFileSync('umount', ['-l', disk]);
    },
  };
}

/** Writes until there is no room for another block. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  for (const bytes of [1_048_576, 4_096]) {
    const block = Buffer.alloc(bytes, 1);
    try {
      for (;;) writeSync(file, block);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
  closeSync(file);
}

/** The postmaster first, then its children. */
async function processes(cluster: Cluster): Promise<number[]> {
  const postmaster = (await runningServer(cluster))?.pid;
  if (postmaster === undefined) throw new Error('the server does not run');
  return [postmaster, ...table().flatMap(({ pid, parent }) => (parent === postmaster ? [pid] : []))];
}

function table(): { pid: number; parent: number; state: string }[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => {
    const [pid = '', parent = '', state = ''] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), state };
  });
}

/** A zombie, which only its parent could remove, runs no more. */
function anyRuns(pids: readonly number[]): boolean {
  return table().some(({ pid, state }) => pids.includes(pid) && !state.startsWith('Z'));
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}
