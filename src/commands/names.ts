import { familyOf } from './command.ts';
import { COMMANDS } from './index.ts';

/** What a playbook's `permissions` may name: each command, and each family of them, such as `mitigate` for all that begin so. */
export function commandNames(): readonly string[] {
  return [...new Set(COMMANDS.flatMap((command) => [familyOf(command), command.name]))];
}
