import { ACTIVE_STATES } from '../../domain/incident/incident.ts';
import type { IncidentRow } from '../../storage/index.ts';
import type { BriefingMitigations } from '../../views/mitigation.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { offersFor } from './describe-offers.ts';
import { titleOf } from './run/run-view.ts';

/** What the briefing shows of mitigations: what fits, while there is something to fix, and what was done. Nothing where the playbook allows none. */
export async function briefingMitigations(runtime: Runtime, incident: IncidentRow): Promise<BriefingMitigations> {
  if (!Object.values(runtime.playbook.mitigations).some(({ enabled }) => enabled)) return {};
  const [offers, runs] = await Promise.all([
    ACTIVE_STATES.includes(incident.state) ? offersFor(runtime, incident) : undefined,
    runtime.storage.mitigationRuns.of(incident.id),
  ]);
  const mitigations = runs.map(({ name, state, verdict }) => ({ title: titleOf(runtime, name), state, ...(verdict && { verdict }) }));
  return { ...(offers && { offers }), ...(mitigations.length > 0 && { mitigations }) };
}
