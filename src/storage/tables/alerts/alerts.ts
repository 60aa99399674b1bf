import { type EntityManager, EntitySchema, LessThanOrEqual, MoreThan } from 'typeorm';
import type { Alert } from '../../../domain/alerts/alert.ts';
import { type Tally, UNKNOWN_WEIGHT } from '../../../domain/alerts/weight.ts';
import { identity, maybeText, maybeTime, text, time, whole } from '../../columns.ts';

/** What an alert says, whether kept as it stands or as it changed. */
export const ALERT_COLUMNS = {
  source: text('source'),
  fingerprint: text('fingerprint'),
  status: text('status'),
  title: text('title'),
  labels: { type: 'jsonb' as const },
  description: maybeText('description'),
  url: maybeText('url'),
  startsAt: time('starts_at'),
};

export interface AlertRow extends Alert {
  id: string;
  /** When it is decided about; it has news exactly as long. */
  dueAt: Date | null;
  /** Since when it waits because too many incidents were declared. */
  waitingSince: Date | null;
  /** Why it opens nothing: the reason of a maintenance window. */
  mutedBy: string | null;
  incidentId: number | null;
}

export const AlertEntity = new EntitySchema<AlertRow>({
  name: 'Alert',
  tableName: 'alerts',
  columns: {
    id: identity('bigint'),
    service: text('service'),
    ...ALERT_COLUMNS,
    endsAt: maybeTime('ends_at'),
    firstSeenAt: time('first_seen_at'),
    lastSeenAt: time('last_seen_at'),
    times: whole('times'),
    groupKey: text('group_key'),
    weight: { ...whole('weight'), nullable: true },
    leftOut: { name: 'left_out', type: 'jsonb' },
    news: maybeText('news'),
    dueAt: maybeTime('due_at'),
    waitingSince: maybeTime('waiting_since'),
    mutedBy: maybeText('muted_by'),
    incidentId: { ...whole('incident_id'), nullable: true },
  },
});

const DECLARING = 4_242_006;
const GROUPS = 4_242_007;
const CLAIM_PART = 250;

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

  /** Writes what is known now. Alerts with news become due `dueAt`; those that wait for a time of their own go on waiting. */
  async remember(alerts: readonly Alert[], dueAt: Date): Promise<void> {
    if (alerts.length === 0) return;
    await this.manager.query(
      `insert into alerts (source, fingerprint, status, title, labels, description, url, starts_at, ends_at, first_seen_at, last_seen_at,
                           times, group_key, service, weight, left_out, news, due_at)
       select a.source, a.fingerprint, a.status, a.title, a.labels, a.description, a.url, a."startsAt", a."endsAt", a."firstSeenAt",
              a."lastSeenAt", a.times, a."groupKey", a.service, a.weight, a."leftOut", a.news, case when a.news is not null then $2::timestamptz end
         from jsonb_to_recordset($1::jsonb) as a(source text, fingerprint text, status text, title text, labels jsonb, description text,
              url text, "startsAt" timestamptz, "endsAt" timestamptz, "firstSeenAt" timestamptz, "lastSeenAt" timestamptz, times integer,
              "groupKey" text, service text, weight smallint, "leftOut" jsonb, news text)
       on conflict (source, fingerprint) do update
          set status = excluded.status, title = excluded.title, labels = excluded.labels, description = excluded.description,
              url = excluded.url, starts_at = excluded.starts_at, ends_at = excluded.ends_at, last_seen_at = excluded.last_seen_at,
              times = excluded.times, group_key = excluded.group_key, service = excluded.service, weight = excluded.weight, left_out = excluded.left_out,
              news = excluded.news,
              due_at = case when excluded.news is null then null
                            when alerts.news = excluded.news and (alerts.waiting_since is not null or alerts.muted_by is not null)
                                 then alerts.due_at
                            else excluded.due_at end,
              waiting_since = case when alerts.news = excluded.news then alerts.waiting_since end,
              muted_by = case when excluded.news is not null then alerts.muted_by end`,
      [JSON.stringify(alerts), dueAt],
    );
  }

  /**
   * The groups with something to decide, each with the weight of the heaviest: those that have an open incident first (its key is what `prefix` makes of the
   * group), then the heaviest, then the one that waits longest. One that was `decided` about is left out unless something of it weighs more than what was.
   */
  async dueGroups(
    now: Date,
    { limit, decided, prefix }: { limit: number; decided: ReadonlyMap<string, number>; prefix: string },
  ): Promise<{ key: string; service: string; weight: number }[]> {
    return await this.manager.query(
      `with due as (
         select group_key as key, min(service) as service, max(coalesce(weight, ${UNKNOWN_WEIGHT}))::int as weight, min(coalesce(waiting_since, due_at)) as since, min(id) as id
           from alerts where due_at <= $1 group by group_key)
       select due.key, due.service, due.weight
         from due
         left join unnest($3::text[], $4::int[]) as d(key, weight) on d.key = due.key
         left join incidents i on i.dedup_key = $5 || due.key and i.state in ('open', 'reopened', 'mitigated')
        where due.weight > coalesce(d.weight, -1)
        order by i.id is null, due.weight desc, due.since, due.id limit $2`,
      [now, limit, [...decided.keys()], [...decided.values()], prefix],
    );
  }

  /** Waits until no other transaction decides about this group. */
  async takeGroup(groupKey: string): Promise<void> {
    await this.manager.query('select pg_advisory_xact_lock($1, hashtext($2))', [GROUPS, groupKey]);
  }

  /** What is due in a group, locked; what is just being written is left for the next look. Read in parts, because a storm is thousands of them. */
  async claimDue(groupKey: string, now: Date): Promise<AlertRow[]> {
    const claimed: AlertRow[] = [];
    for (let after = '0'; ; ) {
      const part = await this.manager.getRepository(AlertEntity).find({
        where: { groupKey, dueAt: LessThanOrEqual(now), id: MoreThan(after) },
        order: { id: 'ASC' },
        take: CLAIM_PART,
        lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
      });
      claimed.push(...part);
      const last = part.at(-1);
      if (!last || part.length < CLAIM_PART) return claimed;
      after = last.id;
    }
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

  /** What is muted in a service is decided about again: what mutes it is over, or some of it. */
  async unmute(service: string, now: Date): Promise<void> {
    await this.manager.query('update alerts set due_at = $2 where service = $1 and muted_by is not null and due_at > $2', [service, now]);
  }

  /** They wait for room until `dueAt`. */
  async wait(ids: readonly string[], now: Date, dueAt: Date): Promise<void> {
    await this.manager.query(
      'update alerts set due_at = $3, waiting_since = coalesce(waiting_since, $2), muted_by = null where id = any($1::bigint[])',
      [ids, now, dueAt],
    );
  }

  /**
   * Puts off until `dueAt` what is due in groups that have no open incident and of which everything fires; those that somebody decides about are left to
   * them. At most `limit` groups, none of `but`; how many there were.
   */
  async waitTogether(
    now: Date,
    dueAt: Date,
    { service, limit, but, prefix }: { service: string; limit: number; but: readonly string[]; prefix: string },
  ): Promise<number> {
    const rows: { groups: number }[] = await this.manager.query(
      `with due as (
         select a.group_key as key from alerts a
          where a.due_at <= $1 and a.service = $6 and a.group_key <> all($4::text[])
            and not exists (select 1 from incidents i where i.dedup_key = $5 || a.group_key and i.state in ('open', 'reopened', 'mitigated'))
          group by a.group_key having bool_and(a.status = 'firing') order by min(a.id) limit $3),
       ours as materialized (select key from due where pg_try_advisory_xact_lock(${GROUPS}, hashtext(key))),
       waiting as (
         update alerts a set due_at = $2, waiting_since = coalesce(a.waiting_since, $1), muted_by = null
           from ours where a.group_key = ours.key and a.due_at <= $1 and a.status = 'firing' returning a.group_key)
       select count(distinct group_key)::int as groups from waiting`,
      [now, dueAt, limit, but, prefix, service],
    );
    return rows[0]?.groups ?? 0;
  }

  /** Groups of a service that would declare an incident if they could; an incident of a group has the key that `prefix` makes of it. */
  async countWaitingGroups(service: string, prefix: string): Promise<number> {
    const [row] = await this.manager.query(
      `select count(distinct group_key)::int as groups from alerts
        where due_at is not null and status = 'firing' and muted_by is null and service = $2
          and not exists (select 1 from incidents i
                           where i.dedup_key = $1 || alerts.group_key and i.state in ('open', 'reopened', 'mitigated'))`,
      [prefix, service],
    );
    return row.groups;
  }

  /** Waits until no other transaction declares by alerts; then when those of a service since `since` were declared. */
  async takeDeclaring(service: string, since: Date): Promise<Date[]> {
    await this.manager.query('select pg_advisory_xact_lock($1)', [DECLARING]);
    const rows: { at: Date }[] = await this.manager.query(
      `select detected_at as at from incidents where declared_via in ('alert', 'watch') and detected_at > $1 and service = $2`,
      [since, service],
    );
    return rows.map(({ at }) => at);
  }

  /** How many alerts an incident has by their weight, and how many of these fire; `but` are left out. See `firingIn`. */
  async tally(incidentId: number, { but = [] }: { but?: readonly string[] } = {}): Promise<Tally> {
    return await this.manager.query(
      `select coalesce(weight, ${UNKNOWN_WEIGHT}) as weight, count(*)::int as all, count(*) filter (where status = 'firing')::int as firing
         from alerts where incident_id = $1 and id <> all($2::bigint[]) group by 1`,
      [incidentId, but],
    );
  }

  /** Alerts of an incident whose weight is not known: only what they say tells it. */
  async unweighed(incidentId: number): Promise<Pick<AlertRow, 'id' | 'status' | 'labels'>[]> {
    return await this.manager.query('select id, status, labels from alerts where incident_id = $1 and weight is null', [incidentId]);
  }

  /** Some other alerts of an incident that are called as some of these. */
  async namesakes(incidentId: number, alerts: readonly Pick<AlertRow, 'id' | 'title'>[]): Promise<Pick<AlertRow, 'title' | 'labels'>[]> {
    return await this.manager.query(
      'select title, labels from alerts where incident_id = $1 and title = any($2) and id <> all($3::bigint[]) order by id limit 20',
      [incidentId, [...new Set(alerts.map(({ title }) => title))], alerts.map(({ id }) => id)],
    );
  }

  /** Those that call nobody, the ones that were heard of last. */
  async callingNobody(limit = 20): Promise<AlertRow[]> {
    return await this.manager.getRepository(AlertEntity).find({ where: { weight: 0 }, order: { lastSeenAt: 'DESC' }, take: limit });
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
