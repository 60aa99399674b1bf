import { type EntityManager, EntitySchema } from 'typeorm';

/** A JVM that is counted again and again in calm times. */
export interface HeapBaselineRow {
  /** Key of the service. */
  service: string;
  /** Name in the playbook. */
  jvm: string;
  nextAt: Date;
}

export const HeapBaselineEntity = new EntitySchema<HeapBaselineRow>({
  name: 'HeapBaseline',
  tableName: 'heap_baselines',
  columns: {
    service: { type: 'text', primary: true },
    jvm: { type: 'text', primary: true },
    nextAt: { name: 'next_at', type: 'timestamptz' },
  },
});

/** How often a JVM is counted in calm times. */
export interface HeapBaseline {
  service: string;
  jvm: string;
  everyMs: number;
}

/** Table `heap_baselines`. */
export class HeapBaselineStore {
  constructor(private readonly manager: EntityManager) {}

  /** Counts exactly these JVMs from now on: a new one at once, one that is counted more often than before that much sooner. */
  async keep(baselines: readonly HeapBaseline[], now: Date): Promise<void> {
    const given = columns(baselines);
    await this.manager.query(
      `delete from heap_baselines b
        where not exists (select 1 from unnest($1::text[], $2::text[]) p (service, jvm) where p.service = b.service and p.jvm = b.jvm)`,
      given.slice(0, 2),
    );
    await this.manager.query(
      `with p as (select * from unnest($1::text[], $2::text[], $3::float8[]) as p (service, jvm, every))
       insert into heap_baselines as b (service, jvm, next_at) select service, jvm, $4 from p
       on conflict (service, jvm) do update set next_at = least(
         b.next_at,
         $4::timestamptz + interval '1 millisecond' * (select every from p where p.service = b.service and p.jvm = b.jvm)
       )`,
      [...given, now],
    );
  }

  /** Takes those of these that are due and puts their next count one turn ahead: of several processes one gets each. */
  async claim(baselines: readonly HeapBaseline[], now: Date): Promise<HeapBaseline[]> {
    const rows: Pick<HeapBaselineRow, 'service' | 'jvm'>[] = await this.manager
      .query(
        `with due as (
           select b.service, b.jvm, p.every from heap_baselines b
             join unnest($1::text[], $2::text[], $3::float8[]) as p (service, jvm, every) on p.service = b.service and p.jvm = b.jvm
            where b.next_at <= $4 for update of b skip locked
         )
         update heap_baselines b set next_at = $4::timestamptz + interval '1 millisecond' * due.every from due
          where b.service = due.service and b.jvm = due.jvm returning b.service, b.jvm`,
        [...columns(baselines), now],
      )
      .then((result) => (Array.isArray(result[0]) ? result[0] : result));
    return baselines.filter(({ service, jvm }) => rows.some((row) => row.service === service && row.jvm === jvm));
  }

  async moveTo({ service, jvm }: Pick<HeapBaselineRow, 'service' | 'jvm'>, nextAt: Date): Promise<void> {
    await this.manager.getRepository(HeapBaselineEntity).update({ service, jvm }, { nextAt });
  }
}

function columns(baselines: readonly HeapBaseline[]): [string[], string[], number[]] {
  return [baselines.map(({ service }) => service), baselines.map(({ jvm }) => jvm), baselines.map(({ everyMs }) => everyMs)];
}
