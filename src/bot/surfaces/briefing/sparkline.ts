import type { ReadingView } from '../../../views/readings.ts';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const GAP = '·';
const WIDTH = 15;

export interface Sparkline {
  /** One bar per span of time, oldest first; `·` where the source had no value. */
  bars: string;
  /** What the bars say, for those who cannot see them; undefined when there is too little to say. */
  direction: 'rising' | 'falling' | 'steady' | undefined;
}

/**
 * The trend of a reading as bars. Their scale starts at zero and reaches the lowest threshold at least, so a calm signal looks calm:
 * noise is not blown up to the full height. Undefined when no step has a value.
 */
export function sparkline(view: Pick<ReadingView, 'better' | 'thresholds' | 'reading'>): Sparkline | undefined {
  const points = shorten(view.reading.trend.map(finite), view.better);
  const values = points.filter((point) => point !== null);
  if (values.length === 0) return undefined;
  const limits = view.thresholds.flatMap((t) => [t.above, t.below]).filter((limit): limit is number => Number.isFinite(limit));
  // Without a limit, what is usual stands in the middle: a steady value is no wall of full bars.
  const room = limits.length > 0 ? Math.min(...limits) : 2 * median(values);
  const top = Math.max(...values, Number.isFinite(room) ? room : 0, 0);
  const bottom = Math.min(...values, 0);
  // Halved before subtracting: the span of two extreme numbers is infinite.
  const span = top / 2 - bottom / 2;
  const height = (value: number): number => (span > 0 ? (value / 2 - bottom / 2) / span : 0);
  const bars = points.map((value) => (value === null ? GAP : (BARS[Math.min(7, Math.floor(height(value) * 8))] ?? GAP))).join('');
  return { bars, direction: direction(values.map(height)) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Infinity is a real answer of Prometheus (a quantile above the last bucket) but no height. */
function finite(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : value;
}

/** At most WIDTH points; each keeps the worst of the values it stands for, so that a short spike stays visible. */
function shorten(trend: readonly (number | null)[], better: ReadingView['better']): (number | null)[] {
  if (trend.length <= WIDTH) return [...trend];
  return Array.from({ length: WIDTH }, (_, i) => {
    const from = Math.floor((i * trend.length) / WIDTH);
    const values = trend.slice(from, Math.floor(((i + 1) * trend.length) / WIDTH)).filter((value) => value !== null);
    if (values.length === 0) return null;
    return better === 'higher' ? Math.min(...values) : Math.max(...values);
  });
}

/** Compares the last third with the first; a tenth of the scale counts as a change. */
function direction(heights: readonly number[]): Sparkline['direction'] {
  if (heights.length < 3) return undefined;
  const third = Math.max(1, Math.floor(heights.length / 3));
  const mean = (part: readonly number[]): number => part.reduce((sum, h) => sum + h, 0) / part.length;
  const change = mean(heights.slice(-third)) - mean(heights.slice(0, third));
  if (Math.abs(change) < 0.1) return 'steady';
  return change > 0 ? 'rising' : 'falling';
}
