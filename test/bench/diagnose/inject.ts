import type { Column, Samples } from '../../../src/domain/diagnosis/by-call-graph/samples.ts';
import { type CallGraph, callersOf } from '../../../src/domain/diagnosis/call-graph.ts';
import type { Random } from './random.ts';

/**
 * `slow` (a latency set by configuration), `failing` (a misconfiguration, refused or throttled calls), `overload` (more requests everywhere,
 * one component saturates), `starved` (a processor hog: no time for itself, and the calls it makes look slow from its side too), `leak`
 * (memory runs out: slower from row to row), `timeout` (so slow that its callers give up; it does not fail where it is measured itself).
 */
export type Fault = 'slow' | 'failing' | 'overload' | 'starved' | 'leak' | 'timeout';

/** What the simulated world knows and the engine does not. */
export interface World {
  graph: CallGraph;
  /** Nobody waits for these: they are started and left. */
  notWaitedFor: ReadonlySet<string>;
  /** The same service seen from another side, without an edge in the graph: it shows what the service shows. */
  otherSides: ReadonlyMap<string, readonly string[]>;
  /** Those that do not measure themselves: what is known of them is what their callers saw, a call given up included. */
  seenByCallers: ReadonlySet<string>;
}

/** After so long a caller gives up. */
const PATIENCE_SECONDS = 2;
const QUANTILES: Record<string, number> = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

/**
 * A copy of a calm window with one fault in it: added seconds or failures of its own at one component, carried to its callers by their
 * part of its requests, with noise in every number, levels of another day, other sides of the same service, and retries.
 * @param size what the target suffers at the worst: added seconds as a share of its mean, or failing requests as a share of all
 */
export function inject(options: {
  calm: Samples;
  world: World;
  root: string;
  target: string;
  fault: Fault;
  size: number;
  random: Random;
}): Samples {
  const { calm, world, root, target, fault, size, random } = options;
  const rows = calm.times.length;
  const cells = new Map(calm.columns.map((column) => [key(column), [...column.values]]));
  const cell = (component: string, metric: string, statistic: string) => cells.get(`${component}|${metric}|${statistic}`);
  const requests = (component: string, row: number) => known(cell(component, 'requests', 'Sum')?.[row]) ?? 0;

  const latency = (component: string, row: number) => known(cell(component, 'latency', 'Average')?.[row]) ?? 0;

  for (const component of new Set(calm.columns.map((column) => column.component))) {
    const level = Math.exp(0.07 * random.normal());
    scale(calm, cells, component, 'latency', level);
  }
  if (fault === 'overload') {
    const more = random.between(1.3, 2);
    for (const component of new Set(calm.columns.map((column) => column.component))) {
      scale(calm, cells, component, 'requests', more, true);
      if (component !== root) scale(calm, cells, component, 'latency', random.between(1, 1.03));
    }
  }

  // As in the sixteen that are known: one or two rows before, ten minutes of it, the first and the last row of it in part.
  const onset = random.pick([1, 2]);
  const end = Math.min(rows - 1, onset + random.pick([1, 2, 2, 3]));
  const callers = callersOf(world.graph);
  // Nobody injects a fault that its component does not show: in the sixteen that are known its latency more than trebled.
  const plainly = random.between(0.7, 1.5);
  const part = random.between(0.05, 1);
  const arriving = reach(world, callers, requests, root, target, onset);
  for (let row = onset; row <= end; row += 1) {
    const edge = fault === 'leak' ? (row - onset + 1) / (end - onset + 1) : row === onset || row === end ? random.between(0.3, 1) : 1;
    const failing = fault === 'failing' || fault === 'timeout';
    const suffered = failing ? requests(target, row) * size : requests(target, row) * size * latency(target, row);
    const arrived = (edge * suffered) / Math.max(arriving, 0.02);
    const wanted = failing || root === target ? arrived : Math.max(arrived, edge * plainly * requests(root, row) * latency(root, row));
    if (fault === 'starved') {
      const callees = world.graph.get(root) ?? [];
      const calls = callees.reduce((sum, callee) => sum + requests(callee, row), 0);
      const total = random.between(0.2, 0.7) * wanted;
      // Each call waits for its turn, so who is called more looks slower.
      for (const callee of callees) add(callee, ((total * requests(callee, row)) / (calls || 1)) * random.between(0.5, 1.5), row, false);
    }
    if (fault !== 'failing' && fault !== 'timeout') {
      spread(root, wanted, row, false, new Set());
      continue;
    }
    const failed = Math.min(wanted, 0.9 * requests(root, row));
    spread(root, failed, row, true, new Set());
    if (fault === 'timeout') spread(root, failed * PATIENCE_SECONDS, row, false, new Set());
  }

  function spread(component: string, amount: number, row: number, failing: boolean, on: Set<string>): void {
    if (on.has(component) || amount <= 0) return;
    if (!(failing && fault === 'timeout' && component === root && !world.seenByCallers.has(root))) add(component, amount, row, failing);
    const count = requests(component, row);
    for (const side of world.otherSides.get(component) ?? []) {
      if (count > 0) add(side, ((amount * requests(side, row)) / count) * random.between(0.5, 2), row, failing);
    }
    if (world.notWaitedFor.has(component)) return;
    const all = callers.get(component) ?? [];
    const asked = all.reduce((sum, caller) => sum + requests(caller, row), 0);
    for (const caller of all) {
      const share = asked > 0 ? requests(caller, row) / asked : 0;
      spread(
        caller,
        amount * share * (failing ? random.between(0.6, 1) : random.between(0.75, 1.1)),
        row,
        failing,
        new Set([...on, component]),
      );
    }
  }

  function add(component: string, amount: number, row: number, failing: boolean): void {
    const count = requests(component, row);
    if (count === 0) return;
    if (failing) {
      const availability = cell(component, 'availability', 'Average');
      if (!availability) return;
      const failed = Math.min(count, random.poisson(Math.min(count, amount)));
      availability[row] = Math.max(0, (known(availability[row]) ?? 100) - (100 * failed) / count);
      // Failing at once is quick, failing after another try is slow; of the sixteen that are known the failing one took 1.5 to 2.2 times as long.
      scale(calm, cells, component, 'latency', component === root ? random.between(0.9, 2.2) : random.between(0.95, 1.2), false, row);
      return;
    }
    const each = (amount / count) * Math.exp(0.1 * random.normal());
    const average = cell(component, 'latency', 'Average');
    if (average) average[row] = (known(average[row]) ?? 0) + each;
    for (const [statistic, quantile] of Object.entries(QUANTILES)) {
      const values = cell(component, 'latency', statistic);
      if (values && 1 - quantile < part) values[row] = (known(values[row]) ?? 0) + (each / part) * random.between(0.7, 1.2);
    }
  }

  return {
    times: calm.times,
    columns: calm.columns.map((column) => ({ ...column, values: cells.get(key(column)) ?? [] })),
  };
}

/** The share of the root's amount that arrives at the target, by the requests. */
function reach(
  world: World,
  callers: ReadonlyMap<string, readonly string[]>,
  requests: (component: string, row: number) => number,
  from: string,
  to: string,
  row: number,
): number {
  if (from === to) return 1;
  if (world.notWaitedFor.has(from)) return 0;
  const all = callers.get(from) ?? [];
  const asked = all.reduce((sum, caller) => sum + requests(caller, row), 0);
  return all.reduce(
    (sum, caller) => sum + (asked > 0 ? (requests(caller, row) / asked) * reach(world, callers, requests, caller, to, row) : 0),
    0,
  );
}

function scale(
  calm: Samples,
  cells: Map<string, number[]>,
  component: string,
  metric: string,
  factor: number,
  whole = false,
  only?: number,
): void {
  for (const column of calm.columns) {
    if (column.component !== component || column.metric !== metric) continue;
    const values = cells.get(key(column));
    values?.forEach((value, row) => {
      if (only === undefined || row === only) values[row] = whole ? Math.round(value * factor) : value * factor;
    });
  }
}

function key({ component, metric, statistic }: Column): string {
  return `${component}|${metric}|${statistic}`;
}

function known(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}
