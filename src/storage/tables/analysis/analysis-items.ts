import { type EntityManager, EntitySchema } from 'typeorm';

export interface AnalysisItemRow {
  incidentId: number;
  /** A row such as G1, or one of a row's list such as R3.partitions. */
  item: string;
  /** Slack user id. */
  owner: string | null;
  doneBy: string | null;
  doneAt: Date | null;
  note: string | null;
}

export const AnalysisItemEntity = new EntitySchema<AnalysisItemRow>({
  name: 'AnalysisItem',
  tableName: 'analysis_items',
  columns: {
    incidentId: { name: 'incident_id', type: 'integer', primary: true },
    item: { type: 'text', primary: true },
    owner: { type: 'text', nullable: true },
    doneBy: { name: 'done_by', type: 'text', nullable: true },
    doneAt: { name: 'done_at', type: 'timestamptz', nullable: true },
    note: { type: 'text', nullable: true },
  },
});

/** Table `analysis_items`: who looks after what of an analysis, and what people ticked. Whoever changes it holds the lock of the incident. */
export class AnalysisItemStore {
  constructor(private readonly manager: EntityManager) {}

  async of(incidentId: number): Promise<AnalysisItemRow[]> {
    return await this.manager.getRepository(AnalysisItemEntity).find({ where: { incidentId }, order: { item: 'ASC' } });
  }

  async assign(incidentId: number, item: string, owner: string): Promise<void> {
    await this.write(incidentId, item, { owner });
  }

  async tick(incidentId: number, item: string, done: Pick<AnalysisItemRow, 'doneBy' | 'doneAt' | 'note'>): Promise<void> {
    await this.write(incidentId, item, done);
  }

  private async write(incidentId: number, item: string, changes: Partial<AnalysisItemRow>): Promise<void> {
    await this.manager.query('insert into analyses (incident_id) values ($1) on conflict do nothing', [incidentId]);
    await this.manager.getRepository(AnalysisItemEntity).upsert({ incidentId, item, ...changes }, ['incidentId', 'item']);
  }
}
