import { quantileOf, sortedKnown, tailSpread } from '../../signals/robust.ts';
import { excessOf, levelOf, type Suffering } from './excess.ts';
import { driftOf, LEAST_SPREAD, once, overdispersionOf, sumsOver } from './normal.ts';
import { sumOver } from './own-trouble.ts';
import { columnOf, type Samples, seriesOf, type Target } from './samples.ts';
import { spreadsOfCount, surpriseOf } from './surprise.ts';

/** How unlikely the target's own course is between two rows of the window, in powers of ten; 0 if it is not worse than normal. */
export type Lift = (from: number, length: number) => number;

export function learnLift(input: { baseline: Samples; target: Target; suffering: Suffering }): (window: Samples) => Lift {
  return input.suffering === 'time' ? slownessOf(input) : failureOf(input);
}

/** Of the very statistic that breached: a p99 may suffer while the mean does not. */
function slownessOf({ baseline, target }: Parameters<typeof learnLift>[0]): (window: Samples) => Lift {
  const normal = columnOf(baseline, target)?.values ?? [];
  const median = quantileOf(sortedKnown(normal), 0.5);
  const usual = Float64Array.from(normal, (value) => value - median);
  const spreadOver = once((length) => Math.max(tailSpread(sumsOver(usual, length, 1)), LEAST_SPREAD * median * length));
  const drift = driftOf(usual, median, 'time');
  return (window) => {
    const amounts = Float64Array.from(columnOf(window, target)?.values ?? [], (value) => value - median);
    const stretch = { amounts, expected: new Float64Array(amounts.length) };
    return (from, length) => {
      const { excess, doubt } = sumOver({ drift, spreadOver }, stretch, { from, length });
      return surpriseOf(excess / Math.hypot(spreadOver(length), doubt));
    };
  };
}

function failureOf({ baseline, target }: Parameters<typeof learnLift>[0]): (window: Samples) => Lift {
  const before = seriesOf(baseline).get(target.component);
  if (!before) return () => () => 0;
  const level = levelOf(before, 'faults');
  const usual = excessOf(before, 'faults', level);
  const overdispersion = overdispersionOf(usual.amounts, usual.expected);
  const spreadOver = once(() => tailSpread(sumsOver(usual.amounts, 1, 1)));
  const drift = driftOf(usual.amounts, level.perRequest * level.requests, 'faults');
  return (window) => {
    const now = seriesOf(window).get(target.component);
    if (!now) return () => 0;
    const stretch = excessOf(now, 'faults', level);
    return (from, length) => {
      const { excess, expected } = sumOver({ drift, spreadOver }, stretch, { from, length });
      return surpriseOf(spreadsOfCount(excess + expected, expected, overdispersion));
    };
  };
}
