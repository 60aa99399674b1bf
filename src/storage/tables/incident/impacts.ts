import { type EntityManager, EntitySchema } from 'typeorm';
import { maybeText, text, time, whole } from '../../columns.ts';

/** What an incident did to users. Free text and money are for those inside. */
export interface ImpactRow {
  incidentId: number;
  cause: string | null;
  who: string | null;
  howMany: number | null;
  lastedMs: number | null;
  money: string | null;
  fixedBy: string | null;
  /** As an actor is written in the timeline. */
  statedBy: string;
  statedAt: Date;
}

/** Numbers that a bigint holds come as text. */
const count = (name: string) => ({
  name,
  type: 'bigint' as const,
  nullable: true,
  transformer: { to: (value: number | null) => value, from: (value: string | null) => (value === null ? null : Number(value)) },
});

export const ImpactEntity = new EntitySchema<ImpactRow>({
  name: 'IncidentImpact',
  tableName: 'incident_impacts',
  columns: {
    incidentId: whole('incident_id', { primary: true }),
    cause: maybeText('cause'),
    who: maybeText('who'),
    howMany: count('how_many'),
    lastedMs: count('lasted_ms'),
    money: maybeText('money'),
    fixedBy: maybeText('fixed_by'),
    statedBy: text('stated_by'),
    statedAt: time('stated_at'),
  },
});

/** Table `incident_impacts`. */
export class ImpactStore {
  constructor(private readonly manager: EntityManager) {}

  async of(incidentId: number): Promise<ImpactRow | undefined> {
    return (await this.manager.getRepository(ImpactEntity).findOneBy({ incidentId })) ?? undefined;
  }

  /** In place of what was stated before. */
  async put(row: ImpactRow): Promise<void> {
    await this.manager.getRepository(ImpactEntity).upsert(row, ['incidentId']);
  }
}
