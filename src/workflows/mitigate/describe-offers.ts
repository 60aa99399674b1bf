import { whyNot } from '../../domain/mitigation/guard.ts';
import { recordOf } from '../../domain/mitigation/ledger.ts';
import type { MitigationOffersView, MitigationOfferView } from '../../domain/mitigation-views.ts';
import type { Actor } from '../../domain/permissions.ts';
import type { DiagnosisRow, IncidentRow } from '../../storage/index.ts';
import { noSuchIncident } from '../no-such-incident.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { knownRun } from './guarded.ts';
import { BY_ITSELF, presserOf } from './presser.ts';

const LOOK_BACK_MS = 7 * 86_400_000;

/** What can be done about an incident, those that fit the diagnosis first. Throws UserError `no_such_incident`. */
export async function describeOffers(
  runtime: Runtime,
  { incidentId, actor }: { incidentId: number; actor: Actor },
): Promise<MitigationOffersView> {
  const { storage, clock } = runtime;
  const incident = await storage.incidents.find(incidentId);
  if (!incident) throw noSuchIncident(incidentId);
  const freeze = await storage.freezes.current();
  return {
    incident,
    offers: await offersFor(runtime, incident, actor),
    ...(freeze && { frozen: { by: freeze.by, at: freeze.at, ...(freeze.reason !== null && { reason: freeze.reason }) } }),
    now: clock.now(),
  };
}

/** Every mitigation of the playbook as it stands for an incident and whoever looks; without an actor, as far as anybody could. */
export async function offersFor(runtime: Runtime, incident: IncidentRow, actor?: Actor): Promise<MitigationOfferView[]> {
  const { storage, playbook, clock } = runtime;
  const now = clock.now();
  const [diagnosis, ledger, rows, freeze] = await Promise.all([
    storage.diagnoses.of(incident.id),
    storage.mitigationRuns.ledger(now),
    storage.mitigationRuns.known(new Date(now.getTime() - LOOK_BACK_MS)),
    storage.freezes.current(),
  ]);
  const scenario = scenarioOf(incident, diagnosis);
  const fitting = (scenario === undefined ? undefined : playbook.scenarios[scenario]?.mitigations) ?? [];
  const rest = Object.keys(playbook.mitigations).filter((name) => !fitting.includes(name));
  const runs = rows.map(knownRun);
  return await Promise.all(
    [...fitting, ...rest].flatMap((name) => {
      const spec = playbook.mitigations[name];
      if (!spec) return [];
      const offer = async (): Promise<MitigationOfferView> => {
        const presser = actor ? await presserOf(runtime, storage, { actor, incident, guard: spec.guard }) : BY_ITSELF;
        const refusal = whyNot({
          name,
          spec,
          atOnce: playbook.mitigating.atOnce,
          presser,
          now,
          zone: playbook.team.zone,
          ...(freeze && { frozen: freeze }),
          runs,
        });
        const run = rows.findLast((one) => one.name === name && one.state !== 'ended');
        const record = recordOf(ledger, name, scenario);
        return {
          name,
          title: spec.title,
          effect: spec.effect,
          rows: spec.rows,
          fits: fitting.includes(name),
          ...(record && { record }),
          ...(refusal && { refusal: refusal.text }),
          ...(run && { run: { id: run.id, state: run.state } }),
          ...(spec.guard.second && { second: spec.guard.second }),
        };
      };
      return [offer()];
    }),
  );
}

/** What a person named, else what the diagnosis says, else what the incident was opened as. */
export function scenarioOf(incident: Pick<IncidentRow, 'scenario'>, diagnosis: DiagnosisRow | undefined): string | undefined {
  const first = diagnosis?.result?.causes[0];
  return diagnosis?.namedScenario ?? (first && first.confidence !== 'weak' ? first.scenario : undefined) ?? incident.scenario ?? undefined;
}
