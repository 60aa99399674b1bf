import type { Samples } from '../../../src/domain/diagnosis/by-call-graph/samples.ts';
import type { CallGraph } from '../../../src/domain/diagnosis/call-graph.ts';

/** Each calls the next; latency in seconds of its own, without those it calls. */
export interface Chain {
  own: readonly number[];
  requests: number;
}

export const nameOf = (at: number) => `component-${at}`;

export function chainGraph({ own }: Chain): CallGraph {
  return new Map(own.map((_, at) => [nameOf(at), at + 1 < own.length ? [nameOf(at + 1)] : []]));
}

/**
 * So many rows of the chain without any noise; from `onset` on, the component at `at` is slower by so many seconds and fails so many
 * percent of its requests, and so is and does everybody who calls it.
 */
export function chainSamples(chain: Chain, rows: number, fault?: { at: number; onset: number; slower: number; failing: number }): Samples {
  const { own, requests } = chain;
  const row = <T>(value: (at: number) => T) => Array.from({ length: rows }, (_, at) => value(at));
  const hit = (component: number, at: number) => fault !== undefined && at >= fault.onset && component <= fault.at;
  return {
    times: row((at) => 1_700_000_000 + 300 * at),
    columns: own.flatMap((_, component) => {
      const usual = own.slice(component).reduce((sum, seconds) => sum + seconds, 0);
      const column = (metric: string, statistic: string, value: (at: number) => number) => ({
        component: nameOf(component),
        metric,
        statistic,
        values: row(value),
      });
      return [
        column('latency', 'Average', (at) => usual + (hit(component, at) ? (fault?.slower ?? 0) : 0)),
        column('requests', 'Sum', () => requests),
        column('availability', 'Average', (at) => 100 - (hit(component, at) ? (fault?.failing ?? 0) : 0)),
      ];
    }),
  };
}
