import type { EntityManager } from 'typeorm';

export interface TimerRow {
  id: string;
  kind: string;
  /** What it is about; one timer of a kind for each. */
  key: string;
  incidentId: number | null;
  /** As it is stored; its kind reads it. */
  data: Record<string, unknown>;
  dueAt: Date;
  /** How often it failed in a row. */
  attempts: number;
}

declare const madeByItsKind: unique symbol;
/** Only kinds of timers make these (`timer(…).row`), each for data of its own: so a wrong kind or wrong data does not compile. */
export type NewTimerRow = Pick<TimerRow, 'kind' | 'key' | 'incidentId' | 'data' | 'dueAt'> & { readonly [madeByItsKind]: true };

/** Table `timers`: what happens at a time and needs no table of its own. */
export class TimerStore {
  constructor(private readonly manager: EntityManager) {}

  /** One that is there already under the same key is set anew. */
  async set({ kind, key, incidentId, data, dueAt }: NewTimerRow): Promise<void> {
    await this.manager.query(
      `insert into timers (kind, key, incident_id, data, due_at) values ($1, $2, $3, $4, $5)
       on conflict (kind, key) do update set incident_id = $3, data = $4, due_at = $5, attempts = 0, error = null`,
      [kind, key, incidentId, data, dueAt],
    );
  }

  /** One that is there already is left as it is. */
  async begin({ kind, key, incidentId, data, dueAt }: NewTimerRow): Promise<void> {
    await this.manager.query(
      `insert into timers (kind, key, incident_id, data, due_at) values ($1, $2, $3, $4, $5) on conflict (kind, key) do nothing`,
      [kind, key, incidentId, data, dueAt],
    );
  }

  /** Nobody needs it any more. */
  async stop({ kind, key }: Pick<TimerRow, 'kind' | 'key'>): Promise<void> {
    await this.manager.query('delete from timers where kind = $1 and key = $2', [kind, key]);
  }

  /** Those of these kinds that are due, the longest due first. */
  async due(
    now: Date,
    kinds: readonly string[],
    limit: number,
  ): Promise<Pick<TimerRow, 'id' | 'kind' | 'key' | 'incidentId' | 'attempts'>[]> {
    return await this.manager.query(
      `select id, kind, key, incident_id as "incidentId", attempts from timers
        where due_at <= $1 and kind = any($2) order by due_at limit $3`,
      [now, kinds, limit],
    );
  }

  /** Takes one that is due, until the end of the transaction: undefined when somebody else has it, or it is not due any more. */
  async claim(id: string, now: Date): Promise<TimerRow | undefined> {
    const rows: TimerRow[] = await this.manager.query(
      `select id, kind, key, incident_id as "incidentId", data, due_at as "dueAt", attempts from timers
        where id = $1 and due_at <= $2 for update skip locked`,
      [id, now],
    );
    return rows[0];
  }

  async again(id: string, dueAt: Date): Promise<void> {
    await this.manager.query('update timers set due_at = $2, attempts = 0, error = null where id = $1', [id, dueAt]);
  }

  async over(id: string): Promise<void> {
    await this.manager.query('delete from timers where id = $1', [id]);
  }

  /** It did not go well; null: and never will. One that was set anew or taken meanwhile is left as it is. */
  async failed({ id, attempts }: Pick<TimerRow, 'id' | 'attempts'>, now: Date, retryAt: Date | null, error: string): Promise<void> {
    await this.manager.query(
      'update timers set due_at = $3, attempts = attempts + 1, error = $4 where id = $1 and attempts = $5 and due_at <= $2',
      [id, now, retryAt, error, attempts],
    );
  }

  /** What failed for good, by kind: how many, and the newest of them. */
  async failures(): Promise<{ kind: string; count: number; key: string; error: string }[]> {
    return await this.manager.query(
      `select distinct on (kind) kind, count(*) over (partition by kind)::integer as count, key, error
         from timers where due_at is null order by kind, id desc`,
    );
  }
}
