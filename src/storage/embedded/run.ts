import { execFile, type SpawnOptions, spawn } from 'node:child_process';

/** The user a command runs as; undefined: the one we are. */
export interface Account {
  uid: number;
  gid: number;
}

export interface Outcome {
  ok: boolean;
  /** What it printed, or why it could not be started. */
  output: string;
}

/** Runs a program to its end, with no environment of ours that could change its answers. */
export function run(file: string, args: readonly string[], account: Account | undefined): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(file, args, { ...surroundings(account), encoding: 'utf8' }, (error, stdout, stderr) => {
      resolve({ ok: error === null, output: [stdout, stderr, error?.message].filter(Boolean).join('\n').trim() });
    });
  });
}

/**
 * As `run`, for a program that leaves a server behind: the server inherits our ends of its pipes, so waiting for their
 * close would wait for the server. Output goes nowhere; only the exit counts.
 */
export function runDetaching(file: string, args: readonly string[], account: Account | undefined): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { ...surroundings(account), stdio: 'ignore' });
    child.once('error', (error) => resolve({ ok: false, output: error.message }));
    child.once('exit', (code, signal) => resolve({ ok: code === 0, output: code === 0 ? '' : `ended with ${code ?? signal}` }));
  });
}

/**
 * The working directory may be one that the account cannot enter, and Postgres's programs insist on knowing where they are.
 * PATH serves the shell that pg_ctl uses; no LANG and no PG* variables: a cluster must not depend on who started it.
 */
function surroundings(account: Account | undefined): SpawnOptions {
  const inherited = process.platform === 'win32';
  return {
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
    ...(inherited ? {} : { cwd: '/', env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' } }),
  };
}
