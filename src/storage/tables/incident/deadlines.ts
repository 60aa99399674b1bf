import { type EntityManager, EntitySchema, IsNull, Not } from 'typeorm';
import type { Reason, Waiver } from '../../../domain/deadlines/reason.ts';
import { compareRowIds } from '../../../domain/deadlines/row-id.ts';
import { json, maybeTime, text, whole } from '../../columns.ts';
import { type Change, change, changeReturning } from '../../gathered.ts';

export type DeadlineState = 'pending' | 'kept' | 'missed' | 'waived';

export interface DeadlineRow {
  incidentId: number;
  rowId: string;
  notBefore: Date | null;
  /** Null for a row that runs all the time: it can be kept, and is never missed. */
  dueAt: Date | null;
  /** When those who have it are reminded; null when nobody is, or was already. */
  remindAt: Date | null;
  state: DeadlineState;
  settledAt: Date | null;
  /** Why it was waived or missed, or what kept it. */
  reason: Reason | null;
}

export const DeadlineEntity = new EntitySchema<DeadlineRow>({
  name: 'Deadline',
  tableName: 'deadlines',
  columns: {
    incidentId: whole('incident_id', { primary: true }),
    rowId: text('row_id', { primary: true }),
    notBefore: maybeTime('not_before'),
    dueAt: maybeTime('due_at'),
    remindAt: maybeTime('remind_at'),
    state: text('state'),
    settledAt: maybeTime('settled_at'),
    reason: json('reason', { nullable: true }),
  },
});

/** Table `deadlines`. */
export class DeadlineStore {
  constructor(private readonly manager: EntityManager) {}

  async insertMany(rows: readonly DeadlineRow[]): Promise<void> {
    const sql = `insert into deadlines (incident_id, row_id, not_before, due_at, remind_at, state, settled_at, reason)
       select * from jsonb_to_recordset($1::jsonb)
         as d("incidentId" integer, "rowId" text, "notBefore" timestamptz, "dueAt" timestamptz, "remindAt" timestamptz, state text,
              "settledAt" timestamptz, reason jsonb)`;
    await change(this.manager, { tables: ['deadlines'], changes: [{ sql, values: [JSON.stringify(rows)] }] });
  }

  /** Starts rows afresh, also ones that ran before (an incident recovered twice). */
  async begin(rows: readonly DeadlineRow[]): Promise<void> {
    if (rows.length > 0) await this.manager.getRepository(DeadlineEntity).upsert([...rows], ['incidentId', 'rowId']);
  }

  /** Earliest first; those that run all the time come last. */
  async of(incidentId: number): Promise<DeadlineRow[]> {
    const rows = await this.manager.getRepository(DeadlineEntity).find({ where: { incidentId } });
    const due = ({ dueAt }: DeadlineRow) => dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
    return rows.sort((a, b) => due(a) - due(b) || compareRowIds(a.rowId, b.rowId));
  }

  /** The one whose time comes next. */
  async nextPending(incidentId: number): Promise<(DeadlineRow & { dueAt: Date }) | undefined> {
    const [row] = await this.manager
      .getRepository(DeadlineEntity)
      .find({ where: { incidentId, state: 'pending', dueAt: Not(IsNull()) }, order: { dueAt: 'ASC', rowId: 'ASC' }, take: 1 });
    return row as (DeadlineRow & { dueAt: Date }) | undefined;
  }

  /** Settles what is still pending of these rows; false for each that was not pending any more. */
  async settle(incidentId: number, rowId: string, state: 'kept' | 'missed' | 'waived', at: Date, reason: Reason | null): Promise<boolean> {
    const { affected } = await this.manager
      .getRepository(DeadlineEntity)
      .update({ incidentId, rowId, state: 'pending' }, { state, settledAt: at, reason: reason as never });
    return affected === 1;
  }

  /** Those of these rows that were pending and are kept now. */
  async keep(incidentId: number, rowIds: readonly string[], at: Date, reason: Reason | null): Promise<string[]> {
    const changes = [keeping({ incidentId, rowIds, at, reason })];
    const rows = await changeReturning<{ row_id: string }>(this.manager, { tables: ['deadlines'], changes }, 'row_id');
    return rows.map((row) => row.row_id);
  }

  /** Waives everything that is still pending (a cancelled incident owes nothing). */
  async waiveAll(incidentId: number, at: Date, reason: Waiver): Promise<void> {
    await this.manager
      .getRepository(DeadlineEntity)
      .update({ incidentId, state: 'pending' }, { state: 'waived', settledAt: at, reason: reason as never });
  }

  /**
   * Gives rows a time that run all the time: those of these that are pending without one, and those that were waived because there was no network (`no-network`) on which they could be told, and is one now. Returns which.
   */
  async dueBy(incidentId: number, rowIds: readonly string[], dueAt: Date): Promise<string[]> {
    const [rows]: [{ row_id: string }[]] = await this.manager.query(
      `update deadlines set state = 'pending', due_at = $3, settled_at = null, reason = null
        where incident_id = $1 and row_id = any($2)
          and (state = 'pending' and due_at is null or state = 'waived' and reason ->> 'code' = 'no-network')
        returning row_id`,
      [incidentId, rowIds, dueAt],
    );
    return rows.map((row) => row.row_id);
  }

  /** A row that was waived because nobody could be told is pending again: somebody told them in their own way. */
  async applies(incidentId: number, rowId: string): Promise<void> {
    await this.manager.query(
      `update deadlines set state = 'pending', settled_at = null, reason = null
        where incident_id = $1 and row_id = $2 and state = 'waived' and reason ->> 'code' in ('no-surface', 'no-network')`,
      [incidentId, rowId],
    );
  }

  /** Waives those of these rows that are pending. Returns which. */
  async waive(incidentId: number, rowIds: readonly string[], at: Date, reason: Waiver): Promise<string[]> {
    const rows: { row_id: string }[] = await this.manager
      .query(
        `update deadlines set state = 'waived', settled_at = $3, reason = $4
          where incident_id = $1 and row_id = any($2) and state = 'pending' returning row_id`,
        [incidentId, rowIds, at, JSON.stringify(reason)],
      )
      .then(([returned]) => returned);
    return rows.map((row) => row.row_id);
  }

  /** Waives a row instead: it was settled as missed in this transaction. */
  async waiveMissed(incidentId: number, rowId: string, at: Date, reason: Waiver): Promise<void> {
    await this.manager
      .getRepository(DeadlineEntity)
      .update({ incidentId, rowId, state: 'missed' }, { state: 'waived', settledAt: at, reason: reason as never });
  }

  /** Waives one row that is pending or was missed, and notes which it was. Whether it did. */
  async waiveEven(incidentId: number, rowId: string, at: Date, reason: Waiver): Promise<boolean> {
    const [, affected]: [unknown, number] = await this.manager.query(
      `update deadlines set state = 'waived', settled_at = $3,
              reason = $4::jsonb || case when state = 'missed' then '{"missed": true}'::jsonb else '{}'::jsonb end
        where incident_id = $1 and row_id = $2 and state in ('pending', 'missed')`,
      [incidentId, rowId, at, JSON.stringify(reason)],
    );
    return affected === 1;
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

  /** Takes up to `limit` pending rows whose owners are to be reminded by now; of several processes one gets each, and each once. */
  async claimReminders(now: Date, limit: number): Promise<DeadlineRow[]> {
    return await this.manager
      .query(
        `with due as (
           select incident_id, row_id from deadlines where state = 'pending' and remind_at <= $1
            order by remind_at limit $2 for update skip locked)
         update deadlines d set remind_at = null from due
          where d.incident_id = due.incident_id and d.row_id = due.row_id
         returning d.incident_id as "incidentId", d.row_id as "rowId", d.not_before as "notBefore", d.due_at as "dueAt",
                   d.remind_at as "remindAt", d.state, d.settled_at as "settledAt", d.reason`,
        [now, limit],
      )
      .then(([returned]) => returned);
  }
}

/** Keeps those of these rows that are pending. */
export function keeping({
  incidentId,
  rowIds,
  at,
  reason,
}: {
  incidentId: number;
  rowIds: readonly string[];
  at: Date;
  reason: Reason | null;
}): Change {
  const sql = `update deadlines set state = 'kept', settled_at = $3, reason = $4
          where incident_id = $1 and row_id = any($2) and state = 'pending'`;
  return { sql, values: [incidentId, rowIds, at, reason && JSON.stringify(reason)] };
}
