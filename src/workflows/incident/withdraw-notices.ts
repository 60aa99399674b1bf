import type { Event } from '../../domain/timeline/index.ts';
import type { Changing } from './change-incident.ts';

/** Takes back whatever the runs of an incident told the public, because it is over. Returns what is to be said of it, an event for each kind that was in force. */
export async function withdrawNotices({ stores, incident, now }: Changing, by: string): Promise<Event<'notice.withdrawn'>[]> {
  const kinds = await stores.publicNotices.takeBackAll(incident.id, now);
  return kinds.map((kind) => ({ kind: 'notice.withdrawn', incidentId: incident.id, at: now, actor: by, data: { kind } }));
}
