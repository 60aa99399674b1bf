import { UserError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';
import { MITIGATIONS } from './kinds/index.ts';
import type { ActingRuntime, MitigationContext, MitigationKind, PlanningRuntime } from './kinds/mitigation.ts';

/** A mitigation of the playbook: its kind, and all that its kind is asked with. */
export interface KnownMitigation<Given extends PlanningRuntime = ActingRuntime> {
  kind: MitigationKind<unknown>;
  context: MitigationContext<unknown, Given>;
}

/** The mitigation of this name. Throws UserError `no_such_mitigation`, or `unusable` when the playbook does not describe it well enough to be run. */
export function knownMitigation<Given extends PlanningRuntime>(
  runtime: Given,
  name: string,
  incidentId: number | undefined,
): KnownMitigation<Given> {
  const spec = runtime.playbook.mitigations[name];
  if (!spec) {
    const known = Object.keys(runtime.playbook.mitigations).join(', ');
    throw new UserError(
      'no_such_mitigation',
      worded(({ mitigationRuns }) => mitigationRuns.playbookHasNoMitigationIt(name, known)),
    );
  }
  const kind = MITIGATIONS.find((one) => one.name === (spec.does ?? name));
  if (!kind)
    throw new UserError(
      'unusable',
      worded(({ mitigationRuns }) => mitigationRuns.bongsuDoesNotKnowHowToDo(name)),
    );
  const settings = kind.settings.safeParse(spec.with);
  if (!settings.success) {
    const [issue] = settings.error.issues;
    throw new UserError(
      'unusable',
      worded(({ mitigationRuns }) => mitigationRuns.cannotBePlannedWithCorrect(name, issue?.path.join('.'), issue?.message)),
    );
  }
  const dials = spec.on.map((target) => runtime.executors.dial(target));
  return { kind, context: { runtime, name, spec, settings: settings.data, dials, incidentId } };
}
