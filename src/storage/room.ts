import type { DataSource } from 'typeorm';
import type { DatabaseTrouble } from '../domain/process/database-trouble.ts';
import { troubleOf } from './trouble.ts';

/**
 * More than its memory holds: about a megabyte goes to the database's disk and is gone at once. No row, log or catalogue is touched, so that it may be asked as
 * often as a probe likes, and of a replica.
 */
const SPILLS = `
  select current_setting('transaction_read_only')::boolean as "readOnly",
         (select count(*) from (select n from generate_series(1, 40000) n order by n desc offset 0) s) as rows`;

/** Why nothing could be written at the moment, found out by trying; undefined when it could. Rejects when that cannot be told. */
export async function writeTrouble(source: DataSource): Promise<DatabaseTrouble | undefined> {
  try {
    const [row] = await source.transaction(async (manager) => {
      await manager.query("set local work_mem = '64kB'");
      return await manager.query(SPILLS);
    });
    return row.readOnly ? 'read-only' : undefined;
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble === undefined) throw error;
    return trouble;
  }
}
