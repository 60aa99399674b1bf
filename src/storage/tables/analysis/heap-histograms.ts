import { type EntityManager, EntitySchema, LessThan } from 'typeorm';
import type { HeapClass } from '../../../domain/analysis/heap.ts';

/** Postgres gives big integers as text. */
const bigint = { type: 'bigint', transformer: { to: (value: number) => value, from: (value: string) => Number(value) } } as const;

export interface HeapHistogramRow {
  id: number;
  /** Key of the service. */
  service: string;
  /** Name of the JVM in the playbook. */
  jvm: string;
  incidentId: number | null;
  at: Date;
  instances: number;
  bytes: number;
  /** The largest ones, the largest first. */
  classes: HeapClass[];
  /** How long the count took, in milliseconds; null for those of earlier releases. */
  tookMs: number | null;
}

export const HeapHistogramEntity = new EntitySchema<HeapHistogramRow>({
  name: 'HeapHistogram',
  tableName: 'heap_histograms',
  columns: {
    id: { type: 'integer', primary: true, generated: true },
    service: { type: 'text' },
    jvm: { type: 'text' },
    incidentId: { name: 'incident_id', type: 'integer', nullable: true },
    at: { type: 'timestamptz' },
    instances: bigint,
    bytes: bigint,
    classes: { type: 'jsonb' },
    tookMs: { name: 'took_ms', type: 'integer', nullable: true },
  },
});

/** A JVM as its service calls it. */
type Jvm = Pick<HeapHistogramRow, 'service' | 'jvm'>;

/** Table `heap_histograms`: heaps as they were counted. */
export class HeapHistogramStore {
  constructor(private readonly manager: EntityManager) {}

  /** Counting the same JVM at the same moment twice changes nothing. */
  async add(row: Omit<HeapHistogramRow, 'id'>): Promise<void> {
    await this.manager.query(
      `insert into heap_histograms (service, jvm, incident_id, at, instances, bytes, classes, took_ms) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [row.service, row.jvm, row.incidentId, row.at, row.instances, row.bytes, JSON.stringify(row.classes), row.tookMs],
    );
  }

  /** The last ones of a JVM from before `before`, the newest first. */
  async last({ service, jvm }: Jvm, before: Date, count: number): Promise<HeapHistogramRow[]> {
    return await this.manager
      .getRepository(HeapHistogramEntity)
      .find({ where: { service, jvm, at: LessThan(before) }, order: { at: 'DESC' }, take: count });
  }

  /** Forgets all but the newest `keep` of a JVM. */
  async forget({ service, jvm }: Jvm, keep: number): Promise<void> {
    await this.manager.query(
      'delete from heap_histograms where service = $1 and jvm = $2 and id not in (select id from heap_histograms where service = $1 and jvm = $2 order by at desc limit $3)',
      [service, jvm, keep],
    );
  }
}
