import type { z } from 'zod';
import { ANALYSIS_EVENTS } from './analysis.ts';
import { DEADLINE_EVENTS } from './deadlines.ts';
import { INCIDENT_EVENTS } from './incident.ts';
import { MITIGATION_EVENTS } from './mitigation.ts';
import { PAGING_EVENTS } from './paging.ts';
import { RECORD_EVENTS } from './record.ts';
import { REVIEW_EVENTS } from './review.ts';
import { UPDATE_EVENTS } from './updates.ts';

/**
 * Everything that can happen in an incident, by its kind, with the shape of its data and a sentence for the reference. A kind, and what its data
 * means, stays for ever: entries of the timeline are never changed. A field that is added is optional, because older entries lack it.
 */
export const EVENTS = {
  ...INCIDENT_EVENTS,
  ...PAGING_EVENTS,
  ...DEADLINE_EVENTS,
  ...ANALYSIS_EVENTS,
  ...MITIGATION_EVENTS,
  ...UPDATE_EVENTS,
  ...REVIEW_EVENTS,
  ...RECORD_EVENTS,
} as const satisfies Record<string, z.ZodObject>;

export type EventKind = keyof typeof EVENTS;
export type EventData<K extends EventKind> = z.output<(typeof EVENTS)[K]>;

/** One thing that happened. `actor` is whoever did it: a Slack user id, `bongsu`, or a word for a machine such as `alert:grafana`. */
export type Event<K extends EventKind = EventKind> = {
  [Kind in K]: { kind: Kind; incidentId: number; at: Date; actor: string; data: EventData<Kind> };
}[K];

/** The data of an entry of this kind, if it still has that shape: what an older release wrote may lack something, and then it is undefined. */
export function dataOf<K extends EventKind>(kind: K, entry: { data: unknown }): EventData<K> | undefined {
  return EVENTS[kind].safeParse(entry.data).data as EventData<K> | undefined;
}
