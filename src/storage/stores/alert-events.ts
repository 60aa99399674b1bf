import { type EntityManager, IsNull, LessThan, MoreThan } from 'typeorm';
import { AlertEventEntity, type AlertEventRow } from '../alert-entities.ts';

export type NewAlertEvent = Pick<AlertEventRow, 'source' | 'receivedAt' | 'payload'> & {
  /** Why nobody can work on it: it is kept for people to look at. */
  unreadable?: string;
};

/** Any number, the same in all processes of a deployment. */
const TURN = 4_242_005;

/** Table `alert_events`: the durable inbox of alerts. A row is gone as soon as it was worked on. */
export class AlertEventStore {
  constructor(private readonly manager: EntityManager) {}

  async add(events: readonly NewAlertEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.manager.query(
      `insert into alert_events (source, received_at, payload, error, set_aside_at)
       select e.source, e."receivedAt", e.payload, e.unreadable, case when e.unreadable is not null then e."receivedAt" end
         from jsonb_to_recordset($1::jsonb) as e(source text, "receivedAt" timestamptz, payload jsonb, unreadable text)`,
      [JSON.stringify(events)],
    );
  }

  /** Waits until no other transaction works on events, because those of one alert must be taken in the order in which they came. */
  async takeTurn(): Promise<void> {
    await this.manager.query('select pg_advisory_xact_lock($1)', [TURN]);
  }

  /** The oldest behind `after` that were not set aside. */
  async next(limit: number, after = '0'): Promise<AlertEventRow[]> {
    return await this.manager
      .getRepository(AlertEventEntity)
      .find({ where: { setAsideAt: IsNull(), id: MoreThan(after) }, order: { id: 'ASC' }, take: limit });
  }

  async done(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.manager.query('delete from alert_events where id = any($1::bigint[])', [ids]);
  }

  /** One more try failed; `setAsideAt` when it was the last. */
  async failed(id: string, error: string, setAsideAt: Date | null): Promise<void> {
    await this.manager
      .getRepository(AlertEventEntity)
      .update({ id }, { attempts: () => 'attempts + 1', error: error.slice(0, 1_000), setAsideAt });
  }

  /** Deletes what was set aside before `before`; how many there were. */
  async forget(before: Date): Promise<number> {
    const { affected } = await this.manager.getRepository(AlertEventEntity).delete({ setAsideAt: LessThan(before) });
    return affected ?? 0;
  }

  async setAside(limit = 100): Promise<AlertEventRow[]> {
    return await this.manager
      .getRepository(AlertEventEntity)
      .createQueryBuilder('e')
      .where('e.setAsideAt is not null')
      .orderBy('e.id', 'DESC')
      .limit(limit)
      .getMany();
  }
}
