import { learnCauses } from '../../../src/domain/diagnosis/by-call-graph/rank-causes.ts';
import { columnOf, type Target } from '../../../src/domain/diagnosis/by-call-graph/samples.ts';
import { rowsOf, type Traffic } from './petshop.ts';

const WINDOW_ROWS = 5;

/** Every five-row window of ordinary operation, judged by the half of the baseline that it is not in: other hours, another day. */
export function calmWindows(traffic: Traffic, target: Target): { windows: number; silent: number } {
  const { graph, baseline } = traffic;
  const middle = Math.floor(baseline.times.length / 2);
  const count = { windows: 0, silent: 0 };
  if (!columnOf(baseline, target)) return count;
  for (const [from, to] of [
    [0, middle],
    [middle, baseline.times.length],
  ] as const) {
    const { inside, outside } = rowsOf(baseline, from, to);
    const diagnose = learnCauses({ graph, baseline: outside, target });
    for (let row = 0; row + WINDOW_ROWS <= inside.times.length; row += 1) {
      count.windows += 1;
      if (diagnose(rowsOf(inside, row, row + WINDOW_ROWS).inside).length === 0) count.silent += 1;
    }
  }
  return count;
}
