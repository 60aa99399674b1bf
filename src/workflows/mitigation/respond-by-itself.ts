import { ESCALATING_STATES } from '../../domain/incident/incident.ts';
import { mitigationsAgainst } from '../../domain/mitigation/advice.ts';
import type { Plan } from '../../domain/mitigation/plan.ts';
import type { MitigationSpec, Playbook } from '../../domain/playbook/schema.ts';
import type { DiagnosisRow, MitigationRunRow } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { causeOf } from './describe-offers.ts';
import { refusalFor } from './guarded.ts';
import { knownMitigation } from './known-mitigation.ts';
import { tryPlan } from './plan-mitigation.ts';
import { BY_ITSELF } from './presser.ts';
import { beginRun, wakeForRun } from './run/begin-run.ts';

type Auto = NonNullable<MitigationSpec['auto']>;

/**
 * The automatic first response (I1–I3 within ten minutes): a mitigation that the playbook lets run by itself for what the diagnosis says is announced, with a countdown that
 * anybody can stop. Called after every look of the diagnosis, so that a crash costs one look; one at a time for an incident, each at most once.
 */
export async function respondByItself(runtime: Runtime, incidentId: number): Promise<void> {
  const { storage, playbook, log } = runtime;
  const candidates = Object.entries(playbook.mitigations).filter(([, spec]) => spec.enabled && spec.auto !== undefined);
  if (candidates.length === 0) return;
  const [incident, diagnosis, runs] = await Promise.all([
    storage.incidents.find(incidentId),
    storage.diagnoses.of(incidentId),
    storage.mitigationRuns.of(incidentId),
  ]);
  if (!incident || !ESCALATING_STATES.includes(incident.state) || incident.channelId === null || !mayBegin(runs)) return;
  for (const name of inOrder(runtime, diagnosis, candidates)) {
    const auto = playbook.mitigations[name]?.auto;
    if (!auto || runs.some((run) => run.name === name)) continue;
    if (await refusalFor(runtime, storage, { name, presser: BY_ITSELF, incident })) continue;
    const planned = await tryPlan(knownMitigation(runtime, name, incidentId), {});
    if (!('plan' in planned) || planned.plan.refusal || planned.plan.typed !== undefined) {
      log.info({ incident: incidentId, mitigation: name, planned }, 'A mitigation that may run by itself cannot be planned now.');
      continue;
    }
    const announced = await announce(runtime, incidentId, { name, auto, plan: planned.plan });
    if (announced) wakeForRun(runtime, announced);
    return;
  }
}

/** Whether anything may run by itself for what this diagnosis says; what forbids it besides is looked at by `respondByItself`. */
export function mayRespond({ mitigations }: Pick<Playbook, 'mitigations'>, diagnosis: DiagnosisRow): boolean {
  return Object.values(mitigations).some(({ enabled, auto }) => enabled && auto !== undefined && speaksFor(auto, diagnosis) !== undefined);
}

/** The cause that speaks for it, as `S3/connection-leak`; undefined when the diagnosis says something else, or not surely enough. */
export function speaksFor({ scenarios, causes, confidence }: Auto, diagnosis: DiagnosisRow | undefined): string | undefined {
  if (!diagnosis) return undefined;
  if (diagnosis.namedScenario !== null && diagnosis.namedCause !== null) {
    const fits = scenarios.includes(diagnosis.namedScenario) && (causes.length === 0 || causes.includes(diagnosis.namedCause));
    return fits ? `${diagnosis.namedScenario}/${diagnosis.namedCause}` : undefined;
  }
  // Kept from an earlier look: nothing stands out any more.
  if (diagnosis.stoodOutAt && diagnosis.readAt && diagnosis.stoodOutAt < diagnosis.readAt) return undefined;
  const first = diagnosis.result?.causes[0];
  if (!first || !scenarios.includes(first.scenario) || (causes.length > 0 && !causes.includes(first.key))) return undefined;
  const sure = first.confidence === 'likely' || (confidence === 'possible' && first.confidence === 'possible');
  return sure ? `${first.scenario}/${first.key}` : undefined;
}

/** The next one only once the effect of the one before is known. */
function mayBegin(runs: readonly MitigationRunRow[]): boolean {
  return runs.every((run) => run.state === 'ended' || (run.state === 'running' && run.provedAt !== null));
}

/** In the order in which they are offered against the cause. */
function inOrder({ playbook }: Runtime, diagnosis: DiagnosisRow | undefined, candidates: readonly [string, MitigationSpec][]): string[] {
  const fitting = candidates.flatMap(([name, { auto }]) => (auto && speaksFor(auto, diagnosis) ? [name] : []));
  const against = causeOf(playbook, { scenario: null }, diagnosis);
  const offered = against ? mitigationsAgainst(playbook, against) : [];
  const place = (name: string) => (offered.includes(name) ? offered.indexOf(name) : offered.length);
  return fitting.sort((a, b) => place(a) - place(b));
}

async function announce(
  runtime: Runtime,
  incidentId: number,
  { name, auto, plan }: { name: string; auto: Auto; plan: Plan },
): Promise<MitigationRunRow | undefined> {
  const { storage, clock, playbook } = runtime;
  return await storage.transaction(async (stores) => {
    const incident = await stores.incidents.lock(incidentId);
    if (!incident) return undefined;
    await stores.mitigationRuns.lockAll();
    const runs = await stores.mitigationRuns.of(incidentId);
    if (!mayBegin(runs) || runs.some((run) => run.name === name)) return undefined;
    if (await refusalFor(runtime, stores, { name, presser: BY_ITSELF, incident })) return undefined;
    const because = speaksFor(auto, await stores.diagnoses.of(incidentId));
    if (!because) return undefined;
    const now = clock.now();
    const nextAt = new Date(now.getTime() + auto.countdown);
    await stores.incidents.touchBriefing(incidentId, now, playbook.briefing.editAtMostEvery);
    return await beginRun(runtime, { stores, incident, now }, { name, plan, by: 'bongsu', because, state: 'announced', nextAt });
  });
}
