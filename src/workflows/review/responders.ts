import { isPersonId } from '../../domain/incident/person-id.ts';
import type { IncidentRow, Stores } from '../../storage/index.ts';

/**
 * Everyone who responded (T1): the declarer, whoever held a role, was paged or took a page, and whoever acted in the timeline. Slack user
 * ids, each once, in the order in which they came in.
 */
export async function respondersOf(stores: Stores, incident: Pick<IncidentRow, 'id' | 'declaredBy'>): Promise<string[]> {
  const [roles, pages, timeline] = [
    await stores.roles.of(incident.id),
    await stores.pages.of(incident.id),
    await stores.timeline.of(incident.id),
  ];
  const people = [
    incident.declaredBy,
    ...Object.values(roles),
    ...pages.flatMap((page) => [page.sentAt === null ? null : page.userId, page.acknowledgedBy]),
    ...timeline.map((entry) => entry.actor),
  ];
  return [...new Set(people.filter((id): id is string => id !== null && isPersonId(id)))];
}
