import type { EntityManager } from 'typeorm';
import { DeadlineEntity, type DeadlineRow } from '../entities.ts';

/** Table `deadlines`. */
export class DeadlineStore {
  constructor(private readonly manager: EntityManager) {}

  async insertMany(rows: readonly DeadlineRow[]): Promise<void> {
    await this.manager.query(
      `insert into deadlines (incident_id, row_id, not_before, due_at, state, settled_at, reason)
       select * from jsonb_to_recordset($1::jsonb)
         as d("incidentId" integer, "rowId" text, "notBefore" timestamptz, "dueAt" timestamptz, state text, "settledAt" timestamptz, reason text)`,
      [JSON.stringify(rows)],
    );
  }

  /** Starts rows afresh, also ones that ran before (an incident recovered twice). */
  async begin(rows: readonly DeadlineRow[]): Promise<void> {
    if (rows.length > 0) await this.manager.getRepository(DeadlineEntity).upsert([...rows], ['incidentId', 'rowId']);
  }

  /** Earliest first. */
  async of(incidentId: number): Promise<DeadlineRow[]> {
    return await this.manager.getRepository(DeadlineEntity).find({ where: { incidentId }, order: { dueAt: 'ASC', rowId: 'ASC' } });
  }

  async nextPending(incidentId: number): Promise<DeadlineRow | undefined> {
    const [row] = await this.manager
      .getRepository(DeadlineEntity)
      .find({ where: { incidentId, state: 'pending' }, order: { dueAt: 'ASC', rowId: 'ASC' }, take: 1 });
    return row;
  }

  /** Settles what is still pending of these rows; false for each that was not pending any more. */
  async settle(incidentId: number, rowId: string, state: 'kept' | 'missed' | 'waived', at: Date, reason: string | null): Promise<boolean> {
    const { affected } = await this.manager
      .getRepository(DeadlineEntity)
      .update({ incidentId, rowId, state: 'pending' }, { state, settledAt: at, reason });
    return affected === 1;
  }

  /** Waives everything that is still pending (a cancelled incident owes nothing). */
  async waiveAll(incidentId: number, at: Date, reason: string): Promise<void> {
    await this.manager.getRepository(DeadlineEntity).update({ incidentId, state: 'pending' }, { state: 'waived', settledAt: at, reason });
  }
}
