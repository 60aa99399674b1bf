import { type EntityManager, EntitySchema, IsNull, LessThan, Not } from 'typeorm';
import type { IncomingAlert } from '../../../domain/alerts/alert.ts';
import type { Unreadable } from '../../../domain/alerts/unreadable.ts';
import type { Weight } from '../../../domain/alerts/weight.ts';
import { identity, maybeText, maybeTime, text, time, whole } from '../../columns.ts';

/** Rows of what opens incidents besides people. */

/** An alert as it came in, until it was worked on. */
export interface AlertEventRow {
  id: string;
  source: string;
  receivedAt: Date;
  /** Whatever it was, when it was set aside because nobody could read it. */
  payload: IncomingAlert | Record<string, unknown>;
  attempts: number;
  /** For people who look at the table; `reason` says the same to programs. */
  error: string | null;
  setAsideAt: Date | null;
  /** Why it was set aside when it came; null for what broke later, and for rows of earlier releases. */
  reason: Unreadable | null;
  /** Who sent it, as far as that is known. */
  sender: string | null;
  /** By the playbook when it came; decides what is worked on first, and nothing else. */
  weight: Weight;
  /** The same; null in rows of earlier releases. */
  groupKey: string | null;
}

export const AlertEventEntity = new EntitySchema<AlertEventRow>({
  name: 'AlertEvent',
  tableName: 'alert_events',
  columns: {
    id: identity('bigint'),
    source: text('source'),
    receivedAt: time('received_at'),
    payload: { type: 'jsonb' },
    attempts: { ...whole('attempts'), default: 0 },
    error: maybeText('error'),
    setAsideAt: maybeTime('set_aside_at'),
    reason: { type: 'jsonb', nullable: true },
    sender: maybeText('sender'),
    weight: whole('weight'),
    groupKey: maybeText('group_key'),
  },
});

export type NewAlertEvent = Pick<AlertEventRow, 'source' | 'receivedAt' | 'payload'> &
  Partial<Pick<AlertEventRow, 'sender' | 'weight' | 'groupKey'>> & {
    /** Why nobody can work on it, and the same in words: it is kept for people to look at. */
    unreadable?: { reason: Unreadable; text: string };
  };

/** An event that waits to be worked on, with what that takes. */
export type WaitingEvent = Pick<AlertEventRow, 'id' | 'source' | 'receivedAt' | 'payload' | 'attempts'>;

/** Its columns: hundreds of rows are read at once, and entities of them would hold up everything else. */
const WAITING = 'e.id, e.source, e.received_at as "receivedAt", e.payload, e.attempts';

/** Any number, the same in all processes of a deployment. */
const TURN = 4_242_005;

/** Table `alert_events`: the durable inbox of alerts. A row is gone as soon as it was worked on. */
export class AlertEventStore {
  constructor(private readonly manager: EntityManager) {}

  async add(events: readonly NewAlertEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.manager.query(
      `insert into alert_events (source, sender, received_at, payload, weight, group_key, reason, error, set_aside_at)
       select e.source, e.sender, e."receivedAt", e.payload, coalesce(e.weight, 3), e."groupKey", e.unreadable -> 'reason', e.unreadable ->> 'text',
              case when e.unreadable is not null then e."receivedAt" end
         from jsonb_to_recordset($1::jsonb) as e(source text, sender text, "receivedAt" timestamptz, payload jsonb, weight smallint,
              "groupKey" text, unreadable jsonb)`,
      [JSON.stringify(events)],
    );
  }

  /** Waits until no other transaction works on events, because those of one alert must be taken in the order in which they came. */
  async takeTurn(): Promise<void> {
    await this.manager.query('select pg_advisory_xact_lock($1)', [TURN]);
  }

  /** The oldest that were not set aside and are not among `but`. */
  async next(limit: number, { but = [] }: { but?: readonly string[] } = {}): Promise<WaitingEvent[]> {
    return await this.manager.query(
      `select ${WAITING} from alert_events e where e.set_aside_at is null and e.id <> all($2::bigint[]) order by e.id limit $1`,
      [limit, but],
    );
  }

  /**
   * Those that cannot wait, with everything that came before them about the same alerts, the oldest first: first what belongs to an open incident (whose key
   * `prefix` makes of the group), then the heaviest. At most about `limit`.
   */
  async urgent(limit: number, { but, prefix }: { but: readonly string[]; prefix: string }): Promise<WaitingEvent[]> {
    return await this.manager.query(
      `with waiting as (
         select e.id, e.source, e.payload ->> 'fingerprint' as fingerprint, e.weight, i.dedup_key is not null as has_incident
           from alert_events e
           left join incidents i on i.dedup_key = $2 || e.group_key and i.state in ('open', 'reopened', 'mitigated')
          where e.set_aside_at is null and e.id <> all($3::bigint[])),
       first as (select * from waiting order by has_incident desc, weight desc, id limit $1),
       chosen as (
         select w.id from waiting w
          where exists (select 1 from first f where f.source = w.source and f.fingerprint = w.fingerprint and f.id >= w.id)
          order by w.id limit 2 * $1)
       select ${WAITING} from alert_events e join chosen on chosen.id = e.id order by e.id`,
      [limit, prefix, but],
    );
  }

  /** One of them, if it is still there and was not set aside. */
  async still(id: string): Promise<WaitingEvent[]> {
    return await this.manager.query(`select ${WAITING} from alert_events e where e.id = $1 and e.set_aside_at is null`, [id]);
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

  /** Deletes what was set aside before `before`, and all but the newest `most`; how many there were. */
  async forget(before: Date, most: number): Promise<number> {
    const { affected } = await this.manager.getRepository(AlertEventEntity).delete({ setAsideAt: LessThan(before) });
    const [, more]: [unknown[], number] = await this.manager.query(
      `delete from alert_events where set_aside_at is not null
          and id <= (select id from alert_events where set_aside_at is not null order by id desc offset $1 limit 1)`,
      [most],
    );
    return (affected ?? 0) + more;
  }

  /** How many were set aside and are kept. */
  async countSetAside(): Promise<number> {
    return await this.manager.getRepository(AlertEventEntity).countBy({ setAsideAt: Not(IsNull()) });
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
