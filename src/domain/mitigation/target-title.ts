import type { Bilingual } from '../language/bilingual.ts';
import { verbatim } from '../language/verbatim.ts';
import { TARGET_KINDS, TARGETS } from '../playbook/targets/index.ts';
import type { TargetDeclaration } from '../playbook/targets/target-kind.ts';
import type { TargetSpec } from './targets.ts';

/** What people call a target: as the playbook does, else made from its names, without addresses. */
export function titleOfTarget(target: TargetSpec): Bilingual {
  if (target.title) return target.title;
  const kind = TARGET_KINDS.find((one) => target[one] !== undefined);
  if (kind === undefined) return verbatim('');
  const declared: TargetDeclaration = TARGETS[kind];
  return declared.title(target[kind]);
}
