import type { EntityManager } from 'typeorm';
import type { Bilingual } from '../../domain/playbook/schema.ts';
import { DeadlineEntity, type DeadlineRow } from '../entities.ts';

/** Table `deadlines`. */
export class DeadlineStore {
  constructor(private readonly manager: EntityManager) {}

  async insertMany(rows: readonly DeadlineRow[]): Promise<void> {
    await this.manager.query(
      `insert into deadlines (incident_id, row_id, not_before, due_at, state, settled_at, reason)
       select * from jsonb_to_recordset($1::jsonb)
         as d("incidentId" integer, "rowId" text, "notBefore" timestamptz, "dueAt" timestamptz, state text, "settledAt" timestamptz, reason jsonb)`,
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
  async settle(
    incidentId: number,
    rowId: string,
    state: 'kept' | 'missed' | 'waived',
    at: Date,
    reason: Bilingual | null,
  ): Promise<boolean> {
    const { affected } = await this.manager
      .getRepository(DeadlineEntity)
      .update({ incidentId, rowId, state: 'pending' }, { state, settledAt: at, reason });
    return affected === 1;
  }

  /** Waives everything that is still pending (a cancelled incident owes nothing). */
  async waiveAll(incidentId: number, at: Date, reason: Bilingual): Promise<void> {
    await this.manager.getRepository(DeadlineEntity).update({ incidentId, state: 'pending' }, { state: 'waived', settledAt: at, reason });
  }

  /** Waives those of these rows that are pending. Returns which. */
  async waive(incidentId: number, rowIds: readonly string[], at: Date, reason: Bilingual | null): Promise<string[]> {
    const rows: { row_id: string }[] = await this.manager
      .query(
        `update deadlines set state = 'waived', settled_at = $3, reason = $4
          where incident_id = $1 and row_id = any($2) and state = 'pending' returning row_id`,
        [incidentId, rowIds, at, reason && JSON.stringify(reason)],
      )
      .then(([returned]) => returned);
    return rows.map((row) => row.row_id);
  }

  /**
   * Takes up to `limit` pending rows whose time has passed and settles them as missed. Rows that another process is deciding about are left
   * to it, so each is decided exactly once.
   */
  async claimMissed(now: Date, limit: number): Promise<{ incidentId: number; rowId: string; dueAt: Date }[]> {
    return await this.manager
      .query(
        `with due as (
           select incident_id, row_id from deadlines where state = 'pending' and due_at <= $1
            order by due_at limit $2 for update skip locked)
         update deadlines d set state = 'missed', settled_at = $1 from due
          where d.incident_id = due.incident_id and d.row_id = due.row_id
         returning d.incident_id as "incidentId", d.row_id as "rowId", d.due_at as "dueAt"`,
        [now, limit],
      )
      .then(([returned]) => returned);
  }

  /** When the next pending row of an incident is due. */
  async nextDueAt(incidentId: number): Promise<Date | undefined> {
    return (await this.nextPending(incidentId))?.dueAt;
  }
}
