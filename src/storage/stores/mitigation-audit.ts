import type { EntityManager } from 'typeorm';
import { MitigationAuditEntity, type MitigationAuditRow } from '../mitigation-entities.ts';

/** Table `mitigation_audit`: append-only; the database refuses changes to it. */
export class MitigationAuditStore {
  constructor(private readonly manager: EntityManager) {}

  async append(
    entry: Pick<MitigationAuditRow, 'runId' | 'incidentId' | 'at' | 'actor' | 'what'> & { detail?: Record<string, unknown> },
  ): Promise<void> {
    await this.manager.query(
      'insert into mitigation_audit (run_id, incident_id, at, actor, what, detail) values ($1, $2, $3, $4, $5, $6)',
      [entry.runId, entry.incidentId, entry.at, entry.actor, entry.what, entry.detail ?? {}],
    );
  }

  /** Oldest first. */
  async of(runId: number): Promise<MitigationAuditRow[]> {
    return await this.manager.getRepository(MitigationAuditEntity).find({ where: { runId }, order: { id: 'ASC' } });
  }
}
