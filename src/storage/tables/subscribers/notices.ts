import type { EntityManager } from 'typeorm';
import type { Notice } from '../../../domain/subscribers/notice.ts';
import type { ToldTexts } from '../../../domain/updates/told-text.ts';

export interface NoticeRow extends Notice {
  id: string;
  /** When it was told: whoever came later hears the next one. */
  at: Date;
  /** The last subscription that was looked at for it. */
  spreadTo: string;
}

export const NOTICE_COLUMNS = `id, cause, kind, incident_id as "incidentId", service, components, severity, stage, title, texts, next_at as "nextAt", at,
  spread_to as "spreadTo"`;

/** Table `subscription_notices`: what subscribers are told, one row for all of them. */
export class NoticeStore {
  constructor(private readonly manager: EntityManager) {}

  /** False when the same cause was told before. */
  async add(notice: Notice, at: Date): Promise<boolean> {
    const rows: unknown[] = await this.manager.query(
      `insert into subscription_notices (cause, kind, incident_id, service, components, severity, stage, title, texts, next_at, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (cause) do nothing returning id`,
      [
        ...[notice.cause, notice.kind, notice.incidentId, notice.service, JSON.stringify(notice.components), notice.severity, notice.stage],
        ...[notice.title === null ? null : JSON.stringify(notice.title), JSON.stringify(notice.texts), notice.nextAt, at],
      ],
    );
    return rows.length > 0;
  }

  /** Other words for whoever has not had it yet. */
  async reword(cause: string, texts: ToldTexts): Promise<void> {
    await this.manager.query('update subscription_notices set texts = $2 where cause = $1', [cause, JSON.stringify(texts)]);
  }

  async of(cause: string): Promise<NoticeRow | undefined> {
    const rows: NoticeRow[] = await this.manager.query(`select ${NOTICE_COLUMNS} from subscription_notices where cause = $1`, [cause]);
    return rows[0];
  }

  /** The oldest that somebody may still have to hear of, held until the end of the transaction. */
  async claimSpreading(): Promise<NoticeRow | undefined> {
    const rows: NoticeRow[] = await this.manager.query(
      `select ${NOTICE_COLUMNS} from subscription_notices where spread_at is null order by id limit 1 for update skip locked`,
    );
    return rows[0];
  }

  /** Everybody up to this subscription was looked at; `at`: that was all. */
  async spread(id: string, to: string, at: Date | null): Promise<void> {
    await this.manager.query('update subscription_notices set spread_to = $2, spread_at = $3 where id = $1', [id, to, at]);
  }

  async forget(before: Date): Promise<void> {
    await this.manager.query('delete from subscription_notices where at < $1 and spread_at is not null', [before]);
  }
}
