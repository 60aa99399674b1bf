import type { Finding, Path } from '../playbook-error.ts';
import { TARGET_KINDS, TARGETS } from '../targets/index.ts';
import type { TargetDeclaration } from '../targets/target-kind.ts';
import { fieldsOf } from './draft.ts';

/** What one target of a mitigation leaves unsaid or says twice: found when the bot starts, not when somebody needs it. */
export function checkTarget(path: Path, target: unknown): Finding[] {
  const written = fieldsOf(target);
  return TARGET_KINDS.flatMap((kind) => {
    const { trouble }: Pick<TargetDeclaration, 'trouble'> = TARGETS[kind];
    const message = written[kind] === undefined ? undefined : trouble?.(fieldsOf(written[kind]));
    return message === undefined ? [] : [{ path: [...path, kind], message }];
  });
}
