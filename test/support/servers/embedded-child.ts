/** A process that uses the embedded Postgres: says where it is, lets go when told `release`, and can be killed. */

import type { Log } from '../../../src/domain/ports/log.ts';
import { startEmbeddedPostgres } from '../../../src/storage/embedded/embedded-postgres.ts';

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

const [dataDir = '', durability] = process.argv.slice(2);

try {
  const postgres = await startEmbeddedPostgres({ dataDir, log: quiet, durable: durability === 'durable' });
  process.on('message', async () => {
    await postgres.release();
    process.send?.({ released: true });
    process.disconnect();
  });
  process.send?.({ url: postgres.url });
} catch (error) {
  process.send?.({ error: String(error) });
  process.disconnect();
}
