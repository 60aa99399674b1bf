import { type EntityManager, EntitySchema, In } from 'typeorm';
import type { Reason } from '../../../domain/deadlines/reason.ts';
import type { EventKind } from '../../../domain/timeline/index.ts';
import { identity, json, text, time, whole } from '../../columns.ts';
import { type Change, change, changeReturning } from '../../gathered.ts';
import { keeping } from './deadlines.ts';

export interface TimelineRow {
  id: string;
  incidentId: number;
  at: Date;
  kind: string;
  actor: string;
  data: Record<string, unknown>;
}

export const TimelineEntity = new EntitySchema<TimelineRow>({
  name: 'Timeline',
  tableName: 'timeline',
  columns: {
    id: identity('bigint'),
    incidentId: whole('incident_id'),
    at: time('at'),
    kind: text('kind'),
    actor: text('actor'),
    data: json('data'),
  },
});

/** An entry of a known kind; `dataOf` reads its data. */
type Entry<K extends EventKind> = TimelineRow & { kind: K };

interface NewEntry {
  incidentId: number;
  at: Date;
  kind: string;
  actor: string;
  data?: Record<string, unknown>;
}

/** Table `timeline`: append-only: there is no way here to change or remove an entry, and the database refuses it. */
export class TimelineStore {
  constructor(private readonly manager: EntityManager) {}

  /** For one entry; `happened` (src/events) is what use cases call. */
  async append(entry: NewEntry): Promise<void> {
    await this.write([entry]);
  }

  /** Entries in their order, of which nobody needs the ids. */
  async write(entries: readonly NewEntry[]): Promise<void> {
    if (entries.length > 0) await change(this.manager, { tables: ['timeline'], changes: [appending(entries)] });
  }

  /**
   * The entry, and with it that rows of the process are kept, as far as they are pending: of `rows`, each with the entry that says so. Which of them were is told when it is known, before
   * the commit.
   */
  async writeKeeping(
    entry: NewEntry,
    rows: readonly { rowId: string; entry: NewEntry }[],
    { reason, learn }: { reason: Reason | null; learn: (kept: readonly string[]) => void },
  ): Promise<void> {
    const ids = rows.map(({ rowId }) => rowId);
    const entries = [entry, ...rows.map(({ rowId, entry: says }) => ({ ...says, ifKept: rowId }))];
    await change(this.manager, {
      tables: ['deadlines', 'timeline'],
      changes: [
        { ...keeping({ incidentId: entry.incidentId, rowIds: ids, at: entry.at, reason }), returned: { as: 'kept', columns: 'row_id' } },
        appending(entries, `where e."ifKept" is null or exists (select 1 from kept where kept.row_id = e."ifKept")`),
      ],
      learn: ({ kept = [] }) => learn(kept.map((row) => (row as { row_id: string }).row_id)),
    });
  }

  /** The ids of the entries, in their order. One statement, none for none. */
  async appendMany(entries: readonly NewEntry[]): Promise<string[]> {
    if (entries.length === 0) return [];
    const rows = await changeReturning<{ id: string }>(this.manager, { tables: ['timeline'], changes: [appending(entries)] }, 'id::text');
    return rows.map(({ id }) => id);
  }

  /** Entries of one kind, oldest first. */
  async ofKind<K extends EventKind>(incidentId: number, kind: K): Promise<Entry<K>[]> {
    return await this.ofKinds(incidentId, [kind]);
  }

  /** Entries of several kinds, oldest first. */
  async ofKinds<K extends EventKind>(incidentId: number, kinds: readonly K[]): Promise<Entry<K>[]> {
    const rows = await this.manager
      .getRepository(TimelineEntity)
      .find({ where: { incidentId, kind: In([...kinds]) }, order: { id: 'ASC' } });
    return rows as Entry<K>[];
  }

  /** The newest entry of these kinds whose data has all of `data`. */
  async lastOf(incidentId: number, kinds: readonly EventKind[], data: Record<string, unknown> = {}): Promise<TimelineRow | undefined> {
    const row = await this.manager
      .getRepository(TimelineEntity)
      .createQueryBuilder('t')
      .where('t.incident_id = :incidentId and t.kind = any(:kinds) and t.data @> :data::jsonb', {
        incidentId,
        kinds: [...kinds],
        data: JSON.stringify(data),
      })
      .orderBy('t.id', 'DESC')
      .getOne();
    return row ?? undefined;
  }

  /** Oldest first. */
  async of(incidentId: number): Promise<TimelineRow[]> {
    return await this.manager.getRepository(TimelineEntity).find({ where: { incidentId }, order: { id: 'ASC' } });
  }
}

function appending(entries: readonly NewEntry[], which = ''): Change {
  const sql = `insert into timeline (incident_id, at, kind, actor, data)
       select e."incidentId", e.at, e.kind, e.actor, coalesce(e.data, '{}')
         from jsonb_to_recordset($1::jsonb) as e("incidentId" integer, at timestamptz, kind text, actor text, data jsonb, "ifKept" text) ${which}`;
  return { sql, values: [JSON.stringify(entries)] };
}
