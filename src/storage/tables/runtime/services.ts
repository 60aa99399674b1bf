import type { EntityManager } from 'typeorm';

/** What was written while there was one service, before services had a name in the database. */
const NAMELESS = ['incidents', 'watches', 'samples', 'alerts', 'heap_baselines', 'heap_histograms', 'mitigation_runs', 'public_notices'];

/** Which service and team what has none belongs to. */
export class ServiceStore {
  constructor(private readonly manager: EntityManager) {}

  /** Gives what no service is named for to this one, and the overrides of nobody's team to its team. Changes nothing the second time. */
  async adopt({ service, team }: { service: string; team: string }): Promise<void> {
    const nameless = NAMELESS.map((table) => `exists (select 1 from ${table} where service = '')`).join(' or ');
    const [{ is }] = await this.manager.query(
      `select ${nameless} or ($1 <> '' and exists (select 1 from oncall_overrides where team = '')) as is`,
      [team],
    );
    if (!is) return;
    for (const table of NAMELESS) await this.manager.query(`update ${table} set service = $1 where service = ''`, [service]);
    await this.manager.query(`update oncall_overrides set team = $1 where team = ''`, [team]);
  }

  /**
   * Groups of alerts, and what incidents hold of theirs, are called anew when a second service comes, or the last other one goes: `scope` stands before the names of each service, and an alert that comes
   * again finds its incident. Changes nothing the second time.
   */
  async rescope(scopes: readonly { service: string; scope: string }[], dedupPrefix: string): Promise<void> {
    for (const { service, scope } of scopes) {
      const given = [service, scope, `${service}/`];
      const bare = (name: string) => `case when starts_with(${name}, $3) then substr(${name}, length($3) + 1) else ${name} end`;
      const [{ is }] = await this.manager.query(
        `select exists (select 1 from alerts where service = $1 and group_key <> $2 || ${bare('group_key')}) as is`,
        given,
      );
      if (!is) continue;
      await this.manager.query(
        `update alerts set group_key = $2 || ${bare('group_key')},
                fingerprint = case when source = 'watch' then $2 || ${bare('fingerprint')} else fingerprint end
          where service = $1`,
        given,
      );
      const held = `substr(dedup_key, length($4) + 1)`;
      await this.manager.query(
        `update incidents set dedup_key = $4 || $2 || ${bare(held)} where service = $1 and starts_with(dedup_key, $4)`,
        [...given, dedupPrefix],
      );
    }
  }
}
