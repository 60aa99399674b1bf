import { type EntityManager, EntitySchema } from 'typeorm';
import type { OncallLevel } from '../../../domain/oncall/levels.ts';
import { identity, text, time } from '../../columns.ts';

export interface OncallOverrideRow {
  id: number;
  /** Key of the team whose level it is; empty where there is one team without a name. */
  team: string;
  level: OncallLevel;
  userId: string;
  startsAt: Date;
  /** Not part of it. */
  endsAt: Date;
  createdBy: string;
  createdAt: Date;
}

export const OncallOverrideEntity = new EntitySchema<OncallOverrideRow>({
  name: 'OncallOverride',
  tableName: 'oncall_overrides',
  columns: {
    id: identity('integer'),
    team: text('team'),
    level: text('level'),
    userId: text('user_id'),
    startsAt: time('starts_at'),
    endsAt: time('ends_at'),
    createdBy: text('created_by'),
    createdAt: time('created_at'),
  },
});

/** Table `oncall_overrides`: who was put on call for a span. Rows stay; one that is taken back ends at once, or as soon as it begins. */
export class OncallOverrideStore {
  constructor(private readonly manager: EntityManager) {}

  async add(override: Omit<OncallOverrideRow, 'id'>): Promise<OncallOverrideRow> {
    const row = { ...override };
    await this.manager.getRepository(OncallOverrideEntity).insert(row);
    return row as OncallOverrideRow;
  }

  /** Those of a team that are not over at `at`, in the order in which they were made: of two that overlap the later one counts. */
  async notOver(team: string, at: Date): Promise<OncallOverrideRow[]> {
    return await this.manager
      .getRepository(OncallOverrideEntity)
      .createQueryBuilder('override')
      .where('override.team = :team and override.endsAt > greatest(override.startsAt, :at)', { team, at })
      .orderBy('override.id')
      .getMany();
  }

  /** Ends now what runs or would still begin at these levels of a team. Returns how many that were. */
  async endAll(team: string, levels: readonly OncallLevel[], at: Date): Promise<number> {
    const { affected } = await this.manager
      .getRepository(OncallOverrideEntity)
      .createQueryBuilder()
      .update()
      .set({ endsAt: () => 'greatest(starts_at, :at)' })
      .where('ends_at > greatest(starts_at, :at) and team = :team and level in (:...levels)', { team, at, levels })
      .execute();
    return affected ?? 0;
  }
}
