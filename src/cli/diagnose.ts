import { distance } from 'fastest-levenshtein';
import { readCommandLine } from '../command-line.ts';
import { missingIn } from '../domain/diagnosis/by-call-graph/missing.ts';
import { type Cause, rankCauses } from '../domain/diagnosis/by-call-graph/rank-causes.ts';
import { columnOf, type Samples, type Target } from '../domain/diagnosis/by-call-graph/samples.ts';
import { OperatorError, UserError } from '../domain/errors.ts';
import { readCallGraph } from '../integrations/metric-tables/read-call-graph.ts';
import { readSamples } from '../integrations/metric-tables/read-samples.ts';

const USAGE =
  "npm run diagnose -- --graph graph.csv --baseline normal.csv[.gz] --window incident.csv --target '<component>:<metric>:<statistic>' [--json]";
const NEAREST = 5;

try {
  const { graph, baseline, window, target, json } = readArguments();
  const causes = rankCauses({ graph, baseline, window, target });
  const missing = missingIn({ graph, baseline, window, target });
  process.stdout.write(`${json ? JSON.stringify(causes) : readable(causes, target)}\n`);
  // Beside the answer, so that whoever reads the JSON still can.
  if (missing.length > 0) process.stderr.write(`Not all was there:\n${missing.map((line) => `  ${line}\n`).join('')}`);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

function readArguments() {
  const text = { type: 'string' } as const;
  const options = { graph: text, baseline: text, window: text, target: text, json: { type: 'boolean', default: false } } as const;
  const { values } = readCommandLine({ usage: USAGE, options });
  const { graph: graphPath, baseline: baselinePath, window: windowPath, target: wanted, json } = values;
  if (graphPath === undefined || baselinePath === undefined || windowPath === undefined || wanted === undefined) {
    throw new OperatorError('missing_argument', `Give the graph, the baseline, the window and the target:\n  ${USAGE}`);
  }
  const graph = readCallGraph(graphPath);
  const baseline = readSamples(baselinePath);
  const window = readSamples(windowPath);
  const target = targetOf(wanted, window);
  if (!graph.has(target.component)) {
    throw new OperatorError(
      'unknown_target',
      `${graphPath} does not have ${target.component}.${didYouMean(target.component, [...graph.keys()])}`,
    );
  }
  if (!columnOf(baseline, target)) {
    throw new OperatorError(
      'unknown_target',
      `${baselinePath} does not have ${wanted}, so there is no normal to compare with. Use a column that both files have.`,
    );
  }
  return { graph, baseline, window, target, json };
}

/** From the right: names of components have colons of their own. */
function targetOf(wanted: string, window: Samples): Target {
  const [, component = '', metric = '', statistic = ''] = /^(.+):([^:]+):([^:]+)$/.exec(wanted) ?? [];
  const target = { component, metric, statistic };
  if (component === '') {
    throw new OperatorError(
      'bad_target',
      `The target is ${JSON.stringify(wanted)}; wanted '<component>:<metric>:<statistic>', such as 'shop:latency:p95'.`,
    );
  }
  if (!['latency', 'availability'].includes(metric)) {
    throw new OperatorError('bad_target', `The target's metric is ${JSON.stringify(metric)}; latency and availability can be diagnosed.`);
  }
  if (!columnOf(window, target)) {
    const there = window.columns.filter((column) => ['latency', 'availability'].includes(column.metric));
    const names = there.map((column) => `${column.component}:${column.metric}:${column.statistic}`);
    throw new OperatorError('unknown_target', `The window does not have ${wanted}.${didYouMean(wanted, names)}`);
  }
  return target;
}

function didYouMean(wanted: string, names: readonly string[]): string {
  const nearest = [...names].sort((a, b) => distance(a, wanted) - distance(b, wanted)).slice(0, NEAREST);
  return nearest.length === 0 ? '' : ` Nearest:\n${nearest.map((name) => `  ${name}`).join('\n')}`;
}

function readable(causes: readonly Cause[], target: Target): string {
  const what = `${target.component} ${target.metric} ${target.statistic}`;
  if (causes.length === 0) return `Nothing stands out for ${what}: within what the baseline has seen, or nobody's own doing explains it.`;
  const list = causes.map(({ component, score, evidence }, at) =>
    [`${at + 1}. ${component} (score ${score.toFixed(1)})`, ...evidence.map((line) => `     ${line}`)].join('\n'),
  );
  return [`What ${what} suffers from, most likely first:`, ...list].join('\n');
}
