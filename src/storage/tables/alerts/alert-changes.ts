import { type EntityManager, EntitySchema, LessThan } from 'typeorm';
import type { Alert } from '../../../domain/alerts/alert.ts';
import { identity, time } from '../../columns.ts';
import { ALERT_COLUMNS } from './alerts.ts';

/** What an alert from outside said when it began, got worse, began anew or ended. */
export type AlertChangeRow = Pick<Alert, 'source' | 'fingerprint' | 'status' | 'title' | 'labels' | 'description' | 'url' | 'startsAt'> & {
  id: string;
  receivedAt: Date;
};

export const AlertChangeEntity = new EntitySchema<AlertChangeRow>({
  name: 'AlertChange',
  tableName: 'alert_changes',
  columns: {
    id: identity('bigint'),
    ...ALERT_COLUMNS,
    receivedAt: time('received_at'),
  },
});

export type NewAlertChange = Omit<AlertChangeRow, 'id'>;

/** Table `alert_changes`: append-only history of the alerts from outside, as long as replays may ask for it. */
export class AlertChangeStore {
  constructor(private readonly manager: EntityManager) {}

  async add(changes: readonly NewAlertChange[]): Promise<void> {
    if (changes.length === 0) return;
    await this.manager.query(
      `insert into alert_changes (source, fingerprint, status, title, labels, description, url, starts_at, received_at)
       select c.source, c.fingerprint, c.status, c.title, c.labels, c.description, c.url, c."startsAt", c."receivedAt"
         from jsonb_to_recordset($1::jsonb) as c(source text, fingerprint text, status text, title text, labels jsonb, description text,
              url text, "startsAt" timestamptz, "receivedAt" timestamptz)`,
      [JSON.stringify(changes)],
    );
  }

  /** Oldest first; before them, as received long ago, what was firing when the time began. */
  async between(from: Date, to: Date): Promise<AlertChangeRow[]> {
    const firing: { id: string }[] = await this.manager.query(
      `select id from (select distinct on (source, fingerprint) id, status from alert_changes
                        where received_at < $1 order by source, fingerprint, id desc) as last
        where status = 'firing'`,
      [from],
    );
    return await this.manager
      .getRepository(AlertChangeEntity)
      .createQueryBuilder('c')
      .where('c.receivedAt between :from and :to or c.id = any(:firing::bigint[])', { from, to, firing: firing.map(({ id }) => id) })
      .orderBy('c.receivedAt')
      .addOrderBy('c.id')
      .getMany();
  }

  /** Deletes what was received before `before`; how many there were. */
  async forget(before: Date): Promise<number> {
    const { affected } = await this.manager.getRepository(AlertChangeEntity).delete({ receivedAt: LessThan(before) });
    return affected ?? 0;
  }
}
