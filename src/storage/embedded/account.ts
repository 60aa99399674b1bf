import { type Account, run } from './run.ts';

const NAME = 'postgres';
/** `nobody` on every system that has no way to add a user. */
const NOBODY: Account = { uid: 65_534, gid: 65_534 };

/** The unprivileged user the server runs as when we are root, which Postgres refuses to be; created if missing. Undefined when we are not root. */
export async function serverAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await lookUp()) ?? (await create()) ?? NOBODY;
}

async function lookUp(): Promise<Account | undefined> {
  const [uid, gid] = await Promise.all([run('id', ['-u', NAME], undefined), run('id', ['-g', NAME], undefined)]);
  if (!uid.ok || !gid.ok) return undefined;
  const account = { uid: Number(uid.output), gid: Number(gid.output) };
  return account.uid > 0 && Number.isInteger(account.gid) ? account : undefined;
}

async function create(): Promise<Account | undefined> {
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', NAME]],
    // BusyBox has only adduser, with letters of its own.
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', NAME]],
  ];
  for (const [program, args] of ways) {
    if ((await run(program, args, undefined)).ok) return lookUp();
  }
  // Two processes may have tried at once; the slower one finds the other's.
  return lookUp();
}

/** Whether the account can enter the directory: asked of the system, which knows about every parent, ACL and mount. */
export async function canEnter(directory: string, account: Account | undefined): Promise<boolean> {
  if (!account) return true;
  return (await run('/bin/sh', ['-c', 'cd "$0"', directory], account)).ok;
}
