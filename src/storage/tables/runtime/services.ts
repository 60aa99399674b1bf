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
}
