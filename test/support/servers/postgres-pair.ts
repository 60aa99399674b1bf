import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serverAccount } from '../../../src/storage/embedded/account.ts';
import { type Account, run } from '../../../src/storage/embedded/run.ts';
import { type FoundService, type Home, type RunningServer, type StartedProgram, startProgram } from './server.ts';

export interface PostgresPair extends RunningServer {
  /** A superuser's connection string to the primary. */
  url: string;
  /** The same to a streaming replica, which follows in milliseconds and refuses to write. */
  replicaUrl: string;
}

const INSTALLED = '/usr/lib/postgresql';
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'shared_preload_libraries=pg_stat_statements',
  'log_min_duration_statement=500',
  'log_lock_waits=on',
  'shared_buffers=32MB',
  'max_connections=100',
  'timezone=UTC',
];
/** A crash of the machine may lose everything. */
const CARELESS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Debian's newest `postgres` that has the programs for a replica beside it. */
export function newestPostgres(): string | undefined {
  const versions = existsSync(INSTALLED) ? readdirSync(INSTALLED).map(Number).filter(Number.isFinite) : [];
  return versions
    .sort((a, b) => b - a)
    .map((version) => join(INSTALLED, String(version), 'bin/postgres'))
    .find((program) => existsSync(program) && existsSync(join(dirname(program), 'pg_basebackup')));
}

/**
 * A PostgreSQL and its streaming replica, made with pg_basebackup, both with pg_stat_statements and a log of slow queries. As root they run as
 * another user.
 */
export async function startPostgresPair(found: FoundService, home?: Home): Promise<PostgresPair> {
  if ('url' in found) throw new Error('a given PostgreSQL cannot be told to have a replica');
  const account = await serverAccount();
  const program = (name: string) => join(dirname(found.program), name);
  const start = (name: string, fill: (data: string) => Promise<void>) =>
    startProgram(
      {
        program: found.program,
        name,
        args: (port, directory) => [
          '-D',
          join(directory, 'data'),
          '-p',
          String(port),
          ...[...SETTINGS, ...CARELESS].flatMap((setting) => ['-c', setting]),
        ],
        prepare: (_port, directory) => fill(join(directory, 'data')),
        ready: /database system is ready to accept (read-only )?connections/,
        startTimeoutMs: 60_000,
        account,
        // Immediately, but not without removing its shared memory.
        stopSignal: 'SIGQUIT',
      },
      home,
    );
  const urlOf = ({ port }: StartedProgram) => `postgres://postgres@127.0.0.1:${port}/postgres`;

  const primary = await start('postgres-primary', async (data) => {
    await must(program('initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], account);
  });
  try {
    const replica = await start('postgres-replica', async (data) => {
      await must(program('pg_basebackup'), ['-D', data, '-d', urlOf(primary), '-R', '-X', 'stream', '-c', 'fast', '--no-sync'], account);
    });
    return {
      url: urlOf(primary),
      replicaUrl: urlOf(replica),
      async stop() {
        await replica.stop();
        await primary.stop();
      },
    };
  } catch (error) {
    await primary.stop();
    throw error;
  }
}

async function must(program: string, args: string[], account: Account | undefined): Promise<void> {
  const outcome = await run(program, args, account);
  if (!outcome.ok) throw new Error(`${program} failed: ${outcome.output}`);
}
