import type { Incident } from '../../domain/incident/incident.ts';
import type { StatusView } from '../../views/lists.ts';
import { problemsOf, scenarioView } from '../briefing/briefing-view.ts';
import { judgedReadings } from '../briefing/follow-readings.ts';
import { signalsFor } from '../briefing/read-signals.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { declareRunId } from './declare/steps.ts';
import { noSuchIncident } from './no-such-incident.ts';

/** Everything about one incident, with numbers read now. Throws UserError `no_such_incident`. */
export async function describeIncident(runtime: Runtime, incidentId: number): Promise<StatusView> {
  const { storage, playbook, clock } = runtime;
  const incident = await storage.incidents.find(incidentId);
  if (!incident) throw noSuchIncident(incidentId);
  const [numbers, roles, deadlines, steps, escalation] = await Promise.all([
    judgedReadings(runtime, incident, signalsFor(runtime, incident.scenario)),
    storage.roles.of(incidentId),
    storage.deadlines.of(incidentId),
    storage.steps.of(declareRunId(incidentId)),
    storage.escalations.of(incidentId),
  ]);
  const scenario = scenarioView(runtime, incident);
  return {
    incident,
    readings: numbers.readings,
    roles,
    ...(incident.bridgeUrl !== null && { bridgeUrl: incident.bridgeUrl }),
    ...(scenario && { scenario }),
    deadlines: deadlines.flatMap(({ rowId, dueAt, state }) => {
      const title = playbook.rows[rowId]?.title;
      return title ? [{ id: rowId, title, ...(dueAt && { dueAt }), state }] : [];
    }),
    ...(isOlder(runtime, incident) && { olderPlaybook: true as const }),
    problems: problemsOf(runtime, incident, steps, escalation),
    now: clock.now(),
  };
}

/** Whether its service has a newer playbook than the one that it was opened with. */
function isOlder({ services }: Runtime, { service, playbookVersion }: Incident): boolean {
  return playbookVersion !== null && services.find(service)?.version !== playbookVersion;
}
