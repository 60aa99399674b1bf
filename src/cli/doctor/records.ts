import type { Storage } from '../../storage/index.ts';
import { openRecords } from '../../storage/records.ts';
import type { CheckContext } from './check.ts';

/**
 * Looks at what Bongsu has written down, in the database as it is: nothing is started or migrated. Undefined when there is none that answers, or none of this
 * release; whether it answers is a finding of its own.
 */
export async function fromRecords<T>({ config, log }: CheckContext, look: (storage: Storage) => Promise<T>): Promise<T | undefined> {
  const records = await openRecords({ url: config.databaseUrl?.reveal(), dataDir: config.dataDir, log });
  if (typeof records === 'string') return undefined;
  try {
    return await look(records).catch(() => undefined);
  } finally {
    await records.close();
  }
}
