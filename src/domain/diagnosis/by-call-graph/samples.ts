/** One metric of one component over time, as a monitoring system exports it. */
export interface Column {
  component: string;
  /** `latency` (any unit of time), `requests` (per row) and `availability` (percent) are understood; others are carried and not read. */
  metric: string;
  /** `Average`, `Sum`, `p50`, … */
  statistic: string;
  /** One per row of the table; NaN where the source had no data, which is never read as zero. */
  values: readonly number[];
}

/** A table of metrics with one row per interval, all of the same length. */
export interface Samples {
  /** Start of each row's interval, seconds since 1970, ascending. */
  times: readonly number[];
  columns: readonly Column[];
}

export interface Target {
  component: string;
  metric: string;
  statistic: string;
}

/** The column of that name, or undefined. */
export function columnOf(samples: Samples, target: Target): Column | undefined {
  return samples.columns.find(
    ({ component, metric, statistic }) => component === target.component && metric === target.metric && statistic === target.statistic,
  );
}

/** Only a mean can be split over those who caused it, so it comes first; the others stand in where no mean was recorded. */
const LATENCY_STATISTICS = ['Average', 'p50', 'p90', 'p95', 'p99'];

/** What the engine reads of one component. */
export interface ComponentSeries {
  latency: readonly number[];
  requests: readonly number[];
  availability: readonly number[];
}

/** By component; a metric that is not there is a row of NaN. Of a doubled column the first counts. */
export function seriesOf(samples: Samples): Map<string, ComponentSeries> {
  const missing = samples.times.map(() => Number.NaN);
  const found = new Map<string, ComponentSeries>();
  const rank = new Map<string, number>();
  for (const { component, metric, statistic, values } of samples.columns) {
    const series = found.get(component) ?? { latency: missing, requests: missing, availability: missing };
    found.set(component, series);
    if (metric === 'latency') {
      const at = LATENCY_STATISTICS.indexOf(statistic);
      const held = rank.get(component);
      if (at < 0 || (held !== undefined && held <= at)) continue;
      rank.set(component, at);
      series.latency = values;
    } else if ((metric === 'requests' || metric === 'availability') && series[metric] === missing) {
      series[metric] = values;
    }
  }
  return found;
}
