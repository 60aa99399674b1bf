import { type EntityManager, EntitySchema } from 'typeorm';

export interface MitigationAuditRow {
  id: string;
  runId: number | null;
  incidentId: number | null;
  at: Date;
  actor: string;
  what: string;
  detail: Record<string, unknown>;
}

export const MitigationAuditEntity = new EntitySchema<MitigationAuditRow>({
  name: 'MitigationAudit',
  tableName: 'mitigation_audit',
  columns: {
    id: { type: 'bigint', primary: true, generated: true },
    runId: { name: 'run_id', type: 'integer', nullable: true },
    incidentId: { name: 'incident_id', type: 'integer', nullable: true },
    at: { type: 'timestamptz' },
    actor: { type: 'text' },
    what: { type: 'text' },
    detail: { type: 'jsonb' },
  },
});

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
