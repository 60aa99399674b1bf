import { type EntityManager, EntitySchema, In, LessThan, MoreThan } from 'typeorm';
import type { Severity } from '../../../domain/incident/states.ts';
import type { Choice, SubscriptionKind, SubscriptionState } from '../../../domain/subscribers/subscription.ts';
import { identity, json, maybeText, maybeTime, text, time, whole } from '../../columns.ts';

export interface SubscriptionRow extends Choice {
  id: string;
  kind: SubscriptionKind;
  /** A mail address, the URL of a webhook, or the Slack id of a channel or person. */
  address: string;
  /** Tells apart what one address has chosen at the same time; for mail and webhooks there is one. */
  scope: string;
  severities: Severity[] | null;
  language: string;
  state: SubscriptionState;
  /** With which a webhook is signed: needed as it is, at each sending. */
  secret: string | null;
  /** Who made it, as actors are written; null for whoever came by the web. */
  madeBy: string | null;
  askedAt: Date;
  /** How often it was asked for and mailed about, while it is not confirmed. */
  asks: number;
  onAt: Date | null;
  endedAt: Date | null;
  /** A code. */
  endedBecause: string | null;
  /** Since when nothing reached it; null while all is well. */
  failingSince: Date | null;
}

export const SubscriptionEntity = new EntitySchema<SubscriptionRow>({
  name: 'Subscription',
  tableName: 'subscriptions',
  columns: {
    id: identity('bigint'),
    kind: text('kind'),
    address: text('address'),
    scope: text('scope'),
    services: json('services', { nullable: true }),
    components: json('components', { nullable: true }),
    severities: json('severities', { nullable: true }),
    incidentId: whole('incident_id', { nullable: true }),
    language: text('language'),
    state: text('state'),
    secret: maybeText('secret'),
    madeBy: maybeText('made_by'),
    askedAt: time('asked_at'),
    asks: whole('asks', { default: 1 }),
    onAt: maybeTime('on_at'),
    endedAt: maybeTime('ended_at'),
    endedBecause: maybeText('ended_because'),
    failingSince: maybeTime('failing_since'),
  },
});

export type NewSubscription = Choice & Pick<SubscriptionRow, 'kind' | 'address' | 'scope' | 'language' | 'secret' | 'madeBy'>;

/** Whoever of `subscriptions` hears of what is told: what `hears` asks for, and where it goes. */
export type Listener = Choice & Pick<SubscriptionRow, 'id' | 'kind' | 'address' | 'language'>;

/** Table `subscriptions`: who hears of updates outside of the response. */
export class SubscriptionStore {
  constructor(private readonly manager: EntityManager) {}

  /** One that counts at once. Undefined when the same is on already: that one has the new choices. */
  async begin(row: NewSubscription, at: Date): Promise<SubscriptionRow | undefined> {
    const { rows, isNew } = await this.put(row, 'on', at);
    return isNew ? rows : undefined;
  }

  /** One that is not confirmed yet; asked for again, it has the newer choices. */
  async ask(row: NewSubscription, at: Date): Promise<{ row: SubscriptionRow; isNew: boolean }> {
    const { rows, isNew } = await this.put(row, 'asked', at);
    return { row: rows, isNew };
  }

  private async put(row: NewSubscription, state: 'asked' | 'on', at: Date): Promise<{ rows: SubscriptionRow; isNew: boolean }> {
    const { kind, address, scope } = row;
    const [made]: { id: string; is_new: boolean }[] = await this.manager.query(
      `insert into subscriptions (kind, address, scope, services, components, severities, incident_id, language, state, secret, made_by, asked_at, on_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, case when $9 = 'on' then $12::timestamptz end)
       on conflict (kind, address, scope, state) where state in ('asked', 'on') do update
         set services = excluded.services, components = excluded.components, severities = excluded.severities, language = excluded.language
       returning id, xmax = 0 as is_new`,
      [
        ...[kind, address, scope, stored(row.services), stored(row.components), stored(row.severities), row.incidentId],
        ...[row.language, state, row.secret, row.madeBy, at],
      ],
    );
    const found = await this.find(made?.id ?? '');
    if (!made || !found) throw new Error('A subscription was written and is not there.');
    return { rows: found, isNew: made.is_new };
  }

  /** It was mailed about once more. */
  async askedAgain(id: string, at: Date): Promise<void> {
    await this.manager.query('update subscriptions set asked_at = $2, asks = asks + 1 where id = $1', [id, at]);
  }

  async find(id: string): Promise<SubscriptionRow | undefined> {
    return (await this.manager.getRepository(SubscriptionEntity).findOneBy({ id })) ?? undefined;
  }

  /** Held until the end of the transaction. */
  async lock(id: string): Promise<SubscriptionRow | undefined> {
    const row = await this.manager.getRepository(SubscriptionEntity).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    return row ?? undefined;
  }

  /** The one that is on for this address takes the choices of one that was confirmed, which then is that one. */
  async confirm(row: SubscriptionRow, at: Date): Promise<void> {
    const repository = this.manager.getRepository(SubscriptionEntity);
    const { kind, address, scope } = row;
    await repository.update({ kind, address, scope, state: 'on' }, { state: 'ended', endedAt: at, endedBecause: 'replaced' });
    await repository.update({ id: row.id, state: 'asked' }, { state: 'on', onAt: at });
  }

  /** Compare-and-set: false when it was over already. */
  async end(id: string, state: 'ended' | 'dropped', because: string, at: Date): Promise<boolean> {
    const { affected } = await this.manager
      .getRepository(SubscriptionEntity)
      .update({ id, state: In(['asked', 'on']) }, { state, endedAt: at, endedBecause: because });
    return affected === 1;
  }

  /** What is on at one address. */
  async on(kind: SubscriptionKind, address: string): Promise<SubscriptionRow[]> {
    return await this.manager.getRepository(SubscriptionEntity).find({ where: { kind, address, state: 'on' }, order: { id: 'ASC' } });
  }

  /** The next `limit` that are on and were so at `at`, behind `after`. */
  async listeners(after: string, at: Date, limit: number): Promise<Listener[]> {
    return await this.manager.query(
      `select id, kind, address, services, components, severities, incident_id as "incidentId", language from subscriptions
        where state = 'on' and id > $1 and on_at <= $2 order by id limit $3`,
      [after, at, limit],
    );
  }

  async anybody(): Promise<boolean> {
    return await this.manager.getRepository(SubscriptionEntity).existsBy({ state: 'on' });
  }

  /** How many there are of each kind and state. */
  async counts(): Promise<{ kind: SubscriptionKind; state: SubscriptionState; count: number }[]> {
    return await this.manager.query(
      'select kind, state, count(*)::integer as count from subscriptions group by kind, state order by kind, state',
    );
  }

  /** All of these kinds that are on. */
  async listOn(kinds: readonly SubscriptionKind[], limit: number): Promise<SubscriptionRow[]> {
    return await this.manager
      .getRepository(SubscriptionEntity)
      .find({ where: { kind: In([...kinds]), state: 'on' }, order: { id: 'ASC' }, take: limit });
  }

  /** What was given up since then, the newest first. */
  async droppedSince(since: Date, limit: number): Promise<SubscriptionRow[]> {
    return await this.manager
      .getRepository(SubscriptionEntity)
      .find({ where: { state: 'dropped', endedAt: MoreThan(since) }, order: { id: 'DESC' }, take: limit });
  }

  /** Something arrived there, or did not. */
  async failing(id: string, since: Date | null): Promise<void> {
    await this.manager.query(
      since === null
        ? 'update subscriptions set failing_since = null where id = $1 and failing_since is not null'
        : 'update subscriptions set failing_since = coalesce(failing_since, $2) where id = $1',
      since === null ? [id] : [id, since],
    );
  }

  /** Deletes what nobody confirmed, and what was over long ago. */
  async forget({ askedBefore, overBefore }: { askedBefore: Date; overBefore: Date }): Promise<number> {
    const repository = this.manager.getRepository(SubscriptionEntity);
    const asked = await repository.delete({ state: 'asked', askedAt: LessThan(askedBefore) });
    const over = await repository.delete({ endedAt: LessThan(overBefore) });
    return (asked.affected ?? 0) + (over.affected ?? 0);
  }
}

function stored(list: readonly string[] | null): string | null {
  return list === null ? null : JSON.stringify(list);
}
