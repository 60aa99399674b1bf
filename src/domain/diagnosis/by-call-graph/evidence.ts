import type { Suffering } from './excess.ts';
import { known, type Normal } from './normal.ts';
import type { ComponentSeries, Samples, Target } from './samples.ts';
import type { Finding, Scan } from './scan.ts';

/** What there is to say about one component: the finding of the target's kind, and of the other kind in the same rows. */
export interface Case {
  normal: Normal;
  at: number;
  first: Finding | undefined;
  second: Finding | undefined;
  rows: Pick<Scan, 'from' | 'to'>;
  window: Samples;
  series: ComponentSeries;
  target: Target;
}

/** In powers of ten: one in thirty. */
const WORTH_TELLING = 1.5;

/** Sentences for a person at three in the morning: what is seen, what of it is its own, what it means for the target, what would rule it out. */
export function evidenceOf(input: Case): string[] {
  const { normal, first, second, target } = input;
  const component = normal.components[input.at]?.component ?? '';
  const kinds: Finding[] = first ? [first] : [];
  if (second && second.kind !== first?.kind) kinds.push(second);
  kinds.sort((a, b) => b.score - a.score);
  const told = kinds.filter(({ surprise }, at) => at === 0 || surprise >= WORTH_TELLING);
  const lines = told.flatMap((finding) => [seen(finding, input), own(finding, input)]);
  if (first && first.kind !== normal.suffering)
    lines.push('it fails little itself: its callers gave up on it, and nothing else explains their failures');
  const share = Math.max(first?.share ?? 0, second?.share ?? 0);
  if (component === target.component) lines.push(`${percent(share)} of what ${component} suffers comes from none of those it calls.`);
  else lines.push(`That accounts for ${percent(share)} of what ${target.component} suffers${wayTo(input)}.`);
  lines.push(ruledOut(component, kinds[0]?.kind ?? normal.suffering, target));
  return lines;
}

function seen(finding: Finding, { rows, window, series }: Case): string {
  const when = `${rows.to === window.times.length - 1 ? 'since' : 'from'} ${clock(window.times[rows.from])}${
    rows.to === window.times.length - 1 ? '' : ` to ${clock(window.times[rows.to])}`
  } UTC`;
  const inside = (_: unknown, row: number) => row >= rows.from && row <= rows.to;
  const before = (_: unknown, row: number) => row < rows.from;
  const unlikely = `${finding.spreads.toPrecision(2)} times its usual spread`;
  if (finding.kind === 'time') {
    const now = mean(series.latency.filter(inside));
    const then = mean(series.latency.filter(before));
    return `latency ${then === undefined ? '' : `${seconds(then)} → `}${seconds(now ?? Number.NaN)} ${when} (normally ${seconds(finding.normally)}), ${unlikely}`;
  }
  const worst = series.availability.filter(inside).filter((value) => !Number.isNaN(value));
  const failed = count(finding.excess + finding.expected);
  return `availability down to ${Math.min(...worst).toFixed(1)} % ${when}: ${failed} failed requests, normally ${count(finding.expected)}; ${unlikely}`;
}

function own({ kind, excess, explained }: Finding, { normal, at }: Case): string {
  const amount = (value: number) => (kind === 'time' ? seconds(value) : `${count(value)} failures`);
  if ((normal.components[at]?.couplings.length ?? 0) === 0)
    return `it calls nothing that is measured, so the ${amount(excess)} more than normal are its own`;
  return `those it calls explain ${amount(Math.min(explained, excess))} of the ${amount(excess)} more than normal, over all its requests`;
}

/** The shortest way of calls from the target, if it is not one step. */
function wayTo({ normal, at }: Case): string {
  const last = normal.components.length - 1;
  const cameFrom = new Map<number, number>([[last, last]]);
  const queue = [last];
  for (let here = queue.shift(); here !== undefined && here !== at; here = queue.shift()) {
    for (const { callee } of normal.components[here]?.couplings ?? []) {
      if (cameFrom.has(callee)) continue;
      cameFrom.set(callee, here);
      queue.push(callee);
    }
  }
  const way: string[] = [];
  for (let here = at; ; here = cameFrom.get(here) ?? last) {
    way.unshift(normal.components[here]?.component ?? '');
    if (here === last) break;
  }
  return way.length > 2 ? `, by way of ${way.slice(1, -1).join(' → ')}` : '';
}

function ruledOut(component: string, kind: Suffering, target: Target): string {
  const symptom = kind === 'time' ? 'latency' : 'failures';
  if (component === target.component)
    return `Would rule it out: somebody it calls whose ${symptom} began in the same minutes and is not measured here.`;
  return `Would rule it out: ${component} back to its normal ${symptom} while ${target.component} still suffers.`;
}

function mean(values: readonly number[]): number | undefined {
  const there = values.flatMap((value) => known(value) ?? []);
  return there.length === 0 ? undefined : there.reduce((sum, value) => sum + value, 0) / there.length;
}

function seconds(value: number): string {
  if (Number.isNaN(value)) return 'unknown';
  return Math.abs(value) >= 1 ? `${value.toFixed(2)} s` : `${Number((value * 1000).toPrecision(2))} ms`;
}

function count(value: number): string {
  return value >= 10 ? value.toFixed(0) : String(Number(value.toPrecision(1)));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function clock(time: number | undefined): string {
  return new Date((time ?? 0) * 1000).toISOString().slice(11, 16);
}
