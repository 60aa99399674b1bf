import type { Actor } from '../../domain/incident/actor.ts';
import { ACTIVE_STATES, type Incident } from '../../domain/incident/incident.ts';
import { maySee } from '../../domain/incident/permissions.ts';
import { INCIDENT_STATES, type Severity } from '../../domain/incident/states.ts';
import { LIST_PAGE_SIZE } from '../../views/lists.ts';
import type { WholeRuntime } from '../runtime/runtime.ts';

/** One page of a list, and how many stand on all of them. */
export interface IncidentPage {
  incidents: Incident[];
  counts: Record<Severity, number>;
  total: number;
  /** From 1; the nearest one that exists to the one that was asked for. */
  page: number;
}

/** Those under way worst first, all of them newest first (and within a severity); without the private ones that are none of the reader's business. */
export async function listIncidents(
  runtime: WholeRuntime,
  { scope, actor, page: asked = 1, service }: { scope: 'active' | 'all'; actor: Actor; page?: number; service?: string | undefined },
): Promise<IncidentPage> {
  const { incidents } = runtime.storage;
  const states = scope === 'all' ? INCIDENT_STATES : ACTIVE_STATES;
  const hidden = await hiddenFrom(runtime, actor, await incidents.privateOnes(states));
  const counts = await incidents.counts(states, { hidden, service });
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const page = Math.min(Math.max(1, asked), Math.max(1, Math.ceil(total / LIST_PAGE_SIZE)));
  const offset = (page - 1) * LIST_PAGE_SIZE;
  const order = scope === 'all' ? 'newest' : 'worst';
  return { incidents: await incidents.page(states, { hidden, service }, { order, offset, limit: LIST_PAGE_SIZE }), counts, total, page };
}

/** Whether a private incident may be shown to this person. */
export async function mayReadPrivate(runtime: WholeRuntime, incident: Incident, actor: Actor): Promise<boolean> {
  return (await hiddenFrom(runtime, actor, [incident])).length === 0;
}

/** Which of these private incidents may not be shown to this person. */
export async function hiddenFrom({ storage, services }: WholeRuntime, actor: Actor, incidents: readonly Incident[]): Promise<number[]> {
  if (incidents.length === 0) return [];
  const ids = incidents.map(({ id }) => id);
  const [roles, paged] = await Promise.all([storage.roles.ofMany(ids), storage.pages.pagedIn(ids)]);
  const sees = (incident: Incident): boolean =>
    maySee(incident, {
      actor,
      playbook: services.of(incident).playbook,
      roles: roles.get(incident.id) ?? {},
      paged: paged.get(incident.id) ?? [],
    });
  return incidents.filter((incident) => !sees(incident)).map(({ id }) => id);
}
