import { type EntityManager, In } from 'typeorm';
import type { Said } from '../../domain/said.ts';
import { StepEntity, type StepRow } from '../entities.ts';

/** Table `workflow_steps`: look, run, record. A step is known by its name, never by the order in which it was called. */
export class StepStore {
  constructor(private readonly manager: EntityManager) {}

  async of(runId: string): Promise<StepRow[]> {
    return await this.manager.getRepository(StepEntity).findBy({ runId });
  }

  async find(runId: string, name: string): Promise<StepRow | undefined> {
    return (await this.manager.getRepository(StepEntity).findOneBy({ runId, name })) ?? undefined;
  }

  /** Writes down that an attempt begins, before it begins; keeps the time of the first one. Returns the number of this attempt and that time. */
  async begin(runId: string, name: string, at: Date): Promise<{ attempts: number; startedAt: Date }> {
    const [row] = await this.manager.query(
      `insert into workflow_steps (run_id, name, status, attempts, started_at) values ($1, $2, 'started', 1, $3)
       on conflict (run_id, name) do update set attempts = workflow_steps.attempts + 1, next_at = null
       returning attempts, started_at as "startedAt"`,
      [runId, name, at],
    );
    return row;
  }

  async done(runId: string, name: string, outcome: unknown): Promise<void> {
    await this.manager.query(
      `update workflow_steps set status = 'done', outcome = $3, next_at = null, error_code = null, error = null where run_id = $1 and name = $2`,
      [runId, name, JSON.stringify(outcome ?? null)],
    );
  }

  /** Nobody needs these of a run any more: those that were begun are done, with `{ skipped: true }` for an outcome. True when there was one. */
  async skip(runId: string, names: readonly string[]): Promise<boolean> {
    const { affected } = await this.manager
      .getRepository(StepEntity)
      .update(
        { runId, name: In([...names]), status: 'started' },
        { status: 'done', outcome: { skipped: true } as never, nextAt: null, errorCode: null, error: null },
      );
    return (affected ?? 0) > 0;
  }

  async failed(runId: string, name: string, errorCode: string, error: Said): Promise<void> {
    await this.manager.getRepository(StepEntity).update({ runId, name }, { status: 'failed', nextAt: null, errorCode, error });
  }

  async retryAt(runId: string, name: string, nextAt: Date, errorCode: string, error: Said): Promise<void> {
    await this.manager.getRepository(StepEntity).update({ runId, name }, { nextAt, errorCode, error });
  }
}
