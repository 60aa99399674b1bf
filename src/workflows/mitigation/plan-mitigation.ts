import { errorSaid, UserError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/incident/actor.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { eachSaid, type Said } from '../../domain/language/said.ts';
import { recordOf } from '../../domain/mitigation/ledger.ts';
import type { Plan } from '../../domain/mitigation/plan.ts';
import type { DialValue } from '../../domain/mitigation/targets.ts';
import { worded } from '../../languages/worded.ts';
import type { MitigationFormView } from '../../views/mitigation.ts';
import { noSuchIncident } from '../incident/no-such-incident.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { refusalFor } from './guarded.ts';
import type { PlanningRuntime } from './kinds/mitigation.ts';
import { type KnownMitigation, knownMitigation } from './known-mitigation.ts';
import { presserOf } from './presser.ts';

/** What a person chose, as typed. */
export type Chosen = Readonly<Record<string, DialValue>>;

/** The form before anything was read: it must open within three seconds. Throws UserError as `knownMitigation`. */
export function formSkeleton(
  runtime: Runtime,
  { incident, name, chosen = {} }: { incident: Incident; name: string; chosen?: Chosen },
): MitigationFormView {
  return formOf(runtime, { incident, known: knownMitigation(runtime, name, incident.id), chosen });
}

/** Reads the targets and shows what would be done. What cannot be planned is said in the form. */
export async function planMitigation(
  runtime: Runtime,
  { incidentId, name, chosen, actor }: { incidentId: number; name: string; chosen: Chosen; actor: Actor },
): Promise<MitigationFormView> {
  const { storage } = runtime;
  const incident = await storage.incidents.find(incidentId);
  if (!incident) throw noSuchIncident(incidentId);
  const known = knownMitigation(runtime, name, incidentId);
  const presser = await presserOf(runtime, storage, { actor, incident, guard: known.context.spec.guard });
  const [refusal, ledger, planned] = await Promise.all([
    refusalFor(runtime, storage, { name, presser, incident }),
    storage.mitigationRuns.ledger(runtime.playbook.service.key, runtime.clock.now()),
    tryPlan(known, chosen),
  ]);
  const record = recordOf(ledger, name, incident.scenario);
  return {
    ...formOf(runtime, { incident, known, chosen: 'plan' in planned ? planned.plan.parameters : chosen }),
    ...planned,
    ...(refusal && { refusal }),
    ...(record && { record }),
  };
}

const NO_TARGET = worded(({ mitigationRuns }) => mitigationRuns.noTarget);

/** The plan, or why there is none. */
export async function tryPlan(
  { kind, context }: KnownMitigation<PlanningRuntime>,
  chosen: Chosen,
): Promise<{ plan: Plan } | { problem: Said }> {
  // So is one that nobody has switched on yet.
  if (kind.targets.length > 0 && context.dials.length === 0) return { problem: NO_TARGET };
  try {
    return { plan: await kind.plan({ ...context, chosen: numbersIn(kind.parameters(context), chosen) }) };
  } catch (error) {
    const { log, mask } = context.runtime;
    if (error instanceof UserError) return { problem: eachSaid(errorSaid(error), mask) };
    log.info({ err: error, mitigation: context.name }, 'A mitigation could not be planned.');
    return { problem: eachSaid(errorSaid(error), mask) };
  }
}

/** Values that a form or a command line gives as text, as the parameters want them. Throws UserError for one that is no number, or that nobody knows. */
function numbersIn(parameters: ReturnType<KnownMitigation['kind']['parameters']>, chosen: Chosen): Record<string, DialValue> {
  const entries = Object.entries(chosen).filter(([, value]) => value !== null && value !== '');
  return Object.fromEntries(
    entries.map(([key, value]): [string, DialValue] => {
      const parameter = parameters.find((one) => one.key === key);
      if (!parameter) {
        const known = parameters.map((one) => `\`${one.key}=\``).join(', ');
        throw new UserError(
          'no_such_parameter',
          worded(({ mitigationRuns }) => mitigationRuns.thereIsNothingCalledToChoose(key, known)),
        );
      }
      if (parameter.kind !== 'number') return [key, String(value)];
      const number = Number(value);
      if (!Number.isFinite(number))
        throw new UserError(
          'bad_number',
          worded(({ mitigationRuns }) => mitigationRuns.mustBeANumberSuchAs20Found(key, String(value).slice(0, 40))),
        );
      return [key, number];
    }),
  );
}

function formOf(
  runtime: Runtime,
  { incident, known, chosen }: { incident: Incident; known: KnownMitigation; chosen: Chosen },
): MitigationFormView {
  const { kind, context } = known;
  const { name, spec } = context;
  return {
    incident,
    name,
    title: spec.title,
    effect: spec.effect,
    parameters: kind.parameters(context),
    chosen,
    ...(spec.guard.second && { second: spec.guard.second }),
    ...(spec.expires !== undefined && { expiresAfterMs: spec.expires }),
    provedAfterMs: spec.verify.after,
    now: runtime.clock.now(),
  };
}
