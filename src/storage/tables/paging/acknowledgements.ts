import { type EntityManager, EntitySchema } from 'typeorm';
import type { AcknowledgedBy } from '../../../domain/paging/page.ts';
import { text, time, whole } from '../../columns.ts';

export interface AcknowledgementRow {
  incidentId: number;
  userId: string;
  at: Date;
  how: AcknowledgedBy;
}

export const AcknowledgementEntity = new EntitySchema<AcknowledgementRow>({
  name: 'Acknowledgement',
  tableName: 'acknowledgements',
  columns: {
    incidentId: whole('incident_id', { primary: true }),
    userId: text('user_id', { primary: true }),
    at: time('at'),
    how: text('how'),
  },
});

/** Table `acknowledgements`: who has an incident, one row for each person; the first since the incident's clocks started counts. */
export class AcknowledgementStore {
  constructor(private readonly manager: EntityManager) {}

  /** True when it is this person's first since `since`; a later one changes nothing. */
  async add(acknowledgement: AcknowledgementRow, since: Date): Promise<boolean> {
    const { incidentId, userId, at, how } = acknowledgement;
    const rows: unknown[] = await this.manager.query(
      `insert into acknowledgements as a (incident_id, user_id, at, how) values ($1, $2, $3, $4)
       on conflict (incident_id, user_id) do update set at = excluded.at, how = excluded.how where a.at < $5
       returning 1`,
      [incidentId, userId, at, how, since],
    );
    return rows.length === 1;
  }

  /** Earliest first. */
  async of(incidentId: number): Promise<AcknowledgementRow[]> {
    return await this.manager.getRepository(AcknowledgementEntity).find({ where: { incidentId }, order: { at: 'ASC', userId: 'ASC' } });
  }
}
