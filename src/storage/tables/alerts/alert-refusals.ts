import type { EntityManager } from 'typeorm';
import { HARMLESS, type Refusal, type RefusalCode } from '../../../domain/alerts/refusal.ts';

export interface RefusalRow extends Refusal {
  firstAt: Date;
  lastAt: Date;
}

/** Table `alert_refusals`: what the doors of alerts refused, one row for each reason, sender and day (UTC). */
export class AlertRefusalStore {
  constructor(private readonly manager: EntityManager) {}

  async add(refusals: readonly Refusal[], at: Date): Promise<void> {
    await this.manager.query(
      `insert into alert_refusals (source, sender, code, day, requests, alerts, first_at, last_at)
       select r.source, r.sender, r.code, ($2::timestamptz at time zone 'UTC')::date, sum(r.requests), sum(r.alerts), $2, $2
         from jsonb_to_recordset($1::jsonb) as r(source text, sender text, code text, requests bigint, alerts bigint)
        group by r.source, r.sender, r.code order by r.source, r.sender, r.code
       on conflict (source, sender, code, day) do update
          set requests = alert_refusals.requests + excluded.requests, alerts = alert_refusals.alerts + excluded.alerts, last_at = excluded.last_at`,
      [JSON.stringify(refusals), at],
    );
  }

  /** Whether people are to be told now: true once, unless they were told of this sender after `since`. */
  async mayTell({ source, sender }: Pick<Refusal, 'source' | 'sender'>, now: Date, since: Date): Promise<boolean> {
    const told: [unknown[], number] = await this.manager.query(
      `update alert_refusals set said_at = $3
        where source = $1 and sender = $2 and day >= ($3::timestamptz at time zone 'UTC')::date
          and not exists (select 1 from alert_refusals o where o.source = $1 and o.sender = $2 and o.said_at > $4)`,
      [source, sender, now, since],
    );
    return told[1] > 0;
  }

  /** What was refused since then, by door, sender and reason; what may be lost first, then the last ones. */
  async since(at: Date): Promise<RefusalRow[]> {
    const rows: (Omit<RefusalRow, 'code'> & { code: RefusalCode })[] = await this.manager.query(
      `select source, sender, code, sum(requests)::int as requests, sum(alerts)::int as alerts, min(first_at) as "firstAt", max(last_at) as "lastAt"
         from alert_refusals where last_at >= $1 group by source, sender, code
        order by code = any($2::text[]), max(last_at) desc, source, sender, code limit 100`,
      [at, HARMLESS],
    );
    return rows;
  }

  async forget(before: Date): Promise<void> {
    await this.manager.query('delete from alert_refusals where last_at < $1', [before]);
  }
}
