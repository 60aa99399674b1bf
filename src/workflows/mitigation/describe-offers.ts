import { causeLies } from '../../domain/deadlines/deadlines.ts';
import type { Actor } from '../../domain/incident/actor.ts';
import { type Against, advised } from '../../domain/mitigation/advice.ts';
import { recordOf } from '../../domain/mitigation/ledger.ts';
import type { DiagnosisRow, IncidentRow, MitigationRunRow } from '../../storage/index.ts';
import type { MitigationOffersView, MitigationOfferView } from '../../views/mitigation.ts';
import { noSuchIncident } from '../incident/no-such-incident.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { guardState, refusalIn } from './guarded.ts';
import { BY_ITSELF, presserOf } from './presser.ts';

/** What can be done about an incident, those that fit the diagnosis first. Throws UserError `no_such_incident`. */
export async function describeOffers(
  runtime: Runtime,
  { incidentId, actor }: { incidentId: number; actor: Actor },
): Promise<MitigationOffersView> {
  const { storage, clock } = runtime;
  const incident = await storage.incidents.find(incidentId);
  if (!incident) throw noSuchIncident(incidentId);
  const freeze = await storage.freezes.current(runtime.playbook.service.key);
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
  const [diagnosis, ledger, state, runs, deadlines] = await Promise.all([
    storage.diagnoses.of(incident.id),
    storage.mitigationRuns.ledger(runtime.playbook.service.key, clock.now()),
    guardState(runtime, storage),
    storage.mitigationRuns.of(incident.id),
    storage.deadlines.of(incident.id),
  ]);
  const against = causeOf(playbook, incident, diagnosis);
  const scenario = against?.scenario;
  const fitting = against
    ? advised(playbook, against, {
        due: new Map(deadlines.flatMap(({ rowId, state: is, dueAt }) => (is === 'pending' && dueAt ? [[rowId, dueAt.getTime()]] : []))),
        waived: new Set(deadlines.flatMap(({ rowId, state: is }) => (is === 'waived' ? [rowId] : []))),
        inVain: new Set(runs.flatMap(({ name }) => (didNotHelp(runs, name) ? [name] : []))),
      })
    : [];
  const rest = Object.keys(playbook.mitigations).filter((name) => !fitting.includes(name));
  return await Promise.all(
    [...fitting, ...rest].flatMap((name) => {
      const spec = playbook.mitigations[name];
      if (!spec) return [];
      const offer = async (): Promise<MitigationOfferView> => {
        const presser = actor ? await presserOf(runtime, storage, { actor, incident, guard: spec.guard }) : BY_ITSELF;
        const refusal = refusalIn(runtime, state, { name, presser, incident });
        const run = state.runs.findLast((one) => one.name === name && one.state !== 'ended');
        const record = recordOf(ledger, name, scenario);
        return {
          name,
          title: spec.title,
          effect: spec.effect,
          rows: spec.rows,
          fits: fitting.includes(name),
          ...(record && { record }),
          ...(refusal && { refusal, frozen: refusal.code === 'frozen' }),
          ...(!spec.enabled && { off: true }),
          ...(run && { run: { id: run.id, state: run.state } }),
          ...(spec.guard.second && { second: spec.guard.second }),
        };
      };
      return [offer()];
    }),
  );
}

/** By its last run that was judged. */
function didNotHelp(runs: readonly MitigationRunRow[], name: string): boolean {
  const verdict = runs.findLast((run) => run.name === name && run.verdict !== null)?.verdict;
  return verdict === 'worse' || verdict === 'same';
}

/** What a person named, else what the diagnosis says, else what the incident was opened as; undefined when nothing is known. */
export function causeOf(
  playbook: Runtime['playbook'],
  incident: Pick<IncidentRow, 'scenario'>,
  diagnosis: DiagnosisRow | undefined,
): Against | undefined {
  const { namedScenario, namedCause, result } = diagnosis ?? {};
  if (namedScenario && namedCause) return causeLies(playbook, { scenario: namedScenario, cause: namedCause });
  const first = result?.causes[0];
  if (first && first.confidence !== 'weak') return { scenario: first.scenario, cause: first.key };
  return incident.scenario === null ? undefined : { scenario: incident.scenario };
}
