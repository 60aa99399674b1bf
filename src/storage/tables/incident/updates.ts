import { type EntityManager, EntitySchema } from 'typeorm';
import { maybeText, maybeTime, whole } from '../../columns.ts';
import { change } from '../../gathered.ts';

export interface UpdateRow {
  incidentId: number;
  sequence: number;
  nextAt: Date | null;
  /** What the communications lead wrote for the next one. */
  editedText: string | null;
  editedBy: string | null;
}

export const UpdateEntity = new EntitySchema<UpdateRow>({
  name: 'Update',
  tableName: 'updates',
  columns: {
    incidentId: whole('incident_id', { primary: true }),
    sequence: whole('sequence', { default: 0 }),
    nextAt: maybeTime('next_at'),
    editedText: maybeText('edited_text'),
    editedBy: maybeText('edited_by'),
  },
});

/** Table `updates`: the clock of the regular update (X1), one row per incident. */
export class UpdateStore {
  constructor(private readonly manager: EntityManager) {}

  async start(incidentId: number, nextAt: Date | null): Promise<void> {
    const sql =
      'insert into updates (incident_id, next_at) values ($1, $2) on conflict (incident_id) do update set next_at = excluded.next_at';
    await change(this.manager, { tables: ['updates'], changes: [{ sql, values: [incidentId, nextAt] }] });
  }

  async stop(incidentId: number): Promise<void> {
    await this.manager.getRepository(UpdateEntity).update({ incidentId }, { nextAt: null });
  }

  async of(incidentId: number): Promise<UpdateRow | undefined> {
    return (await this.manager.getRepository(UpdateEntity).findOneBy({ incidentId })) ?? undefined;
  }

  /** The same, for whoever decides about it: nobody else moves it before the transaction ends. */
  async lock(incidentId: number): Promise<UpdateRow | undefined> {
    return (
      (await this.manager.getRepository(UpdateEntity).findOne({ where: { incidentId }, lock: { mode: 'pessimistic_write' } })) ?? undefined
    );
  }

  /** Locks one row that is due; another process that looks at the same time gets another row. */
  async claimDue(now: Date): Promise<UpdateRow | undefined> {
    const row = await this.manager
      .getRepository(UpdateEntity)
      .createQueryBuilder('u')
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked')
      .where('u.next_at <= :now', { now })
      .orderBy('u.next_at')
      .limit(1)
      .getOne();
    return row ?? undefined;
  }

  async advance(incidentId: number, sequence: number, nextAt: Date | null): Promise<void> {
    await this.manager.getRepository(UpdateEntity).update({ incidentId }, { sequence, nextAt });
  }

  /** What the next update begins with, and who wrote it; null takes it back. */
  async edit(incidentId: number, editedText: string | null, editedBy: string | null): Promise<void> {
    await this.manager.getRepository(UpdateEntity).update({ incidentId }, { editedText, editedBy });
  }

  async nextAt(): Promise<Date | undefined> {
    const [row] = await this.manager.query('select min(next_at) as at from updates where next_at is not null');
    return row?.at ?? undefined;
  }
}
