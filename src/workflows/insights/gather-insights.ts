import type { Actor } from '../../domain/incident/actor.ts';
import { INCIDENT_STATES } from '../../domain/incident/states.ts';
import { type Grouping, grouped } from '../../domain/insights/group.ts';
import { spanFigures } from '../../domain/insights/spans.ts';
import type { InsightsView } from '../../views/insights.ts';
import { hiddenFrom } from '../incident/list-incidents.ts';
import type { WholeRuntime } from '../runtime/runtime.ts';

const HOUR_MS = 3_600_000;

/** How the organisation, or one of its services, has responded since then. Private incidents count for whoever may read them. */
export async function gatherInsights(
  runtime: WholeRuntime,
  { actor, service, backMs, by }: { actor: Actor; service?: string | undefined; backMs: number; by: Grouping },
): Promise<InsightsView> {
  const { storage, clock, services } = runtime;
  const { figures, incidents } = storage;
  const until = clock.now();
  const since = new Date(until.getTime() - backMs);
  const hidden = await hiddenFrom(runtime, actor, await incidents.privateOnes(INCIDENT_STATES));
  const counted = { since, until, service, hidden };
  const playbooks = services.all.map(({ playbook }) => playbook);
  const own = playbooks.find((playbook) => playbook.service.key === service) ?? playbooks[0];
  const zone = own?.team.zone ?? 'UTC';
  const people = playbooks.flatMap(({ team }) =>
    Object.values(team.people).map((person) => [person.slack, person.zone ?? team.zone] as const),
  );
  // Nothing of it is changed, so that each may be asked by a connection of its own.
  const [moments, states, rows, paged, mitigations, followUps, alerts, personMs] = await Promise.all([
    figures.moments(counted),
    figures.states(counted),
    figures.rows(counted),
    figures.people(counted, { people: Object.fromEntries(people), team: zone }),
    figures.mitigations(counted),
    figures.followUps(counted),
    figures.alerts(counted),
    figures.personMs(counted),
  ]);
  return {
    since,
    until,
    service,
    incidents: moments.length,
    ...states,
    spans: spanFigures(moments),
    by,
    groups: grouped(moments, by, zone),
    rows,
    people: paged,
    mitigations,
    followUps,
    alerts,
    personHours: personMs / HOUR_MS,
    names: {
      service: Object.fromEntries(playbooks.map(({ service: { key, name } }) => [key, name])),
      scenario: Object.fromEntries(playbooks.flatMap(({ scenarios }) => Object.entries(scenarios).map(([id, { title }]) => [id, title]))),
      mitigation: Object.fromEntries(
        playbooks.flatMap(({ mitigations }) => Object.entries(mitigations).map(([name, { title }]) => [name, title])),
      ),
    },
  };
}
