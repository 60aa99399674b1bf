import { existsSync } from 'node:fs';
import { chmod, chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serverAccount } from '../../../src/storage/embedded/account.ts';
import { freePort } from '../../../src/storage/embedded/free-port.ts';
import type { Account } from '../../../src/storage/embedded/run.ts';
import { type FoundService, type Home, type RunningServer, type StartedProgram, startProgram } from './server.ts';

/** The one on the PATH changes its user as it likes. */
const SCRIPT = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const EPMD = '/usr/bin/epmd';

export interface RabbitmqServer extends RunningServer {
  /** The management API, as `guest`, who may do everything. */
  url: string;
  /** Where clients connect. */
  amqpPort: number;
}

export function findRabbitmq(): string | undefined {
  return existsSync(SCRIPT) ? SCRIPT : undefined;
}

export function missingForRabbitmq(): string | undefined {
  return existsSync(EPMD) ? undefined : 'epmd';
}

/** Asked of itself it would start. */
export function describeRabbitmq(): string {
  return 'rabbitmq-server';
}

/** A RabbitMQ with its management API and an epmd of its own, all of it on loopback ports and in directories of its own. As root they run as another user. */
export async function startRabbitmq(found: FoundService, home?: Home): Promise<RabbitmqServer> {
  if ('url' in found) throw new Error('a given RabbitMQ cannot be told to raise an alarm');
  const account = await serverAccount();
  const epmd = await startProgram(
    {
      program: EPMD,
      name: 'epmd',
      // Its debugging output is the only way to hear that it listens.
      args: (port) => ['-d', '-relaxed_command_check', '-address', '127.0.0.1', '-port', String(port)],
      ready: /epmd running/,
      account,
    },
    home,
  );
  try {
    return await startBroker({ program: found.program, epmd, account, home });
  } catch (error) {
    await epmd.stop();
    throw error;
  }
}

async function startBroker({
  program,
  epmd,
  account,
  home,
}: {
  program: string;
  epmd: StartedProgram;
  account: Account | undefined;
  home: Home | undefined;
}): Promise<RabbitmqServer> {
  const [amqpPort, distPort] = [await freePort(), await freePort()];
  const place = epmd.directory;
  const file = (name: string) => join(place, name);
  const env = {
    HOME: place,
    RABBITMQ_CONF_ENV_FILE: file('env.conf'),
    RABBITMQ_CONFIG_FILE: file('rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: file('enabled_plugins'),
    RABBITMQ_NODENAME: `bongsu${epmd.port}@localhost`,
    RABBITMQ_MNESIA_BASE: file('mnesia'),
    RABBITMQ_LOG_BASE: file('log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-start_epmd false -kernel inet_dist_use_interface {127,0,0,1} +S 1:1 +sbwt none',
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(epmd.port),
    // The program itself, in the place of a script that waits for it.
    RUNNING_UNDER_SYSTEMD: '1',
    LANG: 'C.UTF-8',
  };
  const broker = await startProgram(
    {
      program,
      name: 'rabbitmq',
      args: () => [],
      env,
      prepare: async (port) => {
        await write(file('env.conf'), '');
        await write(file('enabled_plugins'), '[rabbitmq_management].\n');
        await write(file('.erlang.cookie'), 'BONGSUTESTCOOKIE');
        await chmod(file('.erlang.cookie'), 0o400);
        await write(
          file('rabbitmq.conf'),
          [
            `listeners.tcp.1 = 127.0.0.1:${amqpPort}`,
            'management.tcp.ip = 127.0.0.1',
            `management.tcp.port = ${port}`,
            'collect_statistics_interval = 1000',
            'disk_free_limit.absolute = 1MB',
            'log.console.level = info',
            '',
          ].join('\n'),
        );
      },
      ready: /Server startup complete/,
      startTimeoutMs: 120_000,
      account,
    },
    home,
  );
  return {
    url: `http://guest:guest@127.0.0.1:${broker.port}`,
    amqpPort,
    async stop() {
      await broker.stop();
      await epmd.stop();
    },
  };

  async function write(path: string, text: string): Promise<void> {
    await writeFile(path, text);
    if (account) await chown(path, account.uid, account.gid);
  }
}
