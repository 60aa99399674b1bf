import type { PublicNoticeKind } from '../domain/public-status.ts';
import type { Changing } from './change-incident.ts';

/** Takes back whatever the runs of an incident told the public, because it is over. Returns what was in force. */
export async function withdrawNotices({ stores, incident, now }: Changing, by: string): Promise<PublicNoticeKind[]> {
  const kinds = await stores.publicNotices.takeBackAll(incident.id, now);
  for (const kind of kinds) {
    await stores.timeline.append({ incidentId: incident.id, at: now, kind: 'notice.withdrawn', actor: by, data: { kind } });
  }
  return kinds;
}
