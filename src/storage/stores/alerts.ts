import { type EntityManager, LessThanOrEqual } from 'typeorm';
import type { Alert } from '../../domain/alerts/alert.ts';
import { AlertEntity, type AlertRow } from '../alert-entities.ts';

const DECLARING = 4_242_006;
const GROUPS = 4_242_007;

/** Table `alerts`: one row for each trouble that a source has a name for. */
export class AlertStore {
  constructor(private readonly manager: EntityManager) {}

  /** Locked until the transaction ends: what a decision is just settling is read after it. */
  async known(pairs: readonly Pick<Alert, 'source' | 'fingerprint'>[]): Promise<AlertRow[]> {
    if (pairs.length === 0) return [];
    return await this.manager
      .getRepository(AlertEntity)
      .createQueryBuilder('a')
      .setLock('pessimistic_write')
      .where(
        `(a.source, a.fingerprint) in (select p.source, p.fingerprint from jsonb_to_recordset(:pairs::jsonb) as p(source text, fingerprint text))`,
        { pairs: JSON.stringify(pairs.map(({ source, fingerprint }) => ({ source, fingerprint }))) },
      )
      .getMany();
  }

  /** Writes what is known now. What has news becomes due `dueAt`; what waits for a time of its own goes on waiting. */
  async remember(alerts: readonly Alert[], dueAt: Date): Promise<void> {
    if (alerts.length === 0) return;
    await this.manager.query(
      `insert into alerts (source, fingerprint, status, title, labels, description, url, starts_at, ends_at, first_seen_at, last_seen_at,
                           times, group_key, news, due_at)
       select a.source, a.fingerprint, a.status, a.title, a.labels, a.description, a.url, a."startsAt", a."endsAt", a."firstSeenAt",
              a."lastSeenAt", a.times, a."groupKey", a.news, case when a.news is not null then $2::timestamptz end
         from jsonb_to_recordset($1::jsonb) as a(source text, fingerprint text, status text, title text, labels jsonb, description text,
              url text, "startsAt" timestamptz, "endsAt" timestamptz, "firstSeenAt" timestamptz, "lastSeenAt" timestamptz, times integer,
              "groupKey" text, news text)
       on conflict (source, fingerprint) do update
          set status = excluded.status, title = excluded.title, labels = excluded.labels, description = excluded.description,
              url = excluded.url, starts_at = excluded.starts_at, ends_at = excluded.ends_at, last_seen_at = excluded.last_seen_at,
              times = excluded.times, group_key = excluded.group_key, news = excluded.news,
              due_at = case when excluded.news is null then null
                            when alerts.news = excluded.news and (alerts.waiting_since is not null or alerts.muted_by is not null)
                                 then alerts.due_at
                            else excluded.due_at end,
              waiting_since = case when alerts.news = excluded.news then alerts.waiting_since end`,
      [JSON.stringify(alerts), dueAt],
    );
  }

  /** The groups with something to decide, the one that waits longest first; those in `but` are left out and take up no room. */
  async dueGroups(now: Date, { limit, but = [] }: { limit: number; but?: readonly string[] }): Promise<string[]> {
    const rows: { key: string }[] = await this.manager.query(
      `select group_key as key from alerts where due_at <= $1 and group_key <> all($3::text[])
        group by group_key order by min(coalesce(waiting_since, due_at)), min(id) limit $2`,
      [now, limit, but],
    );
    return rows.map(({ key }) => key);
  }

  /** Waits until no other transaction decides about this group. */
  async takeGroup(groupKey: string): Promise<void> {
    await this.manager.query('select pg_advisory_xact_lock($1, hashtext($2))', [GROUPS, groupKey]);
  }

  /** What is due in a group, locked; what is just being written is left for the next look. */
  async claimDue(groupKey: string, now: Date): Promise<AlertRow[]> {
    return await this.manager.getRepository(AlertEntity).find({
      where: { groupKey, dueAt: LessThanOrEqual(now) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
    });
  }

  /** Decided: nothing is due any more. Those with an incident belong to it from here on. */
  async settle(ids: readonly string[], incidentId: number | null): Promise<void> {
    if (ids.length === 0) return;
    await this.manager.query(
      `update alerts set news = null, due_at = null, waiting_since = null, muted_by = null, incident_id = coalesce($2, incident_id)
        where id = any($1::bigint[])`,
      [ids, incidentId],
    );
  }

  /** Decided about again at `dueAt`, when the window that mutes it has ended. */
  async mute(id: string, reason: string, dueAt: Date): Promise<void> {
    await this.manager.getRepository(AlertEntity).update({ id }, { mutedBy: reason, dueAt, waitingSince: null });
  }

  /** They wait for room until `dueAt`. */
  async wait(ids: readonly string[], now: Date, dueAt: Date): Promise<void> {
    await this.manager.query(
      'update alerts set due_at = $3, waiting_since = coalesce(waiting_since, $2), muted_by = null where id = any($1::bigint[])',
      [ids, now, dueAt],
    );
  }

  /** Groups that would declare an incident if they could; an incident of a group has the key that `prefix` makes of it. */
  async countWaitingGroups(prefix: string): Promise<number> {
    const [row] = await this.manager.query(
      `select count(distinct group_key)::int as groups from alerts
        where due_at is not null and status = 'firing' and muted_by is null
          and not exists (select 1 from incidents i
                           where i.dedup_key = $1 || alerts.group_key and i.state in ('open', 'reopened', 'mitigated'))`,
      [prefix],
    );
    return row.groups;
  }

  /** Waits until no other transaction declares by alerts; then when those since `since` were declared. */
  async takeDeclaring(since: Date): Promise<Date[]> {
    await this.manager.query('select pg_advisory_xact_lock($1)', [DECLARING]);
    const rows: { at: Date }[] = await this.manager.query(
      `select detected_at as at from incidents where declared_via in ('alert', 'watch') and detected_at > $1`,
      [since],
    );
    return rows.map(({ at }) => at);
  }

  async countFiring(incidentId: number): Promise<number> {
    return await this.manager.getRepository(AlertEntity).countBy({ incidentId, status: 'firing' });
  }

  async of(incidentId: number): Promise<AlertRow[]> {
    return await this.manager.getRepository(AlertEntity).find({ where: { incidentId }, order: { id: 'ASC' } });
  }

  async all(): Promise<AlertRow[]> {
    return await this.manager.getRepository(AlertEntity).find({ order: { id: 'ASC' } });
  }

  /** When something is due next. */
  async nextAt(): Promise<Date | undefined> {
    const [row] = await this.manager.query('select min(due_at) as at from alerts where due_at is not null');
    return row?.at ?? undefined;
  }
}
