import { Between, type EntityManager } from 'typeorm';
import { SampleEntity, type SampleRow } from '../watch-entities.ts';

/** Table `samples`. */
export class SampleStore {
  constructor(private readonly manager: EntityManager) {}

  /** A signal has one value at a moment; who writes it twice changes nothing. */
  async add(rows: readonly SampleRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.manager
      .getRepository(SampleEntity)
      .createQueryBuilder()
      .insert()
      .values([...rows])
      .orIgnore()
      .execute();
  }

  /** Oldest first, both ends included. */
  async of(signal: string, from: Date, to: Date): Promise<SampleRow[]> {
    return await this.manager.getRepository(SampleEntity).find({ where: { signal, at: Between(from, to) }, order: { at: 'ASC' } });
  }

  /** Forgets what was read before `before`. */
  async forget(before: Date): Promise<void> {
    await this.manager.query('delete from samples where at < $1', [before]);
  }
}
