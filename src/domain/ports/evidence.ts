import type { HeapHistogram } from '../analysis/heap.ts';
import type { PoolState } from '../analysis/pool.ts';
import type { Doubtful } from '../signals/doubts.ts';

/** What a log held between two moments. */
export interface LogCount extends Doubtful {
  lines: number;
  /** Not all of it could be read: the counts are a lower bound, and `doubts` say why. */
  partial: boolean;
  /** In the order of the patterns. `stopped`: the pattern took too long and was given up. */
  patterns: { lines: number; samples: string[]; stopped: boolean }[];
}

/** Counts lines of one log of the watched system. Rejects with TransientError when it does not answer, PermanentError when it cannot be read. */
export interface LogReader {
  readonly name: string;
  /** Lines from `from` (inclusive) to `to` (exclusive) by the regular expressions that they fit; up to three samples of each, secrets masked. */
  count(input: { from: Date; to: Date; patterns: readonly string[]; timeoutMs: number }): Promise<LogCount>;
}

/** Counts the objects of one JVM; costs it a pause. Rejects like LogReader. */
export interface HeapReader {
  readonly name: string;
  count(input: { timeoutMs: number }): Promise<HeapHistogram>;
  /** What it would count, in a few words, without the pause. Rejects like `count` when it could not. */
  probe(input: { timeoutMs: number }): Promise<string>;
}

/** Reads the state of the connection pools of one service. Rejects like LogReader. */
export interface PoolReader {
  readonly name: string;
  read(input: { timeoutMs: number }): Promise<PoolState[]>;
}

/** The logs, heaps and pools that the playbook names. */
export interface Evidence {
  /** One that nobody set up rejects with what to do. */
  log(name: string): LogReader;
  heap(name: string): HeapReader;
  /** Of those that answer for themselves; the others are asked of Prometheus. */
  pool(name: string): PoolReader;
}
