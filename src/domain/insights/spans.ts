import type { Severity } from '../incident/states.ts';

/** What is measured of an incident, each from one moment to another. */
export const SPANS = ['detect', 'page', 'acknowledge', 'mitigate', 'resolve'] as const;
export type SpanName = (typeof SPANS)[number];

/** The moments of one incident, in milliseconds since the epoch; null for what has not happened. */
export interface IncidentMoments {
  id: number;
  service: string;
  scenario: string | null;
  severity: Severity;
  onset: number;
  detected: number;
  /** When the first page left. */
  paged: number | null;
  /** When somebody first answered one. */
  acknowledged: number | null;
  mitigated: number | null;
  resolved: number | null;
}

/** How long something took, over several incidents. */
export interface SpanFigure {
  /** Of how many incidents it is known. */
  count: number;
  medianMs: number;
  /** Nine of ten took no longer. */
  p90Ms: number;
}

export type SpanFigures = Record<SpanName, SpanFigure | null>;

/** From where to where: detection from the onset on, everything else from detection on, as the clocks of the process run. */
const ENDS: Readonly<Record<SpanName, (moments: IncidentMoments) => readonly [from: number, to: number | null]>> = {
  detect: ({ onset, detected }) => [onset, detected],
  page: ({ detected, paged }) => [detected, paged],
  acknowledge: ({ detected, acknowledged }) => [detected, acknowledged],
  // Whoever resolves at once has mitigated as well.
  mitigate: ({ detected, mitigated, resolved }) => [detected, mitigated ?? resolved],
  resolve: ({ detected, resolved }) => [detected, resolved],
};

/** The figures of these incidents; null where none of them got so far. */
export function spanFigures(incidents: readonly IncidentMoments[]): SpanFigures {
  return Object.fromEntries(SPANS.map((name) => [name, figureOf(incidents, ENDS[name])])) as SpanFigures;
}

function figureOf(incidents: readonly IncidentMoments[], ends: (typeof ENDS)[SpanName]): SpanFigure | null {
  const took = new Float64Array(incidents.length);
  let count = 0;
  for (const incident of incidents) {
    const [from, to] = ends(incident);
    if (to === null) continue;
    // A page for an alert may leave before somebody has said since when it goes on.
    took[count] = Math.max(0, to - from);
    count += 1;
  }
  if (count === 0) return null;
  const sorted = took.subarray(0, count).sort();
  return { count, medianMs: percentile(sorted, 0.5), p90Ms: percentile(sorted, 0.9) };
}

/** The value below which this share of them lies, between two neighbours where it falls there. `sorted` ascends and is not empty. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? 0;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}
