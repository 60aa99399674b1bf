import type { EntityManager } from 'typeorm';
import type { Notice } from '../../../domain/subscribers/notice.ts';
import type { SubscriptionState } from '../../../domain/subscribers/subscription.ts';

/** By which a delivery leaves; what goes to Slack leaves through the outbox. */
export const DELIVERY_WAYS = ['mail', 'webhook'] as const;
export type DeliveryWay = (typeof DELIVERY_WAYS)[number];

/** One delivery as its owner has it, with all that it takes to send it. */
export interface ClaimedDelivery {
  id: string;
  subscriptionId: string;
  /** `update:7:3:subscribers`; `confirm:1` for the mail that asks whether somebody wants any. */
  cause: string;
  /** This one included. */
  attempts: number;
  firstAt: Date;
  claimedBy: string;
  address: string;
  language: string;
  secret: string | null;
  state: SubscriptionState;
  failingSince: Date | null;
  /** Absent in a mail that asks. */
  notice: (Omit<Notice, 'components' | 'nextAt'> & { at: string; nextAt: string | null }) | null;
  /** A newer one of the same incident has been told since. */
  overtaken: boolean;
  /** Its incident was made private since. */
  hidden: boolean;
}

/** A token as it is kept: whoever reads the table cannot use it. */
export interface TokenOwner {
  subscriptionId: string;
  cause: string;
  /** Digests of the tokens that left with this delivery, one for each attempt. */
  tokens: string[];
}

/** Table `subscription_deliveries`: what leaves by mail or as a webhook, a row for each subscriber and notice. */
export class DeliveryStore {
  constructor(private readonly manager: EntityManager) {}

  /** One for each, under its cause once. */
  async addMany(
    way: DeliveryWay,
    { subscriptionIds, noticeId, cause }: { subscriptionIds: readonly string[]; noticeId: string | null; cause: string },
    at: Date,
  ): Promise<void> {
    if (subscriptionIds.length === 0) return;
    await this.manager.query(
      `insert into subscription_deliveries (subscription_id, notice_id, cause, way, made_at, next_at)
       select id, $2, $3, $4, $5, $5 from unnest($1::bigint[]) as id order by id on conflict (subscription_id, cause) do nothing`,
      [subscriptionIds, noticeId, cause, way, at],
    );
  }

  /**
   * Takes up to `limit` that are due and hides them until `hiddenUntil`; mails that somebody waits for come first. `digests` are of the tokens that leave with them, in the order of the answer: kept
   * before anything is sent, so that every token that anybody has is known.
   */
  async claim(
    way: DeliveryWay,
    { owner, now, hiddenUntil, digests }: { owner: number; now: Date; hiddenUntil: Date; digests: readonly string[] },
  ): Promise<ClaimedDelivery[]> {
    return await this.manager.query(
      `with due as (
         select id, row_number() over (order by notice_id nulls first, id) as place from (
           select id, notice_id from subscription_deliveries where state = 'pending' and way = $1 and next_at <= $2
            order by notice_id nulls first, id limit cardinality($5::text[]) for update skip locked) free),
       claimed as (
         update subscription_deliveries d
            set attempts = attempts + 1, first_at = coalesce(first_at, $2), next_at = $3, claimed_by = $4,
                tokens = tokens || to_jsonb(($5::text[])[due.place])
           from due where d.id = due.id returning d.*, due.place)
       select c.id, c.subscription_id as "subscriptionId", c.cause, c.attempts, c.first_at as "firstAt", c.claimed_by as "claimedBy",
              s.address, s.language, s.secret, s.state, s.failing_since as "failingSince",
              case when n.id is not null then jsonb_build_object('cause', n.cause, 'kind', n.kind, 'incidentId', n.incident_id, 'service', n.service,
                'severity', n.severity, 'stage', n.stage, 'title', n.title, 'texts', n.texts, 'nextAt', n.next_at, 'at', n.at) end as notice,
              exists (select 1 from subscription_notices m where m.incident_id = n.incident_id and m.id > n.id) as overtaken,
              coalesce((select private from incidents i where i.id = n.incident_id), false) as hidden
         from claimed c join subscriptions s on s.id = c.subscription_id left join subscription_notices n on n.id = c.notice_id
        order by c.place`,
      [way, now, hiddenUntil, String(owner), digests],
    );
  }

  /** What a process had taken that is lost is due at once: nobody sends it any more. */
  async freeLost(way: DeliveryWay, now: Date): Promise<void> {
    await this.manager.query(
      `update subscription_deliveries d set next_at = $2, claimed_by = null
        where state = 'pending' and way = $1 and claimed_by is not null
          and not exists (select 1 from processes p where p.number::text = d.claimed_by and p.lost_at is null)`,
      [way, now],
    );
  }

  /** Compare-and-set: whether it is still this one's, and hidden anew. */
  async renew({ id, claimedBy, attempts }: ClaimedDelivery, hiddenUntil: Date): Promise<boolean> {
    const [, affected] = await this.manager.query(
      `update subscription_deliveries set next_at = $4 where id = $1 and claimed_by = $2 and attempts = $3 and state = 'pending'`,
      [id, claimedBy, attempts, hiddenUntil],
    );
    return affected === 1;
  }

  /** Arrived, or needed by nobody: many in one statement, each under the same rule. Whoever was not reached for a while is again. */
  async settle(rows: readonly { delivery: ClaimedDelivery; state: 'sent' | 'skipped' }[], at: Date): Promise<void> {
    if (rows.length === 0) return;
    const reached = rows.filter(({ delivery, state }) => state === 'sent' && delivery.failingSince !== null);
    await this.manager.query(
      `update subscription_deliveries d
          set state = r.state, next_at = null, claimed_by = null, error = null, sent_at = case when r.state = 'sent' then $2::timestamptz end
         from jsonb_to_recordset($1::jsonb) as r(id bigint, owner text, attempts integer, state text)
        where d.id = r.id and d.claimed_by = r.owner and d.attempts = r.attempts and d.state = 'pending'`,
      [JSON.stringify(rows.map(({ delivery: { id, claimedBy, attempts }, state }) => ({ id, owner: claimedBy, attempts, state }))), at],
    );
    if (reached.length === 0) return;
    await this.manager.query('update subscriptions set failing_since = null where id = any($1::bigint[])', [
      reached.map(({ delivery }) => delivery.subscriptionId),
    ]);
  }

  /** Under the same rule. */
  async again({ id, claimedBy, attempts }: ClaimedDelivery, at: Date, error: string): Promise<void> {
    await this.manager.query(
      `update subscription_deliveries set next_at = $4, claimed_by = null, error = $5
        where id = $1 and claimed_by = $2 and attempts = $3 and state = 'pending'`,
      [id, claimedBy, attempts, at, error],
    );
  }

  /** What was taken and not begun: nobody has seen anything of it. Under the same rule. */
  async giveBack(rows: readonly ClaimedDelivery[], at: Date): Promise<void> {
    if (rows.length === 0) return;
    await this.manager.query(
      `update subscription_deliveries d
          set next_at = $2, claimed_by = null, attempts = d.attempts - 1, first_at = case when d.attempts > 1 then first_at end
         from jsonb_to_recordset($1::jsonb) as r(id bigint, owner text, attempts integer)
        where d.id = r.id and d.claimed_by = r.owner and d.attempts = r.attempts and d.state = 'pending'`,
      [JSON.stringify(rows.map(({ id, claimedBy, attempts }) => ({ id, owner: claimedBy, attempts }))), at],
    );
  }

  /** Under the same rule. */
  async failed({ id, claimedBy, attempts }: ClaimedDelivery, error: string): Promise<void> {
    await this.manager.query(
      `update subscription_deliveries set state = 'failed', next_at = null, claimed_by = null, error = $4
        where id = $1 and claimed_by = $2 and attempts = $3 and state = 'pending'`,
      [id, claimedBy, attempts, error],
    );
  }

  /** Nothing more goes to this subscription. */
  async dropAll(subscriptionId: string, why: string): Promise<void> {
    await this.manager.query(
      `update subscription_deliveries set state = 'skipped', next_at = null, claimed_by = null, error = $2
        where subscription_id = $1 and state = 'pending'`,
      [subscriptionId, why],
    );
  }

  /** Whom a token speaks for. */
  async tokensOf(id: string): Promise<TokenOwner | undefined> {
    const rows: TokenOwner[] = await this.manager.query(
      'select subscription_id as "subscriptionId", cause, tokens from subscription_deliveries where id = $1',
      [id],
    );
    return rows[0];
  }

  /** What became of one notice, by state. */
  async countsOf(cause: string): Promise<{ state: string; count: number }[]> {
    return await this.manager.query(
      'select state, count(*)::integer as count from subscription_deliveries where cause = $1 group by state order by state',
      [cause],
    );
  }

  async forget(before: Date): Promise<void> {
    await this.manager.query(`delete from subscription_deliveries where made_at < $1 and state <> 'pending'`, [before]);
  }
}
