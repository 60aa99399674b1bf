import { UserError } from '../../domain/errors.ts';
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
    throw new UserError('no_such_mitigation', {
      en: `The playbook has no mitigation ${name}. It has ${known || 'none'}.`,
      ko: `플레이북에 ${name} 조치가 없습니다. 있는 조치: ${known || '없음'}.`,
    });
  }
  const kind = MITIGATIONS.find((one) => one.name === (spec.does ?? name));
  if (!kind)
    throw new UserError('unusable', {
      en: `Bongsu does not know how to do ${name}; \`does\` in the playbook names one (docs/mitigations.md).`,
      ko: `봉수는 ${name} 조치를 실행하는 방법을 모릅니다. 플레이북의 \`does\` 값으로 지정해 주세요 (docs/mitigations.md).`,
    });
  const settings = kind.settings.safeParse(spec.with);
  if (!settings.success) {
    const [issue] = settings.error.issues;
    throw new UserError('unusable', {
      en: `${name} cannot be planned: \`with.${issue?.path.join('.')}\` ${issue?.message}. Correct the playbook.`,
      ko: `${name} 조치를 계획할 수 없습니다. 플레이북을 고쳐 주세요: \`with.${issue?.path.join('../mitigate')}\` ${issue?.message}.`,
    });
  }
  const dials = spec.on.map((target) => runtime.executors.dial(target));
  return { kind, context: { runtime, name, spec, settings: settings.data, dials, incidentId } };
}
