import type { BriefingView } from '../../views/briefing.ts';
import { noSuchIncident } from '../incident/no-such-incident.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { briefingView } from './briefing-view.ts';
import { followReadings } from './follow-readings.ts';
import { shownSignals } from './shown-signals.ts';

/** What the pinned briefing would say with numbers read now; without its chart, which an answer to one person cannot carry. Throws UserError `no_such_incident`. */
export async function previewBriefing(runtime: Runtime, incidentId: number): Promise<BriefingView> {
  const incident = await runtime.storage.incidents.find(incidentId);
  if (!incident) throw noSuchIncident(incidentId);
  const numbers = await followReadings(runtime, incident, await shownSignals(runtime, incident), { maxAgeMs: 0 });
  return await briefingView(runtime, { ...incident, briefingEditedAt: null }, numbers);
}
