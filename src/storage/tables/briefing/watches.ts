import { type EntityManager, EntitySchema, In } from 'typeorm';
import type { WatchState } from '../../../domain/watch/decide-watch.ts';
import { maybeTime } from '../../columns.ts';
import { change, updating } from '../../gathered.ts';

/** A signal that is looked at again and again. */
export interface WatchRow extends WatchState {
  signal: string;
  /** When it is looked at next; null when nobody answers for it (its source is not set up). */
  nextAt: Date | null;
}

export const WatchEntity = new EntitySchema<WatchRow>({
  name: 'Watch',
  tableName: 'watches',
  columns: {
    signal: { type: 'text', primary: true },
    level: { type: 'text' },
    warningSince: maybeTime('warning_since'),
    criticalSince: maybeTime('critical_since'),
    calmSince: maybeTime('calm_since'),
    silentSince: maybeTime('silent_since'),
    missing: { type: 'boolean' },
    value: { type: 'double precision', nullable: true },
    seenAt: maybeTime('seen_at'),
    evaluatedAt: maybeTime('evaluated_at'),
    nextAt: maybeTime('next_at'),
  },
});

/** Table `watches`. */
export class WatchStore {
  constructor(private readonly manager: EntityManager) {}

  /** Looks at exactly these signals from now on; one that was given up because nobody answered for it is tried again. */
  async keep(signals: readonly string[], now: Date): Promise<void> {
    await this.manager.query('delete from watches where not (signal = any($1))', [signals]);
    await this.manager.query(
      `insert into watches (signal, next_at) select s, $2 from unnest($1::text[]) as s
       on conflict (signal) do update set next_at = excluded.next_at where watches.next_at is null`,
      [signals, now],
    );
  }

  /** Takes what is due and puts its next look to `nextAt`: of several processes one gets each. */
  async claim(now: Date, nextAt: Date): Promise<string[]> {
    const rows: { signal: string }[] = await this.manager
      .query(
        `with due as (select signal from watches where next_at <= $1 for update skip locked)
         update watches w set next_at = $2 from due where w.signal = due.signal returning w.signal`,
        [now, nextAt],
      )
      .then((result) => (Array.isArray(result[0]) ? result[0] : result));
    return rows.map(({ signal }) => signal);
  }

  /** Their rows, locked until the transaction ends; always in the same order, so that no two wait for each other. */
  async lock(signals: readonly string[]): Promise<WatchRow[]> {
    return await this.manager.getRepository(WatchEntity).find({
      where: { signal: In([...signals]) },
      order: { signal: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async decided(states: readonly { signal: string; state: WatchState }[]): Promise<void> {
    if (states.length === 0) return;
    const changes = states.map(({ signal, state }) => updating(this.manager, WatchEntity, { signal }, state));
    await change(this.manager, { tables: ['watches'], changes });
  }

  /** Nobody looks at these any more. */
  async giveUp(signals: readonly string[]): Promise<void> {
    if (signals.length > 0) await this.manager.getRepository(WatchEntity).update({ signal: In([...signals]) }, { nextAt: null });
  }

  async all(): Promise<WatchRow[]> {
    return await this.manager.getRepository(WatchEntity).find({ order: { signal: 'ASC' } });
  }
}
