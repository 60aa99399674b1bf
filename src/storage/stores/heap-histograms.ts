import { type EntityManager, LessThan } from 'typeorm';
import { HeapHistogramEntity, type HeapHistogramRow } from '../analysis-entities.ts';

/** Table `heap_histograms`: heaps as they were counted. */
export class HeapHistogramStore {
  constructor(private readonly manager: EntityManager) {}

  /** Counting the same JVM at the same moment twice changes nothing. */
  async add(row: Omit<HeapHistogramRow, 'id'>): Promise<void> {
    await this.manager.query(
      `insert into heap_histograms (jvm, incident_id, at, instances, bytes, classes, took_ms) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [row.jvm, row.incidentId, row.at, row.instances, row.bytes, JSON.stringify(row.classes), row.tookMs],
    );
  }

  /** The last ones of a JVM from before `before`, the newest first. */
  async last(jvm: string, before: Date, count: number): Promise<HeapHistogramRow[]> {
    return await this.manager
      .getRepository(HeapHistogramEntity)
      .find({ where: { jvm, at: LessThan(before) }, order: { at: 'DESC' }, take: count });
  }

  /** Forgets all but the newest `keep` of a JVM. */
  async forget(jvm: string, keep: number): Promise<void> {
    await this.manager.query(
      'delete from heap_histograms where jvm = $1 and id not in (select id from heap_histograms where jvm = $1 order by at desc limit $2)',
      [jvm, keep],
    );
  }
}
