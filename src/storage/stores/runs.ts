import { type EntityManager, LessThanOrEqual } from 'typeorm';
import { RunEntity, type RunRow } from '../entities.ts';

/** Table `runs`: one row per workflow under way; `nextAt` is when somebody should look at it again. */
export class RunStore {
  constructor(private readonly manager: EntityManager) {}

  async insert(run: Pick<RunRow, 'id' | 'kind' | 'incidentId' | 'input' | 'createdAt'> & { nextAt: Date }): Promise<void> {
    await this.manager.query(
      `insert into runs (id, kind, incident_id, input, status, next_at, created_at) values ($1, $2, $3, $4, 'running', $5, $6)`,
      [run.id, run.kind, run.incidentId, run.input, run.nextAt, run.createdAt],
    );
  }

  async find(id: string): Promise<RunRow | undefined> {
    return (await this.manager.getRepository(RunEntity).findOneBy({ id })) ?? undefined;
  }

  async due(now: Date, limit: number): Promise<RunRow[]> {
    return await this.manager
      .getRepository(RunEntity)
      .find({ where: { status: 'running', nextAt: LessThanOrEqual(now) }, order: { nextAt: 'ASC' }, take: limit });
  }

  async defer(id: string, nextAt: Date): Promise<void> {
    await this.manager.getRepository(RunEntity).update({ id, status: 'running' }, { nextAt });
  }

  async finish(id: string, at: Date): Promise<void> {
    await this.manager.getRepository(RunEntity).update({ id, status: 'running' }, { status: 'done', nextAt: null, finishedAt: at });
  }

  async nextAt(): Promise<Date | undefined> {
    const [row] = await this.manager.query(`select min(next_at) as at from runs where status = 'running'`);
    return row?.at ?? undefined;
  }
}
