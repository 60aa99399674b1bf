import { type EntityManager, EntitySchema } from 'typeorm';

/** A JVM that is counted again and again in calm times. */
export interface HeapBaselineRow {
  /** Name in the playbook. */
  jvm: string;
  nextAt: Date;
}

export const HeapBaselineEntity = new EntitySchema<HeapBaselineRow>({
  name: 'HeapBaseline',
  tableName: 'heap_baselines',
  columns: { jvm: { type: 'text', primary: true }, nextAt: { name: 'next_at', type: 'timestamptz' } },
});

/** How often a JVM is counted in calm times. */
export interface HeapBaseline {
  jvm: string;
  everyMs: number;
}

/** Table `heap_baselines`. */
export class HeapBaselineStore {
  constructor(private readonly manager: EntityManager) {}

  /** Counts exactly these JVMs from now on: a new one at once, one that is counted more often than before that much sooner. */
  async keep(baselines: readonly HeapBaseline[], now: Date): Promise<void> {
    const [jvms, every] = columns(baselines);
    await this.manager.query('delete from heap_baselines where not (jvm = any($1))', [jvms]);
    await this.manager.query(
      `insert into heap_baselines as b (jvm, next_at) select jvm, $3 from unnest($1::text[], $2::float8[]) as p (jvm, every)
       on conflict (jvm) do update set next_at = least(
         b.next_at,
         $3::timestamptz + interval '1 millisecond' * (select every from unnest($1::text[], $2::float8[]) as p (jvm, every) where p.jvm = b.jvm)
       )`,
      [jvms, every, now],
    );
  }

  /** Takes those of these that are due and puts their next count one turn ahead: of several processes one gets each. */
  async claim(baselines: readonly HeapBaseline[], now: Date): Promise<HeapBaseline[]> {
    const rows: { jvm: string }[] = await this.manager
      .query(
        `with due as (
           select b.jvm, p.every from heap_baselines b join unnest($1::text[], $2::float8[]) as p (jvm, every) on p.jvm = b.jvm
            where b.next_at <= $3 for update of b skip locked
         )
         update heap_baselines b set next_at = $3::timestamptz + interval '1 millisecond' * due.every from due where b.jvm = due.jvm returning b.jvm`,
        [...columns(baselines), now],
      )
      .then((result) => (Array.isArray(result[0]) ? result[0] : result));
    return baselines.filter(({ jvm }) => rows.some((row) => row.jvm === jvm));
  }

  async moveTo(jvm: string, nextAt: Date): Promise<void> {
    await this.manager.getRepository(HeapBaselineEntity).update({ jvm }, { nextAt });
  }
}

function columns(baselines: readonly HeapBaseline[]): [string[], number[]] {
  return [baselines.map(({ jvm }) => jvm), baselines.map(({ everyMs }) => everyMs)];
}
