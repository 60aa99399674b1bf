import { type EntityManager, EntitySchema } from 'typeorm';
import { json, maybeText, maybeTime, text, time, whole } from '../../columns.ts';
import { change } from '../../gathered.ts';

export interface RunRow {
  id: string;
  kind: string;
  incidentId: number;
  /** As it is stored; its kind reads it. */
  input: Record<string, unknown>;
  status: 'running' | 'done' | 'failed';
  nextAt: Date | null;
  createdAt: Date;
  finishedAt: Date | null;
  /** The number of the process that works on it. */
  heldBy: number | null;
  /** Why it failed for good, for operators. */
  error: string | null;
}

export const RunEntity = new EntitySchema<RunRow>({
  name: 'Run',
  tableName: 'runs',
  columns: {
    id: text('id', { primary: true }),
    kind: text('kind'),
    incidentId: whole('incident_id'),
    input: json('input'),
    status: text('status'),
    nextAt: maybeTime('next_at'),
    createdAt: time('created_at'),
    finishedAt: maybeTime('finished_at'),
    heldBy: whole('held_by', { nullable: true }),
    error: maybeText('error'),
  },
});

/** A run as the process that works on it knows it: what is written for it counts only while its row names that process. */
export interface HeldRun {
  id: string;
  heldBy: number;
}

/** A run as it was taken, and how many milliseconds ago the process that worked on it before was lost; null when none was. */
export type TakenRun = RunRow & { lostMsAgo: number | null };

declare const madeByItsKind: unique symbol;

/** Only kinds of runs make these (`runKind(…).row`), each for inputs of its own: so a wrong kind or input does not compile. */
export type NewRunRow = Pick<RunRow, 'id' | 'kind' | 'incidentId' | 'input' | 'createdAt'> & {
  nextAt: Date;
  readonly [madeByItsKind]: true;
};

/** A run, `r`, that no process works on: nobody has taken it, or whoever did is lost. */
const FREE = `not exists (select 1 from processes p where p.number = r.held_by and p.lost_at is null)`;

/** Table `runs`: one row per workflow under way; `nextAt` is when somebody should look at it again. */
export class RunStore {
  constructor(private readonly manager: EntityManager) {}

  async insert(run: NewRunRow): Promise<void> {
    const sql = `insert into runs (id, kind, incident_id, input, status, next_at, created_at) values ($1, $2, $3, $4, 'running', $5, $6)`;
    const values = [run.id, run.kind, run.incidentId, run.input, run.nextAt, run.createdAt];
    await change(this.manager, { tables: ['runs'], changes: [{ sql, values }] });
  }

  async find(id: string): Promise<RunRow | undefined> {
    return (await this.manager.getRepository(RunEntity).findOneBy({ id })) ?? undefined;
  }

  /** The ids of those that are due and free, or held by this process, `by`, without being worked on here. */
  async due(now: Date, { by, but, limit }: { by: number; but: readonly string[]; limit: number }): Promise<string[]> {
    const rows: { id: string }[] = await this.manager.query(
      `select r.id from runs r
        where r.status = 'running' and r.next_at <= $1 and (r.held_by = $2 or ${FREE}) and r.id <> all($3)
        order by r.next_at limit $4`,
      [now, by, but, limit],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Takes a run for this process, `by`: undefined when it is over, or another process that lives works on it. From now on nothing counts that another
   * one writes for it.
   */
  async take(id: string, by: number): Promise<TakenRun | undefined> {
    const [rows] = await this.manager.query(
      `with before as (
         select (extract(epoch from clock_timestamp() - p.lost_at) * 1000)::float8 as lost_ms_ago
           from runs b join processes p on p.number = b.held_by where b.id = $1)
       update runs r set held_by = $2 where r.id = $1 and r.status = 'running' and (r.held_by = $2 or ${FREE})
       returning id, kind, incident_id as "incidentId", input, status, next_at as "nextAt", created_at as "createdAt",
                 finished_at as "finishedAt", held_by as "heldBy", error, (select lost_ms_ago from before) as "lostMsAgo"`,
      [id, by],
    );
    return rows[0];
  }

  /** Gives it back, to be looked at again at `nextAt`; false when another process has it by now. */
  async defer({ id, heldBy }: HeldRun, nextAt: Date): Promise<boolean> {
    const { affected } = await this.manager.getRepository(RunEntity).update({ id, heldBy, status: 'running' }, { nextAt, heldBy: null });
    return affected === 1;
  }

  /** False when another process has it by now. */
  async finish({ id, heldBy }: HeldRun, at: Date): Promise<boolean> {
    const { affected } = await this.manager
      .getRepository(RunEntity)
      .update({ id, heldBy, status: 'running' }, { status: 'done', nextAt: null, finishedAt: at, heldBy: null });
    return affected === 1;
  }

  /** Nothing will ever come of it: nobody can read it. False when another process has it by now. */
  async fail({ id, heldBy }: HeldRun, error: string): Promise<boolean> {
    const { affected } = await this.manager
      .getRepository(RunEntity)
      .update({ id, heldBy, status: 'running' }, { status: 'failed', nextAt: null, heldBy: null, error });
    return affected === 1;
  }

  /** What failed for good since `since`, by kind: how many, and the newest of them. */
  async failures(since: Date): Promise<{ kind: string; count: number; key: string; error: string }[]> {
    return await this.manager.query(
      `select distinct on (kind) kind, count(*) over (partition by kind)::integer as count, id as key, error
         from runs where status = 'failed' and created_at >= $1 order by kind, created_at desc`,
      [since],
    );
  }

  /** Somebody who does not work on it wants it looked at by then. */
  async hasten(id: string, at: Date): Promise<void> {
    await this.manager.query(`update runs set next_at = least(next_at, $2) where id = $1 and status = 'running'`, [id, at]);
  }

  async nextAt(): Promise<Date | undefined> {
    const [row] = await this.manager.query(`select min(next_at) as at from runs where status = 'running'`);
    return row?.at ?? undefined;
  }
}
