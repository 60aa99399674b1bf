import { type EntityManager, EntitySchema, In } from 'typeorm';
import type { PublicStage, ToldTexts } from '../../../domain/updates/told-text.ts';
import { identity, json, maybeText, maybeTime, text, time, whole } from '../../columns.ts';

export interface UpdateTextRow {
  id: string;
  incidentId: number;
  /** Of the updates of its incident, from 1 on. */
  sequence: number;
  /** `end`: says that it is over; there may be several, when it began again. */
  kind: 'update' | 'end';
  stage: PublicStage;
  /** By language, as it is told on every surface. */
  texts: ToldTexts;
  /** Rises with each correction. */
  version: number;
  /** Null while it goes out as drafted. */
  approvedBy: string | null;
  approvedAt: Date | null;
  /** Surfaces on which it waits for somebody to approve it. */
  held: readonly string[];
  /** When it promises the next one; null for the last. */
  nextAt: Date | null;
  writtenAt: Date;
  correctedBy: string | null;
  correctedAt: Date | null;
}

export const UpdateTextEntity = new EntitySchema<UpdateTextRow>({
  name: 'UpdateText',
  tableName: 'update_texts',
  columns: {
    id: identity('bigint'),
    incidentId: whole('incident_id'),
    sequence: whole('sequence'),
    kind: text('kind'),
    stage: text('stage'),
    texts: json('texts'),
    version: whole('version', { default: 1 }),
    approvedBy: maybeText('approved_by'),
    approvedAt: maybeTime('approved_at'),
    held: json('held'),
    nextAt: maybeTime('next_at'),
    writtenAt: time('written_at'),
    correctedBy: maybeText('corrected_by'),
    correctedAt: maybeTime('corrected_at'),
  },
});

export type NewUpdateText = Pick<
  UpdateTextRow,
  'incidentId' | 'sequence' | 'kind' | 'stage' | 'texts' | 'approvedBy' | 'approvedAt' | 'held' | 'nextAt' | 'writtenAt'
>;

/** Table `update_texts`: what is told outside about an incident, one row for each update; every surface tells what stands here. */
export class UpdateTextStore {
  constructor(private readonly manager: EntityManager) {}

  /** The row; undefined when this update was written before. */
  async write(row: NewUpdateText): Promise<UpdateTextRow | undefined> {
    const { raw } = await this.manager
      .getRepository(UpdateTextEntity)
      .createQueryBuilder()
      .insert()
      .values(row)
      .orIgnore()
      .returning('id')
      .execute();
    const [made] = raw as { id: string }[];
    return made && { ...row, id: made.id, version: 1, correctedBy: null, correctedAt: null };
  }

  async find(id: string): Promise<UpdateTextRow | undefined> {
    return (await this.manager.getRepository(UpdateTextEntity).findOneBy({ id })) ?? undefined;
  }

  /** One update of an incident. */
  async of(incidentId: number, sequence: number): Promise<UpdateTextRow | undefined> {
    return (await this.manager.getRepository(UpdateTextEntity).findOneBy({ incidentId, sequence })) ?? undefined;
  }

  /** The newest first, of each of these incidents. */
  async ofIncidents(incidentIds: readonly number[]): Promise<UpdateTextRow[]> {
    if (incidentIds.length === 0) return [];
    return await this.manager
      .getRepository(UpdateTextEntity)
      .find({ where: { incidentId: In([...incidentIds]) }, order: { incidentId: 'ASC', sequence: 'DESC' } });
  }

  /** What was told last. */
  async last(incidentId: number): Promise<UpdateTextRow | undefined> {
    const [found] = await this.manager
      .getRepository(UpdateTextEntity)
      .find({ where: { incidentId }, order: { sequence: 'DESC' }, take: 1 });
    return found;
  }

  /** It is held nowhere any more. False when somebody approved it before. */
  async approve(id: string, { by, at }: { by: string; at: Date }): Promise<boolean> {
    const { affected } = await this.manager
      .createQueryBuilder()
      .update(UpdateTextEntity)
      .set({ approvedBy: by, approvedAt: at, held: [] })
      .where('id = :id and approved_by is null', { id })
      .execute();
    return affected === 1;
  }

  /** Other words in place of those that were told; the version that has them. Undefined when it was corrected since `version`. */
  async correct(id: string, version: number, { texts, by, at }: { texts: ToldTexts; by: string; at: Date }): Promise<number | undefined> {
    const { affected } = await this.manager
      .createQueryBuilder()
      .update(UpdateTextEntity)
      .set({ texts, version: version + 1, correctedBy: by, correctedAt: at })
      .where('id = :id and version = :version', { id, version })
      .execute();
    return affected === 1 ? version + 1 : undefined;
  }
}
