import type { EntityManager } from 'typeorm';
import { TimelineEntity, type TimelineRow } from '../entities.ts';

/** Table `timeline`: append-only, so there is no way here to change or remove an entry. */
export class TimelineStore {
  constructor(private readonly manager: EntityManager) {}

  async append(entry: { incidentId: number; at: Date; kind: string; actor: string; data?: Record<string, unknown> }): Promise<void> {
    await this.manager.query('insert into timeline (incident_id, at, kind, actor, data) values ($1, $2, $3, $4, $5)', [
      entry.incidentId,
      entry.at,
      entry.kind,
      entry.actor,
      entry.data ?? {},
    ]);
  }

  async appendMany(
    entries: readonly { incidentId: number; at: Date; kind: string; actor: string; data: Record<string, unknown> }[],
  ): Promise<void> {
    if (entries.length === 0) return;
    await this.manager.query(
      `insert into timeline (incident_id, at, kind, actor, data)
       select * from jsonb_to_recordset($1::jsonb) as e("incidentId" integer, at timestamptz, kind text, actor text, data jsonb)`,
      [JSON.stringify(entries)],
    );
  }

  /** Entries of one kind, oldest first. */
  async ofKind(incidentId: number, kind: string): Promise<TimelineRow[]> {
    return await this.manager.getRepository(TimelineEntity).find({ where: { incidentId, kind }, order: { id: 'ASC' } });
  }

  /** Oldest first. */
  async of(incidentId: number): Promise<TimelineRow[]> {
    return await this.manager.getRepository(TimelineEntity).find({ where: { incidentId }, order: { id: 'ASC' } });
  }
}
