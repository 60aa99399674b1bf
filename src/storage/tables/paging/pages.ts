import { type EntityManager, EntitySchema, In, IsNull } from 'typeorm';
import type { PageEnd, PageTrouble } from '../../../domain/paging/page.ts';
import type { PostedRef } from '../../../domain/ports/chat.ts';
import { identity, json, maybeText, maybeTime, text, time, whole } from '../../columns.ts';
import { change, updating } from '../../gathered.ts';

export interface PageRow {
  id: number;
  incidentId: number;
  level: string;
  userId: string;
  /** What made it: an escalation step, a hand-over, a person's request. */
  cause: string;
  askedBy: string | null;
  reason: string | null;
  repeatEveryMs: number | null;
  repeatAtMost: number;
  /** How many tries were decided. */
  attempts: number;
  /** How often it left by at least one way. */
  delivered: number;
  createdAt: Date;
  /** When it is sent (again); null once somebody has it or nobody will be asked again. */
  nextAt: Date | null;
  /** When it first left. */
  sentAt: Date | null;
  /** When it first left by a way that rings, or to somebody who does not have Do Not Disturb on. */
  reachedAt: Date | null;
  /** When every way to this person was refused for good. */
  refusedAt: Date | null;
  /** Why it did not leave, or wakes nobody; null when nothing is wrong. */
  trouble: PageTrouble | null;
  /** Since when its next try is held, because everything measured is well. */
  heldAt: Date | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  passedOnAt: Date | null;
  /** When and how the incident ended for it: nobody has to answer it any more. */
  closedAt: Date | null;
  closedAs: PageEnd | null;
  /** Where its last Slack message is, and where those before it are. */
  channelId: string | null;
  ts: string | null;
  earlier: PostedRef[];
  /** To how many of the incident's places (its channel, its bridge) its last message links. */
  links: number;
}

export const PageEntity = new EntitySchema<PageRow>({
  name: 'Page',
  tableName: 'pages',
  columns: {
    id: identity('integer'),
    incidentId: whole('incident_id'),
    level: text('level'),
    userId: text('user_id'),
    cause: text('cause'),
    askedBy: maybeText('asked_by'),
    reason: maybeText('reason'),
    repeatEveryMs: whole('repeat_every_ms', { nullable: true }),
    repeatAtMost: whole('repeat_at_most', { default: 0 }),
    attempts: whole('attempts', { default: 0 }),
    delivered: whole('delivered', { default: 0 }),
    createdAt: time('created_at'),
    nextAt: maybeTime('next_at'),
    sentAt: maybeTime('sent_at'),
    reachedAt: maybeTime('reached_at'),
    refusedAt: maybeTime('refused_at'),
    trouble: json('trouble', { nullable: true }),
    heldAt: maybeTime('held_at'),
    acknowledgedAt: maybeTime('acknowledged_at'),
    acknowledgedBy: maybeText('acknowledged_by'),
    passedOnAt: maybeTime('passed_on_at'),
    closedAt: maybeTime('closed_at'),
    closedAs: maybeText('closed_as'),
    channelId: maybeText('channel_id'),
    ts: maybeText('ts'),
    earlier: json('earlier', { default: [] }),
    links: whole('links', { default: 2 }),
  },
});

export type NewPage = Pick<
  PageRow,
  'incidentId' | 'level' | 'userId' | 'cause' | 'askedBy' | 'reason' | 'repeatEveryMs' | 'repeatAtMost' | 'createdAt' | 'nextAt'
>;

/** One that was only meant to be sent if another could not be is due from now on. */
const AGAIN = `on conflict (incident_id, cause, user_id) do update set next_at = excluded.next_at
          where excluded.next_at is not null and pages.next_at is null and pages.attempts = 0 and pages.refused_at is null
            and pages.acknowledged_at is null and pages.passed_on_at is null and pages.closed_at is null`;

/** Table `pages`: who was asked for help and why, how often it left, when it is repeated, who answered, and when it was over. */
export class PageStore {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Writes a new page down; the same cause pages the same person once. False when it was there already. One that was only meant to be sent if
   * another could not be is due from now on.
   */
  async add(page: NewPage): Promise<boolean> {
    const rows = await this.manager.query(
      `insert into pages (user_id, incident_id, level, cause, asked_by, reason, repeat_every_ms, repeat_at_most, created_at, next_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ${AGAIN} returning 1`,
      [page.userId, ...valuesOf(page)],
    );
    return rows.length === 1;
  }

  async find(id: number): Promise<PageRow | undefined> {
    return (await this.manager.getRepository(PageEntity).findOneBy({ id })) ?? undefined;
  }

  /** Who was paged in which of these incidents; those without a page are absent. */
  async pagedIn(incidentIds: readonly number[]): Promise<Map<number, string[]>> {
    const rows: { id: number; people: string[] }[] = await this.manager.query(
      'select incident_id as id, array_agg(distinct user_id) as people from pages where incident_id = any($1) group by incident_id',
      [incidentIds],
    );
    return new Map(rows.map(({ id, people }) => [id, people]));
  }

  async of(incidentId: number): Promise<PageRow[]> {
    return await this.manager.getRepository(PageEntity).find({ where: { incidentId }, order: { id: 'ASC' } });
  }

  /** Pages that have not left yet and are due, earliest first. */
  async due(now: Date, limit: number): Promise<{ id: number; incidentId: number }[]> {
    return await this.manager.query(
      `select id, incident_id as "incidentId" from pages where next_at <= $1 and delivered = 0 order by next_at, id limit $2`,
      [now, limit],
    );
  }

  /** Pages that have left before and are due again, earliest first. */
  async dueAgain(now: Date, limit: number): Promise<{ id: number; incidentId: number }[]> {
    return await this.manager.query(
      `select id, incident_id as "incidentId" from pages where next_at <= $1 and delivered > 0 order by next_at, id limit $2`,
      [now, limit],
    );
  }

  /** Locks a page that is still due, under the lock of its incident; undefined when another process has it or was faster. */
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

  /** How many tries were decided, and when it is due again; null while one is under way. */
  async tried(id: number, attempts: number, nextAt: Date | null): Promise<void> {
    const tried = updating(this.manager, PageEntity, { id }, { attempts, nextAt, heldAt: null });
    await change(this.manager, { tables: ['pages'], changes: [tried] });
  }

  /** Those of an incident that nobody has tried yet are due now. */
  async firstDue(incidentId: number, now: Date): Promise<void> {
    await this.manager.query('update pages set next_at = $2 where incident_id = $1 and attempts = 0 and next_at > $2', [incidentId, now]);
  }

  /** It left by some way; `again` is when it is due after that, unless somebody has it by now or it is over. Undefined when there is no such page. */
  async left(
    id: number,
    { at, again, reached, trouble }: { at: Date; again: Date | null; reached: boolean; trouble: PageTrouble | null },
  ): Promise<PageRow | undefined> {
    await this.manager.query(
      `update pages set delivered = delivered + 1, attempts = greatest(attempts, 1), sent_at = coalesce(sent_at, $2),
              reached_at = case when $4 then coalesce(reached_at, $2) else reached_at end, trouble = $5::jsonb,
              next_at = case when acknowledged_at is null and passed_on_at is null and closed_at is null and refused_at is null
                             then $3::timestamptz end
        where id = $1`,
      [id, at, again, reached, trouble],
    );
    return await this.find(id);
  }

  /** It will never reach its person. Undefined when there is no such page. */
  async refused(id: number, at: Date, trouble: PageTrouble): Promise<PageRow | undefined> {
    await this.manager.getRepository(PageEntity).update({ id }, { refusedAt: at, trouble, nextAt: null });
    return await this.find(id);
  }

  /** It did not leave this time. */
  async failing(id: number, trouble: PageTrouble): Promise<void> {
    await this.manager.getRepository(PageEntity).update({ id, delivered: 0 }, { trouble });
  }

  /** Its next try waits while everything is well; looked at again at `nextAt`. */
  async hold(id: number, at: Date, nextAt: Date): Promise<void> {
    await this.manager.query('update pages set held_at = coalesce(held_at, $2), next_at = $3 where id = $1', [id, at, nextAt]);
  }

  /** It is looked at again at `at`. */
  async wait(id: number, at: Date): Promise<void> {
    await this.manager.getRepository(PageEntity).update({ id }, { nextAt: at });
  }

  /** Where its Slack message is, the last one, and to how many places it links; those before it are kept beside. */
  async stands(id: number, where: PostedRef, links: number): Promise<void> {
    await this.manager.query(
      `update pages set channel_id = $2, ts = $3, links = $4,
              earlier = case when ts <> $3 then earlier || jsonb_build_object('channel', channel_id, 'ts', ts) else earlier end
        where id = $1`,
      [id, where.channel, where.ts, links],
    );
  }

  /** Nobody has to answer them any more: all of an incident's that were not over before. Returns their ids. */
  async closeAll(incidentId: number, at: Date, as: PageEnd): Promise<number[]> {
    const rows: { id: number }[] = await this.manager
      .query('update pages set closed_at = $2, closed_as = $3, next_at = null where incident_id = $1 and closed_at is null returning id', [
        incidentId,
        at,
        as,
      ])
      .then(([returned]) => returned);
    return rows.map(({ id }) => id);
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

  /** The same page to each of these people. Whoever is called at a higher level is not asked again at a lower one. */
  async addForStep(page: Omit<NewPage, 'userId'>, users: readonly string[]): Promise<void> {
    const { incidentId, cause } = page;
    const sql = `insert into pages (user_id, incident_id, level, cause, asked_by, reason, repeat_every_ms, repeat_at_most, created_at, next_at)
       select person, $2, $3, $4, $5, $6, $7, $8, $9, $10 from unnest($1::text[]) as person ${AGAIN}`;
    const superseded = `update pages set next_at = null where incident_id = $1 and user_id = any($2) and cause <> $3 and cause not like 'person:%'`;
    await change(this.manager, {
      tables: ['pages'],
      changes: [
        { sql, values: [users, ...valuesOf(page)] },
        { sql: superseded, values: [incidentId, users, cause] },
      ],
    });
  }

  /** Nobody is asked again by these pages. */
  async silence(ids: readonly number[]): Promise<void> {
    await this.manager.getRepository(PageEntity).update({ id: In([...ids]) }, { nextAt: null });
  }
}

function valuesOf(page: Omit<NewPage, 'userId'>): unknown[] {
  const { incidentId, level, cause, askedBy, reason, repeatEveryMs, repeatAtMost, createdAt, nextAt } = page;
  return [
    incidentId,
    level,
    cause,
    askedBy,
    reason,
    repeatEveryMs === null ? null : Math.round(repeatEveryMs),
    repeatAtMost,
    createdAt,
    nextAt,
  ];
}
