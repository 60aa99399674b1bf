import type { CallGraph } from '../call-graph.ts';
import { evidenceOf } from './evidence.ts';
import { excessOf, type Suffering } from './excess.ts';
import { learnLift } from './lift.ts';
import { learnNormal, type Normal } from './normal.ts';
import { ownTroubles, type Rows, type Stretch } from './own-trouble.ts';
import { type ComponentSeries, type Samples, seriesOf, type Target } from './samples.ts';
import { scan, weigh } from './scan.ts';

/** One candidate for the root cause. */
export interface Cause {
  component: string;
  /**
   * How unlikely what the component does on its own account is by its normal, in powers of ten, times the share (0 … 1) of what the target
   * suffers that this accounts for. Comparable within one answer.
   */
  score: number;
  /** Sentences for a person in the middle of the night, the last of which says what would rule it out. */
  evidence: string[];
}

export interface DiagnosisInput {
  graph: CallGraph;
  /** Ordinary operation: some hundred rows or more, of the same interval as the window. */
  baseline: Samples;
  /** The minutes in question; rows from before the trouble help, as they say where the levels are today. */
  window: Samples;
  /** Its metric is `latency` or `availability`; what else is asked has no answer (an empty list). */
  target: Target;
}

/** What is slow may fail in its callers and the other way round: the other kind of suffering, in the same rows, counts so much. */
const ASIDE = 0.5;
const AT_MOST = 5;
const NEGLIGIBLE = 0.05;
/**
 * In powers of ten; below either, nothing stands out. The first bar is low on purpose: levels of another day hide half of what the target
 * suffers, and what tells an incident from an ordinary day is somebody who does what a thousand ordinary rows do not show.
 */
const NOTHING = { target: 0.2, score: 3 };

/** The components whose own trouble explains the target's, most likely first; empty when nothing stands out. Pure: the same input gives the same answer. */
export function rankCauses({ window, ...known }: DiagnosisInput): Cause[] {
  return learnCauses(known)(window);
}

/** The same in two steps, for many windows: what the baseline says is learnt once. */
export function learnCauses(input: Omit<DiagnosisInput, 'window'>): (window: Samples) => Cause[] {
  const { graph, baseline, target } = input;
  const suffering = sufferingOf(target);
  if (suffering === undefined) return () => [];
  const before = seriesOf(baseline);
  const learn = (kind: Suffering) =>
    learnNormal({ graph, baseline: before, rows: baseline.times.length, target: target.component, suffering: kind });
  const normal = learn(suffering);
  const other = learn(suffering === 'time' ? 'faults' : 'time');
  const liftIn = learnLift({ baseline, target, suffering });
  return (window) => {
    const series = seriesOf(window);
    const otherStretch = stretchOf(other, series, window);
    const slowness = suffering === 'faults' ? (rows: Rows) => ownTroubles(other, otherStretch, rows) : undefined;
    const found = scan(normal, stretchOf(normal, series, window), liftIn(window), slowness);
    const top = found.findings[0]?.score ?? 0;
    if (found.targetSurprise < NOTHING.target || top < NOTHING.score) return [];
    const length = found.to - found.from + 1;
    const aside = weigh(other, otherStretch, { from: found.from, length });
    return normal.components
      .map(({ component }, at) => {
        const first = found.findings.find((finding) => finding.at === at);
        const second = aside.find((finding) => finding.at === at);
        return { component, at, first, second, score: (first?.score ?? 0) + ASIDE * (second?.score ?? 0) };
      })
      .filter(({ score }) => score > NEGLIGIBLE)
      .sort((a, b) => b.score - a.score)
      .slice(0, AT_MOST)
      .map(({ component, at, first, second, score }) => ({
        component,
        score: Number(score.toPrecision(6)),
        evidence: evidenceOf({
          normal,
          at,
          first,
          second,
          rows: found,
          window,
          series: series.get(component) ?? unknownSeries(window),
          target,
        }),
      }));
  };
}

function stretchOf(normal: Normal, series: ReadonlyMap<string, ComponentSeries>, window: Samples): Stretch {
  return normal.components.map(({ component, level }) => excessOf(series.get(component) ?? unknownSeries(window), normal.suffering, level));
}

function unknownSeries({ times }: Samples): ComponentSeries {
  const unknown = times.map(() => Number.NaN);
  return { latency: unknown, requests: unknown, availability: unknown };
}

function sufferingOf({ metric }: Target): Suffering | undefined {
  if (metric === 'latency') return 'time';
  return metric === 'availability' ? 'faults' : undefined;
}
