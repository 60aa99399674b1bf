import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Samples, Target } from '../../../src/domain/diagnosis/by-call-graph/samples.ts';
import type { CallGraph } from '../../../src/domain/diagnosis/call-graph.ts';
import { readCallGraph } from '../../../src/integrations/metric-tables/read-call-graph.ts';
import { readSamples } from '../../../src/integrations/metric-tables/read-samples.ts';

/** One traffic level of the PetShop dataset (CLeaR 2024). */
export interface Traffic {
  name: string;
  graph: CallGraph;
  baseline: Samples;
  incidents: { name: string; window: Samples; target: Target; cause: string }[];
}

/** What is there of `low_traffic` and `high_traffic` below a folder. */
export function readPetshop(folder: string): Traffic[] {
  return ['low_traffic', 'high_traffic']
    .filter((name) => existsSync(join(folder, name)))
    .map((name) => readTraffic(join(folder, name), name));
}

function readTraffic(folder: string, name: string): Traffic {
  const incidents = readdirSync(join(folder, 'train'))
    .sort()
    .map((issue) => {
      const answer = JSON.parse(readFileSync(join(folder, 'train', issue, 'target.json'), 'utf8')) as {
        target: { node: string; metric: string; agg: string };
        root_cause: { node: string };
      };
      return {
        name: `${name}/${issue}`,
        window: readSamples(join(folder, 'train', issue, 'metrics.csv')),
        target: { component: answer.target.node, metric: answer.target.metric, statistic: answer.target.agg },
        cause: answer.root_cause.node,
      };
    });
  return {
    name,
    graph: readCallGraph(join(folder, 'graph.csv')),
    baseline: readSamples(join(folder, 'noissue/metrics.csv.gz')),
    incidents,
  };
}

/** The rows from one to another (which is not one of them), or all the others. */
export function rowsOf(samples: Samples, from: number, to: number): { inside: Samples; outside: Samples } {
  const part = (keep: (row: number) => boolean): Samples => ({
    times: samples.times.filter((_, row) => keep(row)),
    columns: samples.columns.map((column) => ({ ...column, values: column.values.filter((_, row) => keep(row)) })),
  });
  return { inside: part((row) => row >= from && row < to), outside: part((row) => row < from || row >= to) };
}
