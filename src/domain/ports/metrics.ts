import type { Said } from '../language/said.ts';
import type { Doubtful } from '../signals/doubts.ts';

/** `doubts` say why the value is less than the whole one. */
export interface Sample extends Doubtful {
  value: number;
  at: Date;
}

/** One source of metrics. Rejects with TransientError when it does not answer, PermanentError when it refuses the query. `maxAgeMs`: an answer will do that somebody else asked for so
 * long before. */
export interface MetricsSource {
  /** The newest value; undefined when the source has none (no data is not zero). NaN counts as none. */
  instant(input: { query: string; at: Date; timeoutMs: number; maxAgeMs?: number | undefined }): Promise<Sample | undefined>;
  /**
   * Values from `from` to `to` every `stepMs`, oldest first; steps without a value are absent. Absent in a source that knows only the
   * present: its past is what the watcher has written down.
   */
  range?(input: {
    query: string;
    from: Date;
    to: Date;
    stepMs: number;
    timeoutMs: number;
    maxAgeMs?: number | undefined;
  }): Promise<Sample[]>;
  /**
   * The newest value of each series that the query gives, with the labels that tell them apart. Absent in a source that knows no labels.
   */
  series?(input: { query: string; at: Date; timeoutMs: number }): Promise<Series[]>;
  /**
   * Every value that a label has in series that one of `of` selects, in any of them when there is none; sorted. The label `__name__` holds the names of metrics. What ended long
   * before `from` may be left out. Absent in a source that knows no labels.
   */
  labelValues?(input: { label: string; of?: readonly string[]; from?: Date; timeoutMs: number }): Promise<string[]>;
  /** Why the last answer to this query held no value, where the source can tell more than that there is none. Asks nobody. */
  whyNone?(query: string): Said | undefined;
  /** Lets go of connections. */
  close?(): Promise<void>;
}

export interface Series extends Doubtful {
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** A source that knows the past as well. */
export type HistoricMetricsSource = MetricsSource & Required<Pick<MetricsSource, 'range'>>;

/** Every source of metrics by the name that playbooks call it. */
export interface Metrics {
  /** One that nobody set up, or that nobody knows, rejects every question with what to do. */
  source(name: string): MetricsSource;
  close(): Promise<void>;
}
