import { Between, type EntityManager, EntitySchema } from 'typeorm';
import type { Sample } from '../../../domain/ports/metrics.ts';
import type { Doubt } from '../../../domain/signals/doubts.ts';

/** Rows of watching the service: what its signals said. */

/** What a signal said at one moment, in its unit. */
export interface SampleRow {
  /** Key of the service. */
  service: string;
  signal: string;
  at: Date;
  value: number;
  /** Why it is less than the whole one; null for a whole one. */
  doubts: readonly Doubt[] | null;
}

export const SampleEntity = new EntitySchema<SampleRow>({
  name: 'Sample',
  tableName: 'samples',
  columns: {
    service: { type: 'text', primary: true },
    signal: { type: 'text', primary: true },
    at: { type: 'timestamptz', primary: true },
    value: { type: 'double precision' },
    doubts: { type: 'jsonb', nullable: true },
  },
});

/** Table `samples`. */
export class SampleStore {
  constructor(private readonly manager: EntityManager) {}

  /** A signal has one value at a moment; who writes it twice changes nothing. */
  async add(service: string, rows: readonly (Sample & Pick<SampleRow, 'signal'>)[]): Promise<void> {
    if (rows.length === 0) return;
    await this.manager
      .getRepository(SampleEntity)
      .createQueryBuilder()
      .insert()
      .values(rows.map(({ signal, at, value, doubts }) => ({ service, signal, at, value, doubts: doubts?.length ? [...doubts] : null })))
      .orIgnore()
      .execute();
  }

  /** Oldest first, both ends included. */
  async of({ service, signal }: Pick<SampleRow, 'service' | 'signal'>, from: Date, to: Date): Promise<Sample[]> {
    const rows = await this.manager
      .getRepository(SampleEntity)
      .find({ where: { service, signal, at: Between(from, to) }, order: { at: 'ASC' } });
    return rows.map(({ at, value, doubts }) => ({ at, value, ...(doubts && { doubts }) }));
  }

  /** Forgets what was read before `before`. */
  async forget(before: Date): Promise<void> {
    await this.manager.query('delete from samples where at < $1', [before]);
  }
}
