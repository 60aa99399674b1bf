import { type EntityManager, EntitySchema, In } from 'typeorm';
import type { WatchState } from '../../../domain/watch/decide-watch.ts';
import { maybeTime } from '../../columns.ts';
import { change, updating } from '../../gathered.ts';

/** A signal that is looked at again and again. */
export interface WatchRow extends WatchState {
  /** Key of the service. */
  service: string;
  signal: string;
  /** When it is looked at next; null when nobody answers for it (its source is not set up). */
  nextAt: Date | null;
}

export const WatchEntity = new EntitySchema<WatchRow>({
  name: 'Watch',
  tableName: 'watches',
  columns: {
    service: { type: 'text', primary: true },
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
  async keep(signals: readonly ServiceSignal[], now: Date): Promise<void> {
    const given = columns(signals);
    await this.manager.query(
      'delete from watches where not exists (select 1 from unnest($1::text[], $2::text[]) g (service, signal) where g.service = watches.service and g.signal = watches.signal)',
      given,
    );
    await this.manager.query(
      `insert into watches (service, signal, next_at) select g.service, g.signal, $3 from unnest($1::text[], $2::text[]) g (service, signal)
       on conflict (service, signal) do update set next_at = excluded.next_at where watches.next_at is null`,
      [...given, now],
    );
  }

  /** Takes what is due and puts its next look as far ahead as its service says: of several processes one gets each. A service that is not named is left alone. */
  async claim(now: Date, paces: readonly { service: string; everyMs: number }[]): Promise<ServiceSignal[]> {
    return await this.manager
      .query(
        `with due as (
           select w.service, w.signal, pace.every from watches w
             join unnest($2::text[], $3::float8[]) pace (service, every) on pace.service = w.service
            where w.next_at <= $1 for update of w skip locked)
         update watches w set next_at = $1::timestamptz + interval '1 millisecond' * due.every from due
          where w.service = due.service and w.signal = due.signal returning w.service, w.signal`,
        [now, paces.map(({ service }) => service), paces.map(({ everyMs }) => everyMs)],
      )
      .then((result) => (Array.isArray(result[0]) ? result[0] : result));
  }

  /** Their rows, locked until the transaction ends; always in the same order, so that no two wait for each other. */
  async lock(service: string, signals: readonly string[]): Promise<WatchRow[]> {
    return await this.manager.getRepository(WatchEntity).find({
      where: { service, signal: In([...signals]) },
      order: { signal: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async decided(service: string, states: readonly { signal: string; state: WatchState }[]): Promise<void> {
    if (states.length === 0) return;
    const changes = states.map(({ signal, state }) => updating(this.manager, WatchEntity, { service, signal }, state));
    await change(this.manager, { tables: ['watches'], changes });
  }

  /** Nobody looks at these any more. */
  async giveUp(service: string, signals: readonly string[]): Promise<void> {
    if (signals.length > 0) await this.manager.getRepository(WatchEntity).update({ service, signal: In([...signals]) }, { nextAt: null });
  }

  /** Of one service. */
  async of(service: string): Promise<WatchRow[]> {
    return await this.manager.getRepository(WatchEntity).find({ where: { service }, order: { signal: 'ASC' } });
  }
}

/** A signal, with the key of its service. */
export type ServiceSignal = Pick<WatchRow, 'service' | 'signal'>;

function columns(signals: readonly ServiceSignal[]): [string[], string[]] {
  return [signals.map(({ service }) => service), signals.map(({ signal }) => signal)];
}
