import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serverAccount } from '../../../src/storage/embedded/account.ts';
import { run } from '../../../src/storage/embedded/run.ts';
import { type FoundService, type Home, type RunningServer, startProgram } from './server.ts';

const INSTALL = '/usr/bin/mariadb-install-db';

/** What Debian's server needs besides itself to make an empty database. */
export function missingForMysql(): string | undefined {
  return existsSync(INSTALL) ? undefined : 'mariadb-install-db';
}

/** An empty MariaDB on a loopback port, with its performance schema, whose `root` needs no password; or the given one. As root it runs as another user. */
export async function startMysql(found: FoundService, home?: Home): Promise<RunningServer> {
  if ('url' in found) return { url: found.url, async stop() {} };
  const account = await serverAccount();
  const server = await startProgram(
    {
      program: found.program,
      name: 'mysql',
      args: (port, directory) => [
        '--no-defaults',
        `--datadir=${join(directory, 'data')}`,
        `--socket=${join(directory, 's')}`,
        `--pid-file=${join(directory, 'pid')}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        '--performance-schema=ON',
        '--max-connections=60',
        '--innodb-buffer-pool-size=16M',
        '--innodb-flush-log-at-trx-commit=0',
        '--skip-log-bin',
        '--default-time-zone=+00:00',
      ],
      prepare: async (_port, directory) => {
        const { ok, output } = await run(
          INSTALL,
          [
            '--no-defaults',
            `--datadir=${join(directory, 'data')}`,
            '--auth-root-authentication-method=normal',
            '--skip-test-db',
            '--skip-name-resolve',
          ],
          account,
        );
        if (!ok) throw new Error(`${INSTALL}: ${output.slice(-1_000)}`);
      },
      ready: /ready for connections/,
      startTimeoutMs: 60_000,
      account,
    },
    home,
  );
  return { url: `mysql://root@127.0.0.1:${server.port}/`, stop: server.stop };
}
