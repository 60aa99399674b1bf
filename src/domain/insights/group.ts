import { DateTime } from 'luxon';
import { type IncidentMoments, type SpanFigures, spanFigures } from './spans.ts';

/** By what incidents are told apart. */
export const GROUPINGS = ['service', 'scenario', 'severity', 'week'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface Group {
  /** Key of the service or of the scenario, the severity, or the Monday of the week as `2026-11-23`; empty for incidents without one. */
  key: string;
  incidents: number;
  spans: SpanFigures;
}

/** Figures of each group: weeks in their order, everything else with most incidents first. A week begins on Monday, in this zone. */
export function grouped(incidents: readonly IncidentMoments[], by: Grouping, zone: string): Group[] {
  const groups = by === 'week' ? byWeek(incidents, zone) : byKey(incidents, by);
  const all = [...groups].map(([key, own]) => ({ key, incidents: own.length, spans: spanFigures(own) }));
  return by === 'week' ? all : all.sort((a, b) => b.incidents - a.incidents || (a.key < b.key ? -1 : 1));
}

function byKey(incidents: readonly IncidentMoments[], by: Exclude<Grouping, 'week'>): Map<string, IncidentMoments[]> {
  const groups = new Map<string, IncidentMoments[]>();
  for (const incident of incidents) {
    const key = incident[by] ?? '';
    const own = groups.get(key);
    if (own) own.push(incident);
    else groups.set(key, [incident]);
  }
  return groups;
}

/** Zones are slow to ask: once for each week, and not for each incident. */
function byWeek(incidents: readonly IncidentMoments[], zone: string): Map<string, IncidentMoments[]> {
  const groups = new Map<string, IncidentMoments[]>();
  let ends = Number.NEGATIVE_INFINITY;
  let own: IncidentMoments[] = [];
  for (const incident of [...incidents].sort((a, b) => a.detected - b.detected)) {
    if (incident.detected >= ends) {
      const monday = DateTime.fromMillis(incident.detected, { zone }).startOf('week');
      ends = monday.plus({ weeks: 1 }).toMillis();
      own = [];
      groups.set(monday.toISODate() ?? '', own);
    }
    own.push(incident);
  }
  return groups;
}
