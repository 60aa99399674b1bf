import type { Incident } from '../../domain/incident/incident.ts';
import type { Stores } from '../../storage/index.ts';
import { slackIds } from '../oncall/people.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Whoever commands the incident; without a commander the playbook's leads. Slack user ids. */
export async function leadsOf(
  { playbook }: Pick<Runtime, 'playbook'>,
  stores: Pick<Stores, 'roles'>,
  { id }: Pick<Incident, 'id'>,
): Promise<string[]> {
  const { commander } = await stores.roles.of(id);
  return commander === undefined ? slackIds(playbook, playbook.team.leads) : [commander];
}
