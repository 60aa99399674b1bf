import { type EntityManager, EntitySchema, LessThanOrEqual } from 'typeorm';

export type FollowUpState = 'open' | 'done' | 'cancelled';

export interface FollowUpRow {
  incidentId: number;
  rowId: string;
  title: string;
  /** Slack user id. */
  owner: string | null;
  createdAt: Date;
  dueAt: Date;
  state: FollowUpState;
  doneAt: Date | null;
  doneBy: string | null;
  /** When the next reminder is due; null once there is nothing to remind of. */
  nextAt: Date | null;
  /** The number of the next reminder. */
  reminded: number;
}

export const FollowUpEntity = new EntitySchema<FollowUpRow>({
  name: 'FollowUp',
  tableName: 'follow_ups',
  columns: {
    incidentId: { name: 'incident_id', type: 'integer', primary: true },
    rowId: { name: 'row_id', type: 'text', primary: true },
    title: { type: 'text' },
    owner: { type: 'text', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    dueAt: { name: 'due_at', type: 'timestamptz' },
    state: { type: 'text' },
    doneAt: { name: 'done_at', type: 'timestamptz', nullable: true },
    doneBy: { name: 'done_by', type: 'text', nullable: true },
    nextAt: { name: 'next_at', type: 'timestamptz', nullable: true },
    reminded: { type: 'integer' },
  },
});

/** Table `follow_ups`: work after recovery, each with an owner, a due date and the clock of its reminders. */
export class FollowUpStore {
  constructor(private readonly manager: EntityManager) {}

  /** Opens follow-ups. One that is open or done already stays as it is; one that was cancelled starts again and keeps its owner. */
  async open(
    rows: readonly Pick<FollowUpRow, 'incidentId' | 'rowId' | 'title' | 'owner' | 'createdAt' | 'dueAt' | 'nextAt'>[],
  ): Promise<void> {
    if (rows.length === 0) return;
    await this.manager.query(
      `insert into follow_ups (incident_id, row_id, title, owner, created_at, due_at, next_at, state)
       select *, 'open' from jsonb_to_recordset($1::jsonb)
         as f("incidentId" integer, "rowId" text, title text, owner text, "createdAt" timestamptz, "dueAt" timestamptz, "nextAt" timestamptz)
       on conflict (incident_id, row_id) do update
         set state = 'open', title = excluded.title, owner = coalesce(follow_ups.owner, excluded.owner), created_at = excluded.created_at,
             due_at = excluded.due_at, next_at = excluded.next_at, reminded = 0
         where follow_ups.state = 'cancelled'`,
      [JSON.stringify(rows)],
    );
  }

  async find(incidentId: number, rowId: string): Promise<FollowUpRow | undefined> {
    return (await this.manager.getRepository(FollowUpEntity).findOneBy({ incidentId, rowId })) ?? undefined;
  }

  async of(incidentId: number): Promise<FollowUpRow[]> {
    return await this.manager.getRepository(FollowUpEntity).find({ where: { incidentId }, order: { rowId: 'ASC' } });
  }

  /** Those whose reminder is due, the longest first. Who decides about one locks its incident and looks again. */
  async due(now: Date, limit: number): Promise<FollowUpRow[]> {
    return await this.manager
      .getRepository(FollowUpEntity)
      .find({ where: { nextAt: LessThanOrEqual(now) }, order: { nextAt: 'ASC' }, take: limit });
  }

  async remind(incidentId: number, rowId: string, next: Pick<FollowUpRow, 'reminded' | 'nextAt'>): Promise<void> {
    await this.manager.getRepository(FollowUpEntity).update({ incidentId, rowId, state: 'open' }, next);
  }

  /** True for the first one only. */
  async done(incidentId: number, rowId: string, by: string, at: Date): Promise<boolean> {
    const { affected } = await this.manager
      .getRepository(FollowUpEntity)
      .update({ incidentId, rowId, state: 'open' }, { state: 'done', doneAt: at, doneBy: by, nextAt: null });
    return affected === 1;
  }

  async assign(incidentId: number, rowId: string, owner: string): Promise<void> {
    await this.manager.getRepository(FollowUpEntity).update({ incidentId, rowId }, { owner });
  }

  /** What is open is not wanted any more. Returns how many that were. */
  async cancelOpen(incidentId: number): Promise<number> {
    const { affected } = await this.manager
      .getRepository(FollowUpEntity)
      .update({ incidentId, state: 'open' }, { state: 'cancelled', nextAt: null });
    return affected ?? 0;
  }
}
