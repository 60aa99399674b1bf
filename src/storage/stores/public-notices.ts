import { type EntityManager, IsNull } from 'typeorm';
import { PublicNoticeEntity, type PublicNoticeRow } from '../mitigation-entities.ts';

export type NewPublicNotice = Omit<PublicNoticeRow, 'id' | 'withdrawnAt'>;

/** Table `public_notices`: what users are told at /status; at most one of each kind at a time. */
export class PublicNoticeStore {
  constructor(private readonly manager: EntityManager) {}

  /** Those in force, oldest first. */
  async current(): Promise<PublicNoticeRow[]> {
    return await this.manager.getRepository(PublicNoticeEntity).find({ where: { withdrawnAt: IsNull() }, order: { id: 'ASC' } });
  }

  async find(kind: PublicNoticeRow['kind']): Promise<PublicNoticeRow | undefined> {
    return (await this.manager.getRepository(PublicNoticeEntity).findOneBy({ kind, withdrawnAt: IsNull() })) ?? undefined;
  }

  /** In place of the one of the same kind. */
  async post(notice: NewPublicNotice): Promise<void> {
    await this.withdraw(notice.kind, notice.postedAt);
    await this.manager.getRepository(PublicNoticeEntity).insert({ ...notice, withdrawnAt: null });
  }

  async withdraw(kind: PublicNoticeRow['kind'], at: Date): Promise<void> {
    await this.manager.getRepository(PublicNoticeEntity).update({ kind, withdrawnAt: IsNull() }, { withdrawnAt: at });
  }
}
