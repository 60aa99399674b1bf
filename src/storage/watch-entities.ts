import { EntitySchema } from 'typeorm';
import type { Doubt } from '../domain/signals/doubts.ts';
import type { WatchState } from '../domain/watch/decide-watch.ts';
import { maybeTime } from './columns.ts';

/** Rows of watching the service: what its signals said. */

/** What a signal said at one moment, in its unit. */
export interface SampleRow {
  signal: string;
  at: Date;
  value: number;
  /** Why it is less than the whole one; null for a whole one. */
  doubts: readonly Doubt[] | null;
}

export const SampleEntity = new EntitySchema<SampleRow>({
  name: 'Sample',
  tableName: 'samples',
  columns: {
    signal: { type: 'text', primary: true },
    at: { type: 'timestamptz', primary: true },
    value: { type: 'double precision' },
    doubts: { type: 'jsonb', nullable: true },
  },
});

/** A signal that is looked at again and again. */
export interface WatchRow extends WatchState {
  signal: string;
  /** When it is looked at next; null when nobody answers for it (its source is not set up). */
  nextAt: Date | null;
}

export const WatchEntity = new EntitySchema<WatchRow>({
  name: 'Watch',
  tableName: 'watches',
  columns: {
    signal: { type: 'text', primary: true },
    level: { type: 'text' },
    warningSince: maybeTime('warning_since'),
    criticalSince: maybeTime('critical_since'),
    calmSince: maybeTime('calm_since'),
    silentSince: maybeTime('silent_since'),
    missing: { type: 'boolean' },
    value: { type: 'double precision', nullable: true },
    seenAt: maybeTime('seen_at'),
    evaluatedAt: maybeTime('evaluated_at'),
    nextAt: maybeTime('next_at'),
  },
});

export const WATCH_ENTITIES = [SampleEntity, WatchEntity];
