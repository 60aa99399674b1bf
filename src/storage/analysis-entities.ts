import { EntitySchema } from 'typeorm';
import type { HeapClass } from '../domain/analysis/heap.ts';
import type { ReproductionPath } from '../domain/analysis/traffic.ts';

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

export interface AnalysisItemRow {
  incidentId: number;
  /** A row such as G1, or one of a row's list such as R3.partitions. */
  item: string;
  /** Slack user id. */
  owner: string | null;
  doneBy: string | null;
  doneAt: Date | null;
  note: string | null;
}

export interface HeapHistogramRow {
  id: number;
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

/** Postgres gives big integers as text. */
const bigint = { type: 'bigint', transformer: { to: (value: number) => value, from: (value: string) => Number(value) } } as const;

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

export const AnalysisItemEntity = new EntitySchema<AnalysisItemRow>({
  name: 'AnalysisItem',
  tableName: 'analysis_items',
  columns: {
    incidentId: { name: 'incident_id', type: 'integer', primary: true },
    item: { type: 'text', primary: true },
    owner: { type: 'text', nullable: true },
    doneBy: { name: 'done_by', type: 'text', nullable: true },
    doneAt: { name: 'done_at', type: 'timestamptz', nullable: true },
    note: { type: 'text', nullable: true },
  },
});

export const HeapHistogramEntity = new EntitySchema<HeapHistogramRow>({
  name: 'HeapHistogram',
  tableName: 'heap_histograms',
  columns: {
    id: { type: 'integer', primary: true, generated: true },
    jvm: { type: 'text' },
    incidentId: { name: 'incident_id', type: 'integer', nullable: true },
    at: { type: 'timestamptz' },
    instances: bigint,
    bytes: bigint,
    classes: { type: 'jsonb' },
    tookMs: { name: 'took_ms', type: 'integer', nullable: true },
  },
});

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

export const ANALYSIS_ENTITIES = [AnalysisEntity, CollectionEntity, AnalysisItemEntity, HeapHistogramEntity, HeapBaselineEntity];
