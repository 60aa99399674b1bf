import { type EntityManager, EntitySchema } from 'typeorm';
import type { ReproductionPath } from '../../../domain/analysis/traffic.ts';
import { change } from '../../gathered.ts';

/** Rows of an incident's analysis. */

export interface AnalysisRow {
  incidentId: number;
  /** Of the last batch of rows that was collected. */
  sequence: number;
  /** The run that works on that batch; null once it is done. */
  runId: string | null;
  /** When the next row wants to be collected. */
  nextAt: Date | null;
  /** Where the head of the thread stands. */
  channelId: string | null;
  ts: string | null;
}

/** `nothing`: nothing is set up that could be collected. `skipped`: not wanted any more when its time came. */
export type CollectionState = 'waiting' | 'collecting' | 'collected' | 'failed' | 'nothing' | 'skipped';

export interface CollectionRow {
  incidentId: number;
  rowId: string;
  state: CollectionState;
  nextAt: Date | null;
  /** Who asked for it, when it was not the clock. */
  askedBy: string | null;
  settledAt: Date | null;
  /** The way to reproduce that was proposed last. */
  proposal: ReproductionPath | null;
}

export const AnalysisEntity = new EntitySchema<AnalysisRow>({
  name: 'Analysis',
  tableName: 'analyses',
  columns: {
    incidentId: { name: 'incident_id', type: 'integer', primary: true },
    sequence: { type: 'integer' },
    runId: { name: 'run_id', type: 'text', nullable: true },
    nextAt: { name: 'next_at', type: 'timestamptz', nullable: true },
    channelId: { name: 'channel_id', type: 'text', nullable: true },
    ts: { type: 'text', nullable: true },
  },
});

export const CollectionEntity = new EntitySchema<CollectionRow>({
  name: 'Collection',
  tableName: 'collections',
  columns: {
    incidentId: { name: 'incident_id', type: 'integer', primary: true },
    rowId: { name: 'row_id', type: 'text', primary: true },
    state: { type: 'text' },
    nextAt: { name: 'next_at', type: 'timestamptz', nullable: true },
    askedBy: { name: 'asked_by', type: 'text', nullable: true },
    settledAt: { name: 'settled_at', type: 'timestamptz', nullable: true },
    proposal: { type: 'jsonb', nullable: true },
  },
});

/** Tables `analyses` and `collections`: the rows of an incident that are collected by themselves, and the thread that they are told in. */
export class AnalysisStore {
  constructor(private readonly manager: EntityManager) {}

  /** Begins the analysis of an incident that was declared in this transaction: nobody else knows of it. */
  async begin(incidentId: number, rows: readonly Pick<CollectionRow, 'rowId' | 'nextAt'>[]): Promise<void> {
    const analysis = 'insert into analyses (incident_id, next_at) select $1, min(at) from unnest($2::timestamptz[]) as at';
    const collections = `insert into collections (incident_id, row_id, state, next_at)
       select $1, row_id, 'waiting', next_at from unnest($2::text[], $3::timestamptz[]) as r (row_id, next_at)`;
    const times = rows.map(({ nextAt }) => nextAt);
    await change(this.manager, {
      tables: ['analyses', 'collections'],
      changes: [
        { sql: analysis, values: [incidentId, times] },
        { sql: collections, values: [incidentId, rows.map(({ rowId }) => rowId), times] },
      ],
    });
  }

  async find(incidentId: number): Promise<AnalysisRow | undefined> {
    return (await this.manager.getRepository(AnalysisEntity).findOneBy({ incidentId })) ?? undefined;
  }

  /** Those of the incidents whose analysis has begun. */
  async begunAmong(incidentIds: readonly number[]): Promise<number[]> {
    const rows: { incident_id: number }[] = await this.manager.query('select incident_id from analyses where incident_id = any($1)', [
      incidentIds,
    ]);
    return rows.map((row) => row.incident_id);
  }

  async collections(incidentId: number): Promise<CollectionRow[]> {
    return await this.manager.getRepository(CollectionEntity).find({ where: { incidentId }, order: { rowId: 'ASC' } });
  }

  /** Wants one row collected at `at`, whatever became of it before. */
  async want(incidentId: number, rowId: string, at: Date, askedBy: string): Promise<void> {
    await this.manager.query('insert into analyses (incident_id) values ($1) on conflict do nothing', [incidentId]);
    await this.lock(incidentId);
    const row: Omit<CollectionRow, 'proposal'> = { incidentId, rowId, state: 'waiting', nextAt: at, askedBy, settledAt: null };
    await this.manager.getRepository(CollectionEntity).upsert(row, ['incidentId', 'rowId']);
    await this.plan(incidentId);
  }

  /**
   * Takes the incident whose rows have waited longest, if none of its batches is being worked on, and those of its rows that are due; they
   * are `collecting` from now on. Incidents that another process is deciding about are left to it.
   */
  async claim(now: Date): Promise<{ analysis: AnalysisRow; rows: CollectionRow[] } | undefined> {
    const [due]: { incident_id: number }[] = await this.manager.query(
      `select incident_id from analyses where next_at <= $1 and run_id is null order by next_at limit 1 for update skip locked`,
      [now],
    );
    if (!due) return undefined;
    const incidentId = due.incident_id;
    const analysis = await this.find(incidentId);
    if (!analysis) return undefined;
    const rows = (await this.collections(incidentId)).filter(({ nextAt }) => nextAt !== null && nextAt.getTime() <= now.getTime());
    for (const { rowId } of rows) {
      await this.manager.getRepository(CollectionEntity).update({ incidentId, rowId }, { state: 'collecting', nextAt: null });
    }
    await this.plan(incidentId);
    return { analysis, rows };
  }

  async settle(incidentId: number, rowId: string, state: 'collected' | 'failed' | 'nothing' | 'skipped', at: Date): Promise<void> {
    // Asked for again while it was being collected: then that is still to come.
    await this.manager.getRepository(CollectionEntity).update({ incidentId, rowId, state: 'collecting' }, { state, settledAt: at });
  }

  /** A later proposal takes the place of an earlier one. */
  async propose(incidentId: number, rowId: string, proposal: ReproductionPath): Promise<void> {
    await this.manager.getRepository(CollectionEntity).update({ incidentId, rowId }, { proposal: proposal as never });
  }

  async change(incidentId: number, changes: Partial<Omit<AnalysisRow, 'incidentId' | 'nextAt'>>): Promise<void> {
    await this.manager.getRepository(AnalysisEntity).update({ incidentId }, changes);
  }

  /** The board that stands in this channel is not edited any more; the next batch posts another, where the incident lives. */
  async leave(incidentId: number, channelId: string): Promise<void> {
    await this.manager.getRepository(AnalysisEntity).update({ incidentId, channelId }, { channelId: null, ts: null });
  }

  /** Somebody deleted the board. */
  async forget(incidentId: number, ts: string): Promise<void> {
    await this.manager.getRepository(AnalysisEntity).update({ incidentId, ts }, { channelId: null, ts: null });
  }

  /** Before any of the rows, as `claim` does it: taken the other way round by two, each would wait for the other. */
  private async lock(incidentId: number): Promise<void> {
    await this.manager.query('select 1 from analyses where incident_id = $1 for update', [incidentId]);
  }

  private async plan(incidentId: number): Promise<void> {
    await this.manager.query(
      `update analyses set next_at = (select min(next_at) from collections where incident_id = $1) where incident_id = $1`,
      [incidentId],
    );
  }
}
