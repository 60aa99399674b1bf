import { runningEmbeddedPostgres } from '../../storage/embedded/embedded-postgres.ts';
import { type OncallOverrideRow, openStorage } from '../../storage/index.ts';
import type { CheckContext } from './check.ts';

/**
 * Who is put on call by override, read from the database as it is: nothing is started or migrated. Undefined when there is none that answers, or none that Bongsu has
 * ever run on.
 */
export async function currentOverrides({ config, log, playbook }: CheckContext, now: Date): Promise<OncallOverrideRow[] | undefined> {
  const url = config.databaseUrl?.reveal() ?? (await runningEmbeddedPostgres(config.dataDir));
  if (url === undefined) return undefined;
  try {
    const storage = await openStorage({ url, log, poolSize: 1 });
    try {
      return await storage.oncallOverrides.notOver(playbook.team.key, now);
    } finally {
      await storage.close();
    }
  } catch {
    // Whether the database answers is a finding of its own.
    return undefined;
  }
}
