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

  /** Oldest first. */
  async of(incidentId: number): Promise<TimelineRow[]> {
    return await this.manager.getRepository(TimelineEntity).find({ where: { incidentId }, order: { id: 'ASC' } });
  }
}
