import type { EntityManager } from 'typeorm';
import { AnalysisItemEntity, type AnalysisItemRow } from '../analysis-entities.ts';

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
