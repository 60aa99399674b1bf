import type { CallGraph } from '../call-graph.ts';
import { columnOf, type Samples, seriesOf, type Target } from './samples.ts';

/** What a diagnosis had to do without, as sentences; none when all was there. What neither table has was never measured and is not missing. */
export function missingIn(input: { graph: CallGraph; baseline: Samples; window: Samples; target: Target }): string[] {
  const { graph, baseline, window, target } = input;
  const tables = [
    ['baseline', baseline],
    ['window', window],
  ] as const;
  const name = `${target.component} ${target.metric} ${target.statistic}`;
  const ofTarget = tables.flatMap(([table, samples]) => {
    const values = columnOf(samples, target)?.values ?? [];
    const gone = values.filter(Number.isNaN).length;
    return gone === 0 ? [] : [`The ${table} lacks ${gone} of ${values.length} values of ${name}.`];
  });
  const rows = tables.flatMap(([table, { times }]) => {
    const gone = rowsMissing(times);
    return gone === 0 ? [] : [`The ${table} lacks ${gone} of ${times.length + gone} rows between its first and its last.`];
  });
  const before = measured(baseline);
  const now = measured(window);
  const silent = [...graph.keys()].filter((component) => before.has(component) && !now.has(component));
  const unknown = [...graph.keys()].filter((component) => now.has(component) && !before.has(component));
  return [
    ...ofTarget,
    ...rows,
    ...(silent.length === 0
      ? []
      : [`The window has no value of ${listed(silent)}, which the baseline has: nothing is found against them.`]),
    ...(unknown.length === 0 ? [] : [`The baseline has no value of ${listed(unknown)}: what is normal there is not known.`]),
  ];
}

const SHOWN = 5;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).join(', ');
  return names.length <= SHOWN ? shown : `${shown} and ${names.length - SHOWN} more`;
}

/** The components with at least one value that is read. */
function measured(samples: Samples): Set<string> {
  const some = (values: readonly number[]) => values.some((value) => !Number.isNaN(value));
  return new Set([...seriesOf(samples)].flatMap(([component, series]) => (Object.values(series).some(some) ? [component] : [])));
}

/** By the distance that most rows have from the one before. */
function rowsMissing(times: readonly number[]): number {
  const steps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
  const step = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  if (step <= 0) return 0;
  return steps.reduce((sum, each) => sum + Math.max(0, Math.round(each / step) - 1), 0);
}
