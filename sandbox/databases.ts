import pg from 'pg';
import type { Log } from '../src/domain/ports/log.ts';
import { systemClock } from '../src/domain/time/clock.ts';
import { startEmbeddedPostgres } from '../src/storage/embedded/embedded-postgres.ts';
import { openStorage } from '../src/storage/index.ts';
import { openWakeQueue } from '../src/workflows/runtime/queues.ts';
import { takeScratchDirectory } from './scratch-directory.ts';

const TEMPLATE = 'bongsu_template';

/** Empty databases for bots that come and go, on one server that lives as long as this process. */
export interface Databases {
  /** Connection string of an empty, migrated database that nobody has used. Takes some 20 ms. */
  fresh(): Promise<string>;
  /** Removes one, whoever is still connected. */
  drop(url: string): Promise<void>;
  /** Stops the server and removes everything. */
  close(): Promise<void>;
}

/** Starts the server in a scratch directory. Leaves nothing behind when it rejects. */
export async function openDatabases(log: Log): Promise<Databases> {
  const scratch = await takeScratchDirectory(log);
  let release: (() => Promise<void>) | undefined;
  try {
    // A power cut may take what is in it: it is thrown away anyway.
    const server = await startEmbeddedPostgres({ dataDir: scratch.path, log, durable: false });
    release = server.release;
    await asAdmin(server.url, `CREATE DATABASE ${TEMPLATE}`);
    await migrate(databaseAt(server.url, TEMPLATE), log);
    let made = 0;
    return {
      async fresh() {
        made += 1;
        const name = `bongsu_${made}`;
        // Copying files beats writing the copy through the log by half, because nothing is synced here.
        await asAdmin(server.url, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY = FILE_COPY`);
        return databaseAt(server.url, name);
      },
      async drop(url) {
        await asAdmin(server.url, `DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
      },
      async close() {
        await server.release();
        await scratch.remove();
      },
    };
  } catch (error) {
    await release?.();
    await scratch.remove();
    throw error;
  }
}

/** Everything that a bot would make in it when it starts. */
async function migrate(url: string, log: Log): Promise<void> {
  const storage = await openStorage({ url, log });
  await storage.migrate().finally(() => storage.close());
  const queue = await openWakeQueue({ backend: { kind: 'postgres', url }, clock: systemClock, log, onWake: async () => {}, works: false });
  await queue.close();
}

function databaseAt(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  // Without a listener, a server that goes away would end the process.
  client.on('error', () => {});
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
