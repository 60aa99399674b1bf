import { type EntityManager, IsNull } from 'typeorm';
import { PageEntity, type PageRow } from '../entities.ts';

/** Table `pages`: who was asked for help, when it left and who answered. */
export class PageStore {
  constructor(private readonly manager: EntityManager) {}

  /** The page of this person at this level, made if it is new. */
  async ensure(page: Pick<PageRow, 'incidentId' | 'level' | 'userId' | 'createdAt'>): Promise<PageRow> {
    const repository = this.manager.getRepository(PageEntity);
    await repository.createQueryBuilder().insert().values(page).orIgnore().execute();
    const { incidentId, level, userId } = page;
    return await repository.findOneByOrFail({ incidentId, level, userId });
  }

  async find(id: number): Promise<PageRow | undefined> {
    return (await this.manager.getRepository(PageEntity).findOneBy({ id })) ?? undefined;
  }

  async sent(id: number, at: Date, where: { channelId: string; ts: string }): Promise<void> {
    await this.manager.getRepository(PageEntity).update({ id }, { sentAt: at, ...where });
  }

  /** Compare-and-set: true for the first one only. */
  async acknowledge(id: number, by: string, at: Date): Promise<boolean> {
    const { affected } = await this.manager
      .getRepository(PageEntity)
      .update({ id, acknowledgedAt: IsNull() }, { acknowledgedAt: at, acknowledgedBy: by });
    return affected === 1;
  }

  async of(incidentId: number): Promise<PageRow[]> {
    return await this.manager.getRepository(PageEntity).find({ where: { incidentId }, order: { id: 'ASC' } });
  }
}
