import { type EntityManager, In, Not } from 'typeorm';
import type { Lane } from '../../domain/ports.ts';
import { OutboxEntity, type OutboxRow } from '../entities.ts';

export type NewOutboxRow = Pick<OutboxRow, 'key' | 'incidentId' | 'kind' | 'lane' | 'payload'>;

/** A row as its owner has it. */
type ClaimedRow = Pick<OutboxRow, 'id' | 'claimedBy'>;

/** What every settled row has in common. */
const SETTLED = { nextAt: null, claimedBy: null } as const;

/** Table `outbox`: effects that a transaction decided on and that leave after it, each under a key derived from its cause. */
export class OutboxStore {
  constructor(private readonly manager: EntityManager) {}

  /** A key that is already there is left as it is: the same cause has the same effect once. */
  async add(row: NewOutboxRow, at: Date): Promise<void> {
    await this.manager.query(
      `insert into outbox (key, incident_id, kind, lane, payload, status, created_at, next_at)
       values ($1, $2, $3, $4, $5, 'pending', $6, $6) on conflict (key) do nothing`,
      [row.key, row.incidentId, row.kind, row.lane, row.payload, at],
    );
  }

  /** Many at once, under the same rule. */
  async addMany(rows: readonly NewOutboxRow[], at: Date): Promise<void> {
    if (rows.length === 0) return;
    await this.manager.query(
      `insert into outbox (key, incident_id, kind, lane, payload, status, created_at, next_at)
       select r.key, r."incidentId", r.kind, r.lane, r.payload, 'pending', $2, $2
         from jsonb_to_recordset($1::jsonb) as r(key text, "incidentId" integer, kind text, lane text, payload jsonb)
       on conflict (key) do nothing`,
      [JSON.stringify(rows), at],
    );
  }

  /**
   * Takes up to `limit` due rows of these lanes for `owner` and hides them until `hiddenUntil`: a process that dies while it sends leaves them to be found
   * again.
   * `attempts` counts this one; `startedAt` is the first attempt's.
   */
  async claim(owner: string, lanes: readonly Lane[], now: Date, hiddenUntil: Date, limit: number): Promise<OutboxRow[]> {
    const claimed: { id: string }[] = await this.manager
      .query(
        `with due as (
         select id from outbox where status = 'pending' and next_at <= $1 and lane = any($4)
          order by array_position(array['page', 'ack', 'mitigation', 'update', 'cosmetics'], lane), id
          limit $3 for update skip locked)
       update outbox o set attempts = attempts + 1, started_at = coalesce(started_at, $1), next_at = $2, claimed_by = $5
         from due where o.id = due.id returning o.id`,
        [now, hiddenUntil, limit, lanes, owner],
      )
      .then((result) => (Array.isArray(result[0]) ? result[0] : result));
    if (claimed.length === 0) return [];
    return await this.manager
      .getRepository(OutboxEntity)
      .createQueryBuilder('o')
      .whereInIds(claimed.map((row) => row.id))
      .orderBy('o.id')
      .getMany();
  }

  /** Compare-and-set: false when the row was settled already, by whoever took it after us. */
  async sent(id: string, at: Date, outcome: unknown): Promise<boolean> {
    const { affected } = await this.manager
      .getRepository(OutboxEntity)
      .update({ id, status: 'pending' }, { ...SETTLED, status: 'sent', sentAt: at, outcome: (outcome ?? null) as never, error: null });
    return affected === 1;
  }

  /** Nothing happens to a row that another process has by now: that one decides. */
  async retryAt({ id, claimedBy }: ClaimedRow, nextAt: Date, error: string): Promise<void> {
    await this.manager
      .getRepository(OutboxEntity)
      .update({ id, claimedBy: claimedBy ?? '', status: 'pending' }, { claimedBy: null, nextAt, error });
  }

  /** Under the same rule. */
  async failed({ id, claimedBy }: ClaimedRow, error: string): Promise<void> {
    await this.manager
      .getRepository(OutboxEntity)
      .update({ id, claimedBy: claimedBy ?? '', status: 'pending' }, { ...SETTLED, status: 'failed', error });
  }

  /** Compare-and-set: those of the rows that are still `owner`'s, as they are now, hidden until `hiddenUntil`; the others were settled or taken. */
  async renew(ids: readonly string[], owner: string, hiddenUntil: Date): Promise<OutboxRow[]> {
    return await this.manager.transaction(async (manager) => {
      const rows = manager.getRepository(OutboxEntity);
      const ours = await rows.find({
        where: { id: In([...ids]), claimedBy: owner, status: 'pending' },
        order: { id: 'ASC' },
        lock: { mode: 'pessimistic_write' },
      });
      if (ours.length > 0) await rows.update({ id: In(ours.map(({ id }) => id)) }, { nextAt: hiddenUntil });
      return ours.map((row) => ({ ...row, nextAt: hiddenUntil }));
    });
  }

  /** What waits for its incident's home is due at `now`: all of it at once, so that it leaves in its order. */
  async homeFound(incidentId: number, now: Date): Promise<void> {
    await this.manager.query(
      `update outbox set next_at = $2
        where incident_id = $1 and status = 'pending' and claimed_by is null and payload->'destination'->>'to' = 'home' and next_at > $2`,
      [incidentId, now],
    );
  }

  /** The processes that have taken rows and not settled them. */
  async owners(): Promise<string[]> {
    const rows: { owner: string }[] = await this.manager.query(
      'select distinct claimed_by as owner from outbox where claimed_by is not null',
    );
    return rows.map((row) => row.owner);
  }

  /** Gives back what a process took and is not sending, because it is dead or lost the database; true when there was something. */
  async giveBack(owner: string, now: Date, { but = [] }: { but?: readonly string[] } = {}): Promise<boolean> {
    const { affected } = await this.manager
      .getRepository(OutboxEntity)
      .update({ claimedBy: owner, status: 'pending', ...(but.length > 0 && { id: Not(In([...but])) }) }, { claimedBy: null, nextAt: now });
    return (affected ?? 0) > 0;
  }

  async of(incidentId: number): Promise<OutboxRow[]> {
    return await this.manager.getRepository(OutboxEntity).find({ where: { incidentId }, order: { id: 'ASC' } });
  }

  async nextAt(): Promise<Date | undefined> {
    const [row] = await this.manager.query(`select min(next_at) as at from outbox where status = 'pending'`);
    return row?.at ?? undefined;
  }
}
