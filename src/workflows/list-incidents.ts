import { ACTIVE_STATES, INCIDENT_STATES, type Incident, SEVERITIES } from '../domain/incident.ts';
import { type Actor, maySee } from '../domain/permissions.ts';
import type { Runtime } from './runtime/runtime.ts';

/** A list is read by people; nobody pages further back than this. */
const MOST = 300;

/** Those under way worst first, all of them newest first (and within a severity); without the private ones that are none of the reader's business. */
export async function listIncidents(runtime: Runtime, input: { scope: 'active' | 'all'; actor: Actor }): Promise<Incident[]> {
  const { storage } = runtime;
  const found = await storage.incidents.list(input.scope === 'all' ? INCIDENT_STATES : ACTIVE_STATES, MOST);
  const shown = await Promise.all(
    found.map(async (incident) => !incident.private || (await mayReadPrivate(runtime, incident, input.actor))),
  );
  const mine = found.filter((_, index) => shown[index]);
  return input.scope === 'all' ? mine : mine.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

/** Whether a private incident may be shown to this person. */
export async function mayReadPrivate(runtime: Runtime, incident: Incident, actor: Actor): Promise<boolean> {
  const [roles, pages] = await Promise.all([runtime.storage.roles.of(incident.id), runtime.storage.pages.of(incident.id)]);
  return maySee(incident, { actor, playbook: runtime.playbook, roles, paged: pages.map((page) => page.userId) });
}
