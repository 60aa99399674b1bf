import type { Finding, Path } from '../playbook-error.ts';
import { fieldsOf, listOf } from './draft.ts';

/** What one target of a mitigation leaves unsaid or says twice: found when the bot starts, not when somebody needs it. */
export function checkTarget(path: Path, target: unknown): Finding[] {
  const { kubernetes, postgres, kafka, command } = fieldsOf(target);
  const said = [
    ['kubernetes', kubernetes === undefined ? undefined : kubernetesTrouble(fieldsOf(kubernetes))],
    ['postgres', postgres === undefined ? undefined : postgresTrouble(fieldsOf(postgres))],
    ['kafka', kafka === undefined ? undefined : kafkaTrouble(fieldsOf(kafka))],
    [
      'command',
      command === undefined ? undefined : commandTrouble({ read: textsOf(fieldsOf(command).read), set: textsOf(fieldsOf(command).set) }),
    ],
  ] as const;
  return said.flatMap(([key, message]) => (message === undefined ? [] : [{ path: [...path, key], message }]));
}

function kubernetesTrouble({ deployment, configMap, key, thenRestart }: Record<string, unknown>): string | undefined {
  if ((deployment === undefined) === (configMap === undefined)) return 'name either a deployment or a configMap with its key';
  if ((configMap === undefined) !== (key === undefined)) return 'a configMap and its key belong together';
  return thenRestart !== undefined && configMap === undefined ? 'thenRestart belongs to a configMap' : undefined;
}

function postgresTrouble({ setting, role, sessions }: Record<string, unknown>): string | undefined {
  if ((setting === undefined) === (sessions === undefined)) return 'name either a setting or the database whose sessions may be ended';
  return role !== undefined && setting === undefined ? 'a role belongs to a setting' : undefined;
}

function kafkaTrouble({ set, group }: Record<string, unknown>): string | undefined {
  if (set === 'offsets' && group === undefined) return 'name the group whose offsets are set';
  return set === 'partitions' && group !== undefined ? 'partitions belong to no group' : undefined;
}

/** Why programs are not run as the playbook names them, since they must leave nothing to guess; undefined when they may be. */
export function commandTrouble({ read, set }: { read: readonly string[]; set: readonly string[] }): string | undefined {
  const hasPlace = (word: string) => word.includes('{to}');
  if ([read, set].some(([program = '']) => !program.startsWith('/') || hasPlace(program)))
    return 'begin `read` and `set` with the whole path of a program';
  if (read.some(hasPlace)) return '`read` takes no {to}';
  if (!set.some(hasPlace)) return '`set` needs {to}, where the value goes';
  const misplaced = set.some((word) => hasPlace(word) && !/^(--?[A-Za-z][\w-]*=)?\{to\}$/.test(word));
  return misplaced ? '{to} must be an argument of its own, or stand as --option={to}' : undefined;
}

function textsOf(list: unknown): string[] {
  return listOf(list).map(String);
}
