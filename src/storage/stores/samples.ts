import { Between, type EntityManager } from 'typeorm';
import type { Sample } from '../../domain/ports/metrics.ts';
import { SampleEntity, type SampleRow } from '../watch-entities.ts';

/** Table `samples`. */
export class SampleStore {
  constructor(private readonly manager: EntityManager) {}

  /** A signal has one value at a moment; who writes it twice changes nothing. */
  async add(rows: readonly (Sample & Pick<SampleRow, 'signal'>)[]): Promise<void> {
    if (rows.length === 0) return;
    await this.manager
      .getRepository(SampleEntity)
      .createQueryBuilder()
      .insert()
      .values(rows.map(({ signal, at, value, doubts }) => ({ signal, at, value, doubts: doubts?.length ? [...doubts] : null })))
      .orIgnore()
      .execute();
  }

  /** Oldest first, both ends included. */
  async of(signal: string, from: Date, to: Date): Promise<Sample[]> {
    const rows = await this.manager.getRepository(SampleEntity).find({ where: { signal, at: Between(from, to) }, order: { at: 'ASC' } });
    return rows.map(({ at, value, doubts }) => ({ at, value, ...(doubts && { doubts }) }));
  }

  /** Forgets what was read before `before`. */
  async forget(before: Date): Promise<void> {
    await this.manager.query('delete from samples where at < $1', [before]);
  }
}
