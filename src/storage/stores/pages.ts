import { type EntityManager, IsNull } from 'typeorm';
import { PageEntity, type PageRow } from '../entities.ts';

/** Table `pages`: who was asked for help, when it left and who answered. */
export class PageStore {
  constructor(private readonly manager: EntityManager) {}

  /** Writes a new page down; one that is there already stays as it is. */
  async add(page: Pick<PageRow, 'incidentId' | 'level' | 'userId' | 'createdAt'>): Promise<void> {
    await this.manager.query('insert into pages (incident_id, level, user_id, created_at) values ($1, $2, $3, $4) on conflict do nothing', [
      page.incidentId,
      page.level,
      page.userId,
      page.createdAt,
    ]);
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
