import { type EntityManager, In, IsNull } from 'typeorm';
import type { PostedRef } from '../../domain/ports.ts';
import { PageEntity, type PageRow } from '../paging-entities.ts';

export type NewPage = Pick<
  PageRow,
  'incidentId' | 'level' | 'userId' | 'cause' | 'askedBy' | 'reason' | 'repeatEveryMs' | 'repeatAtMost' | 'createdAt' | 'nextAt'
>;

/** Table `pages`: who was asked for help and why, when it left, when it is repeated, and who answered. */
export class PageStore {
  constructor(private readonly manager: EntityManager) {}

  /** Writes a new page down; the same cause pages the same person once. False when it was there already. */
  async add(page: NewPage): Promise<boolean> {
    const rows = await this.manager.query(
      `insert into pages (incident_id, level, user_id, cause, asked_by, reason, repeat_every_ms, repeat_at_most, created_at, next_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning 1`,
      [
        page.incidentId,
        page.level,
        page.userId,
        page.cause,
        page.askedBy,
        page.reason,
        page.repeatEveryMs === null ? null : Math.round(page.repeatEveryMs),
        page.repeatAtMost,
        page.createdAt,
        page.nextAt,
      ],
    );
    return rows.length === 1;
  }

  async find(id: number): Promise<PageRow | undefined> {
    return (await this.manager.getRepository(PageEntity).findOneBy({ id })) ?? undefined;
  }

  async of(incidentId: number): Promise<PageRow[]> {
    return await this.manager.getRepository(PageEntity).find({ where: { incidentId }, order: { id: 'ASC' } });
  }

  /** Ids of pages that are due, earliest first. */
  async due(now: Date, limit: number): Promise<number[]> {
    const rows: { id: number }[] = await this.manager.query('select id from pages where next_at <= $1 order by next_at, id limit $2', [
      now,
      limit,
    ]);
    return rows.map((row) => row.id);
  }

  /** Locks a page that is still due; undefined when another process has it or was faster. */
  async claim(id: number, now: Date): Promise<PageRow | undefined> {
    const row = await this.manager
      .getRepository(PageEntity)
      .createQueryBuilder('p')
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked')
      .where('p.id = :id and p.next_at <= :now', { id, now })
      .getOne();
    return row ?? undefined;
  }

  /** The next try: how often it was sent by now, and when it is due again. */
  async tried(id: number, attempts: number, nextAt: Date | null): Promise<void> {
    await this.manager.getRepository(PageEntity).update({ id }, { attempts, nextAt });
  }

  /** The first try was made by the run that opened the incident; a page that somebody has by now is not asked again. */
  async triedFirst(id: number, nextAt: Date | null): Promise<void> {
    await this.manager.query(
      `update pages set attempts = greatest(attempts, 1),
              next_at = case when acknowledged_at is null and passed_on_at is null then $2::timestamptz end where id = $1`,
      [id, nextAt],
    );
  }

  /** The first time it left counts; where its Slack message is, the last, and those before it are kept beside. */
  async sent(id: number, at: Date, where: PostedRef | undefined): Promise<void> {
    await this.manager.query(
      `update pages set sent_at = coalesce(sent_at, $2), channel_id = coalesce($3, channel_id), ts = coalesce($4, ts),
              earlier = case when ts <> $4 then earlier || jsonb_build_object('channel', channel_id, 'ts', ts) else earlier end
        where id = $1`,
      [id, at, where?.channel ?? null, where?.ts ?? null],
    );
  }

  /** Compare-and-set: true for the first one only. */
  async acknowledge(id: number, by: string, at: Date): Promise<boolean> {
    const { affected } = await this.manager
      .getRepository(PageEntity)
      .update({ id, acknowledgedAt: IsNull() }, { acknowledgedAt: at, acknowledgedBy: by, nextAt: null });
    return affected === 1;
  }

  /** Compare-and-set: true for the first one only; a page that somebody has is not passed on. */
  async passOn(id: number, at: Date): Promise<boolean> {
    const { affected } = await this.manager
      .getRepository(PageEntity)
      .update({ id, acknowledgedAt: IsNull(), passedOnAt: IsNull() }, { passedOnAt: at, nextAt: null });
    return affected === 1;
  }

  /** People who are called at a higher level are not asked again at a lower one. */
  async supersede(incidentId: number, users: readonly string[], cause: string): Promise<void> {
    await this.manager.query('update pages set next_at = null where incident_id = $1 and user_id = any($2) and cause <> $3', [
      incidentId,
      users,
      cause,
    ]);
  }

  /** Nobody is asked again by these pages. */
  async silence(ids: readonly number[]): Promise<void> {
    await this.manager.getRepository(PageEntity).update({ id: In([...ids]) }, { nextAt: null });
  }

  /** Nobody is asked again. */
  async silenceAll(incidentId: number): Promise<void> {
    await this.manager.getRepository(PageEntity).update({ incidentId }, { nextAt: null });
  }
}
