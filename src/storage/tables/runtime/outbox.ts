import { type EntityManager, EntitySchema, In, IsNull, MoreThan, Not, type QueryDeepPartialEntity } from 'typeorm';
import type { Lane } from '../../../domain/ports/chat.ts';
import { identity, json, maybeText, maybeTime, text, time, whole } from '../../columns.ts';
import { type Changes, change, changeReturning, updating } from '../../gathered.ts';

export interface OutboxRow {
  id: string;
  key: string;
  incidentId: number | null;
  kind: string;
  lane: Lane;
  /** As it is stored; its effect reads it. */
  payload: Record<string, unknown>;
  /** Posted where its incident lives by the time it leaves; null in what an earlier release wrote. */
  atHome: boolean | null;
  status: 'pending' | 'sent' | 'failed';
  attempts: number;
  createdAt: Date;
  startedAt: Date | null;
  nextAt: Date | null;
  /** The number of the process that is sending it. */
  claimedBy: string | null;
  sentAt: Date | null;
  outcome: unknown;
  error: string | null;
  /** Not sent until this is mended or back: `us`, a channel's id, or the announcement of an incident. */
  waitsFor: string | null;
}

export const OutboxEntity = new EntitySchema<OutboxRow>({
  name: 'Outbox',
  tableName: 'outbox',
  columns: {
    id: identity('bigint'),
    key: text('key'),
    incidentId: whole('incident_id', { nullable: true }),
    kind: text('kind'),
    lane: text('lane'),
    payload: json('payload'),
    atHome: { name: 'at_home', type: 'boolean', nullable: true },
    status: text('status'),
    attempts: whole('attempts', { default: 0 }),
    createdAt: time('created_at'),
    startedAt: maybeTime('started_at'),
    nextAt: maybeTime('next_at'),
    claimedBy: maybeText('claimed_by'),
    sentAt: maybeTime('sent_at'),
    outcome: json('outcome', { nullable: true }),
    error: maybeText('error'),
    waitsFor: maybeText('waits_for'),
  },
});

/** Only effects make these (`effect(…).row`), each for payloads of its own: so a wrong kind or payload does not compile. */
declare const madeByAnEffect: unique symbol;

export type NewOutboxRow = Pick<OutboxRow, 'key' | 'incidentId' | 'kind' | 'lane' | 'payload'> & {
  atHome: boolean;
  readonly [madeByAnEffect]: true;
};

/** A row as its owner has it: `attempts` counts the claims, so that one that was lost and had again is another one. */
type ClaimedRow = Pick<OutboxRow, 'id' | 'claimedBy' | 'attempts'>;

/** A row as it was taken, and how many milliseconds ago the process that had it before was lost; null when none was. */
export type TakenRow = OutboxRow & { lostMsAgo: number | null };

/** What every settled row has in common. */
const SETTLED = { nextAt: null, claimedBy: null, waitsFor: null } as const;

/** Table `outbox`: effects that a transaction decided on and that leave after it, each under a key derived from its cause. */
export class OutboxStore {
  constructor(private readonly manager: EntityManager) {}

  /** A key that is already there is left as it is: the same cause has the same effect once. */
  async add(row: NewOutboxRow, at: Date): Promise<void> {
    await this.addMany([row], at);
  }

  /** Many at once, under the same rule. */
  async addMany(rows: readonly NewOutboxRow[], at: Date): Promise<void> {
    if (rows.length === 0) return;
    const sql = `insert into outbox (key, incident_id, kind, lane, payload, at_home, status, created_at, next_at)
       select r.key, r."incidentId", r.kind, r.lane, r.payload, r."atHome", 'pending', $2, $2
         from jsonb_to_recordset($1::jsonb) as r(key text, "incidentId" integer, kind text, lane text, payload jsonb, "atHome" boolean)
       on conflict (key) do nothing`;
    await change(this.manager, { tables: ['outbox'], changes: [{ sql, values: [JSON.stringify(rows), at] }] });
  }

  /**
   * Takes up to `limit` rows of these lanes that are due for the process of this number, and hides them until `hiddenUntil`. Due are those whose time has
   * come, and what a process had taken that is lost: nobody sends it any more. `attempts` counts this one; `startedAt` is the first attempt's.
   */
  async claim(owner: number, lanes: readonly Lane[], now: Date, hiddenUntil: Date, limit: number): Promise<TakenRow[]> {
    const claimed: { id: string; lostMsAgo: number | null }[] = await this.manager
      .query(
        `with due as (
         select id, claimed_by as had_by from outbox o
          where status = 'pending' and lane = any($4)
            and (next_at <= $1 or claimed_by is not null and not exists (
              select 1 from processes p where p.number::text = o.claimed_by and p.lost_at is null))
          order by array_position(array['page', 'ack', 'mitigation', 'update', 'cosmetics'], lane), id
          limit $3 for update skip locked)
       update outbox o set attempts = attempts + 1, started_at = coalesce(started_at, $1), next_at = $2, claimed_by = $5, waits_for = null
         from due where o.id = due.id
         returning o.id, (select (extract(epoch from clock_timestamp() - p.lost_at) * 1000)::float8
                            from processes p where p.number::text = had_by) as "lostMsAgo"`,
        [now, hiddenUntil, limit, lanes, String(owner)],
      )
      .then((result) => (Array.isArray(result[0]) ? result[0] : result));
    if (claimed.length === 0) return [];
    const lost = new Map(claimed.map(({ id, lostMsAgo }) => [id, lostMsAgo]));
    const rows = await this.manager
      .getRepository(OutboxEntity)
      .createQueryBuilder('o')
      .whereInIds([...lost.keys()])
      .orderBy('o.id')
      .getMany();
    return rows.map((row) => ({ ...row, lostMsAgo: lost.get(row.id) ?? null }));
  }

  /** Compare-and-set: false when the row was settled already, or is another process's by now. */
  async sent(row: ClaimedRow, at: Date, outcome: unknown): Promise<boolean> {
    return await this.settle(row, { ...SETTLED, status: 'sent', sentAt: at, outcome: (outcome ?? null) as never, error: null });
  }

  /** The same for everything that waits for anything. */
  async releaseAll(now: Date): Promise<void> {
    await this.manager.query(
      `update outbox set next_at = $1, waits_for = null where waits_for is not null and claimed_by is null and status = 'pending'`,
      [now],
    );
  }

  /** Whatever of an incident waits for a later time is due at `now`. Returns how many there were. */
  async retry(incidentId: number, now: Date): Promise<number> {
    const { affected } = await this.manager
      .getRepository(OutboxEntity)
      .update({ incidentId, status: 'pending', claimedBy: IsNull(), nextAt: MoreThan(now) }, { nextAt: now, waitsFor: null });
    return affected ?? 0;
  }

  /** Those of an incident that failed for good are tried once more at `now`: somebody has mended what was in the way. Their like was begun, so whoever takes one looks first. Returns how many. */
  async retryFailed(incidentId: number, kinds: readonly string[], now: Date): Promise<number> {
    const { affected } = await this.manager
      .getRepository(OutboxEntity)
      .update({ incidentId, kind: In([...kinds]), status: 'failed' }, { status: 'pending', nextAt: now, error: null });
    return affected ?? 0;
  }

  /**
   * Waits until the channel `waitsFor` is back, or, what is posted where its incident lives (`atHome`), until that has another home; one that came back meanwhile is
   * tried again at `soonAt`. Whoever brings either back is waited for, or finds the row waiting: nothing falls between. Returns when it is due. Under the same rule.
   */
  async waitFor(
    { id, claimedBy }: ClaimedRow,
    waitsFor: string,
    { untilAt, soonAt, atHome }: { untilAt: Date; soonAt: Date; atHome: boolean },
    error: string,
  ): Promise<Date | undefined> {
    const [rows]: [{ next_at: Date }[]] = await this.manager.query(
      `with gone as (select channel_id from gone_places where channel_id = $3 for share),
       home as (
         select i.channel_id from incidents i
          where $7 and i.id = (select incident_id from outbox where id = $1) for share)
       update outbox o
          set claimed_by = null, error = $4, waits_for = $3, at_home = $7,
              next_at = case when exists (select 1 from gone) and not exists (select 1 from home where channel_id <> $3)
                             then $5::timestamptz else $6::timestamptz end
        where id = $1 and claimed_by = $2 and status = 'pending' returning next_at`,
      [id, claimedBy ?? '', waitsFor, error, untilAt, soonAt, atHome],
    );
    return rows[0]?.next_at;
  }

  /** Sends it elsewhere, at `now`. Under the same rule. */
  async redirect(row: ClaimedRow, { payload, atHome }: Pick<NewOutboxRow, 'payload' | 'atHome'>, now: Date): Promise<boolean> {
    return await this.settle(row, { claimedBy: null, nextAt: now, payload: payload as never, atHome });
  }

  /** What waited for `waitsFor` is due at `now`: all of it at once, so that it leaves in its order. Returns how many there were. */
  async release(waitsFor: string, now: Date): Promise<number> {
    return (await changeReturning(this.manager, this.releasing(waitsFor, now), 'id')).length;
  }

  /** The same for whoever does not ask how many. */
  async letGo(waitsFor: string, now: Date): Promise<void> {
    await change(this.manager, this.releasing(waitsFor, now));
  }

  private releasing(waitsFor: string, now: Date): Changes {
    const which = { waitsFor, status: 'pending' as const, claimedBy: IsNull() };
    // Whoever begins to wait at this moment holds the row of what is gone until that is written.
    return {
      tables: ['outbox'],
      behindLocks: true,
      changes: [updating(this.manager, OutboxEntity, which, { nextAt: now, waitsFor: null })],
    };
  }

  /** Under the same rule. */
  async retryAt(row: ClaimedRow, nextAt: Date, error: string, waitsFor: string | null = null): Promise<boolean> {
    return await this.settle(row, { claimedBy: null, nextAt, error, waitsFor });
  }

  /** Under the same rule. */
  async failed(row: ClaimedRow, error: string): Promise<boolean> {
    return await this.settle(row, { ...SETTLED, status: 'failed', error });
  }

  private async settle({ id, claimedBy, attempts }: ClaimedRow, changes: QueryDeepPartialEntity<OutboxRow>): Promise<boolean> {
    const { affected } = await this.manager
      .getRepository(OutboxEntity)
      .update({ id, claimedBy: claimedBy ?? '', attempts, status: 'pending' }, changes);
    return affected === 1;
  }

  /** Compare-and-set: those of the rows that are still `owner`'s, as they are now, hidden until `hiddenUntil`; the others were settled or taken. */
  async renew(ids: readonly string[], owner: number, hiddenUntil: Date): Promise<OutboxRow[]> {
    const [renewed]: [{ id: string }[]] = await this.manager.query(
      `update outbox o set next_at = $3
         from (select id from outbox where id = any($1) and claimed_by = $2 and status = 'pending' order by id for update) ours
        where o.id = ours.id returning o.id`,
      [ids, String(owner), hiddenUntil],
    );
    if (renewed.length === 0) return [];
    return await this.manager
      .getRepository(OutboxEntity)
      .find({ where: { id: In(renewed.map(({ id }) => id)), claimedBy: String(owner), status: 'pending' }, order: { id: 'ASC' } });
  }

  /**
   * Rows that wait for their incident's home are due at `now`: all at once, so that they leave in their order. Of one that a process of an earlier release wrote
   * meanwhile it is not known (null): tried too early, it waits again.
   */
  async homeFound(incidentId: number, now: Date): Promise<void> {
    const sql = `update outbox set next_at = $2, waits_for = null
        where incident_id = $1 and status = 'pending' and claimed_by is null and next_at > $2 and at_home is not false`;
    // Whoever begins to wait at this moment holds the incident's row until that is written.
    await change(this.manager, { tables: ['outbox'], behindLocks: true, changes: [{ sql, values: [incidentId, now] }] });
  }

  /** Gives back what this process took and is not sending, because it lost the database while it took it; true when there was something. */
  async giveBack(owner: number, now: Date, { but = [] }: { but?: readonly string[] } = {}): Promise<boolean> {
    const { affected } = await this.manager
      .getRepository(OutboxEntity)
      .update(
        { claimedBy: String(owner), status: 'pending', ...(but.length > 0 && { id: Not(In([...but])) }) },
        { claimedBy: null, nextAt: now },
      );
    return (affected ?? 0) > 0;
  }

  /** What failed for good since `since`, by kind: how many, and the newest of them. */
  async failures(since: Date): Promise<{ kind: string; count: number; key: string; error: string }[]> {
    return await this.manager.query(
      `select distinct on (kind) kind, count(*) over (partition by kind)::integer as count, key, error
         from outbox where status = 'failed' and created_at >= $1 order by kind, id desc`,
      [since],
    );
  }

  async of(incidentId: number): Promise<OutboxRow[]> {
    return await this.manager.getRepository(OutboxEntity).find({ where: { incidentId }, order: { id: 'ASC' } });
  }

  async nextAt(): Promise<Date | undefined> {
    const [row] = await this.manager.query(`select min(next_at) as at from outbox where status = 'pending'`);
    return row?.at ?? undefined;
  }
}
