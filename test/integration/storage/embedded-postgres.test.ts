import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../../src/storage/embedded/embedded-postgres.ts';
import { isAlive } from '../../../src/storage/embedded/process-identity.ts';
import { clusterOf, copyCheckout, embeddedUser, removeDataDir, serverPid } from '../../support/servers/embedded-user.ts';

const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0 ? describe : describe.skip;
const log = { debug() {}, info() {}, warn() {}, error() {} };

let scratch: string;
let dataDir: string;
beforeEach(() => {
  scratch = mkdtempSync(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'embedded-'));
  chmodSync(scratch, 0o755);
  dataDir = join(scratch, 'data');
});
afterEach(() => {
  removeDataDir(dataDir);
  rmSync(scratch, { recursive: true, force: true });
});

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

/** Resolves when the process has ended; Postgres removes its pid file a moment earlier. */
async function end(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise(setImmediate);
}

describe('a first start', () => {
  it('serves UTF-8 on loopback only, syncs, and keeps its password to itself, though nobody set LANG', async () => {
    const user = await embeddedUser(dataDir, { durable: true });
    expect(await ask(user.url, 'SHOW server_encoding')).toBe('UTF8');
    expect(await ask(user.url, "SELECT lower('ÉÇ') || '봉수'")).toBe('éç봉수');
    expect(await ask(user.url, 'SHOW listen_addresses')).toBe('127.0.0.1');
    expect(await ask(user.url, 'SHOW unix_socket_directories')).toBe('');
    expect(await ask(user.url, 'SHOW fsync')).toBe('on');
    expect(await ask(user.url, 'SHOW max_connections')).toBe('200');
    const password = join(dataDir, 'postgres/password');
    expect(statSync(password).mode & 0o777).toBe(0o600);
    expect(user.url).toContain(readFileSync(password, 'utf8'));
    const wrong = new URL(user.url);
    wrong.password = 'guess';
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    await user.release();
    expect(serverPid(dataDir)).toBeUndefined();
  });
});

describe('several users', () => {
  it('share one server when they start at the same time, and the last one stops it', async () => {
    const users = await Promise.all([embeddedUser(dataDir), embeddedUser(dataDir), embeddedUser(dataDir)]);
    const [first, second, third] = users;
    expect(new Set(users.map(({ url }) => url)).size).toBe(1);
    await first?.release();
    await second?.release();
    expect(await ask(third?.url ?? '', 'SELECT 1')).toBe(1);
    const pid = serverPid(dataDir) ?? 0;
    await third?.release();
    expect(serverPid(dataDir)).toBeUndefined();
    await end(pid);
  });

  it('may be the same process twice, and release twice', async () => {
    const [first, second] = await Promise.all([
      startEmbeddedPostgres({ dataDir, log, durable: false }),
      startEmbeddedPostgres({ dataDir, log, durable: false }),
    ]);
    expect(await ask(second.url, 'SHOW fsync')).toBe('off');
    await Promise.all([first.release(), first.release()]);
    expect(await ask(second.url, 'SELECT 1')).toBe(1);
    await second.release();
    expect(serverPid(dataDir)).toBeUndefined();
  });
});

describe('after a SIGKILL', () => {
  it('of its user, the next start joins the server that was left running', async () => {
    const killed = await embeddedUser(dataDir);
    await ask(killed.url, 'CREATE TABLE kept AS SELECT 7 AS value');
    await killed.kill();
    const left = serverPid(dataDir) ?? 0;
    expect(isAlive(left)).toBe(true);

    const next = await embeddedUser(dataDir);
    expect(next.url).toBe(killed.url);
    expect(serverPid(dataDir)).toBe(left);
    expect(await ask(next.url, 'SELECT value FROM kept')).toBe(7);
    await next.release();
    expect(serverPid(dataDir)).toBeUndefined();
    await end(left);
  });

  it('of user and server, the next start recovers what was committed', async () => {
    const killed = await embeddedUser(dataDir, { durable: true });
    await ask(killed.url, 'CREATE TABLE kept AS SELECT 7 AS value');
    const server = serverPid(dataDir) ?? 0;
    process.kill(server, 'SIGKILL');
    await killed.kill();
    expect(serverPid(dataDir)).toBe(server);

    const next = await embeddedUser(dataDir);
    expect(await ask(next.url, 'SELECT value FROM kept')).toBe(7);
    await next.release();
  });

  it('the pid that a dead server left behind may belong to another program by now', async () => {
    await (await embeddedUser(dataDir)).release();
    const cluster = clusterOf(dataDir);
    writeFileSync(join(cluster, 'postmaster.pid'), `${process.pid}\n${cluster}\n1700000000\n5432\n\n127.0.0.1\n\n\n`);
    const next = await embeddedUser(dataDir);
    expect(await ask(next.url, 'SELECT 1')).toBe(1);
    await next.release();
  });

  it.each([
    ['a process that is gone', '2147483646 1'],
    ['a process whose pid another one has now', `${process.pid} 1`],
  ])('a lock held by %s is taken over, by one of many', async (_name, holder) => {
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres/lock'), holder);
    const users = await Promise.all([embeddedUser(dataDir), embeddedUser(dataDir), embeddedUser(dataDir)]);
    expect(new Set(users.map(({ url }) => url)).size).toBe(1);
    await Promise.all(users.map((user) => user.release()));
    expect(serverPid(dataDir)).toBeUndefined();
  });

  it('in the middle of making the cluster, the next start makes it anew', async () => {
    mkdirSync(join(dataDir, 'postgres/cluster.new/base'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres/password'), 'half', { mode: 0o600 });
    const user = await embeddedUser(dataDir);
    expect(await ask(user.url, 'SELECT 1')).toBe(1);
    await user.release();
  });
});

asRoot('as root, below a directory only root can enter', () => {
  beforeEach(() => {
    chmodSync(scratch, 0o700);
  });

  it('puts the cluster where the server can reach it, and remembers', async () => {
    const first = await embeddedUser(dataDir);
    await ask(first.url, 'CREATE TABLE kept AS SELECT 7 AS value');
    await first.release();
    expect(clusterOf(dataDir).startsWith(scratch)).toBe(false);
    const second = await embeddedUser(dataDir);
    expect(await ask(second.url, 'SELECT value FROM kept')).toBe(7);
    await second.release();
  });

  it('refuses to begin with an empty database when the remembered one is gone', async () => {
    await (await embeddedUser(dataDir)).release();
    rmSync(dirname(clusterOf(dataDir)), { recursive: true });
    await expect(embeddedUser(dataDir)).rejects.toThrow(/is gone: put it back, or remove/);
  });

  it('runs a checkout that lies there, even one whose install scripts did not run', async () => {
    const checkout = join(scratch, 'checkout');
    copyCheckout(checkout);
    const user = await embeddedUser(dataDir, { checkout });
    expect(await ask(user.url, 'SELECT 1')).toBe(1);
    await user.release();
  });
});

asRoot('as an ordinary user', () => {
  it('runs as that user, even when the install scripts did not run', async () => {
    const checkout = join(scratch, 'checkout');
    const { node } = copyCheckout(checkout, { uid: NOBODY });
    const own = join(checkout, 'data');
    const user = await embeddedUser(own, { checkout, node, uid: NOBODY });
    expect(await ask(user.url, 'SELECT 1')).toBe(1);
    expect(statSync(clusterOf(own)).uid).toBe(NOBODY);
    expect(existsSync(join(own, 'postgres/binaries'))).toBe(true);
    await user.kill();
    // Root joins what a user left, and the server stays that user's.
    const root = await embeddedUser(own);
    expect(root.url).toBe(user.url);
    await root.release();
    removeDataDir(own);
  });
});
