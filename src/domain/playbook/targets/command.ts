import { z } from 'zod';
import { worded } from '../../../languages/worded.ts';
import { targetKind } from './target-kind.ts';

const argv = z.array(z.string()).min(1);

export const commandTarget = targetKind({
  schema: z.strictObject({
    read: argv.optional().describe('Prints the value as it is now; beside `run` optional.'),
    set: argv.optional().describe('Sets it; {to} stands for the value. No shell reads it. Either this or run.'),
    run: argv.optional().describe('Does one thing, always with these arguments. No shell reads it.'),
    undo: argv.optional().describe('Undoes what `run` did; without it that cannot be undone.'),
    done: z.string().min(1).optional().describe('What `read` prints once `run` has done its work.'),
  }),
  said: 'A program on this machine, by its whole path.',
  title({ set, run }) {
    const program = (set ?? run)?.[0]?.split('/').at(-1) ?? '';
    return set === undefined ? worded(({ rules }) => rules.run(program)) : worded(({ rules }) => rules.whatSets(program));
  },
  trouble: commandTrouble,
});

/** Why programs are not run as the playbook names them, since they must leave nothing to guess; undefined when they may be. */
export function commandTrouble({ read, set, run, undo, done }: Readonly<Record<string, unknown>>): string | undefined {
  if ((set === undefined) === (run === undefined)) return 'name either `set`, with `read`, or `run`';
  return set === undefined ? deedTrouble({ read, run, undo, done }) : valueTrouble({ read, set, undo, done });
}

function valueTrouble({ read, set, undo, done }: Readonly<Record<string, unknown>>): string | undefined {
  if (read === undefined) return '`set` needs `read`, which prints the value';
  if (undo !== undefined || done !== undefined) return '`undo` and `done` belong to `run`';
  if (hasNoPath(read) || hasNoPath(set)) return 'begin `read` and `set` with the whole path of a program';
  if (wordsOf(read).some(hasPlace)) return '`read` takes no {to}';
  const words = wordsOf(set);
  if (!words.some(hasPlace)) return '`set` needs {to}, where the value goes';
  const misplaced = words.some((word) => hasPlace(word) && !/^(--?[A-Za-z][\w-]*=)?\{to\}$/.test(word));
  return misplaced ? '{to} must be an argument of its own, or stand as --option={to}' : undefined;
}

function deedTrouble({ read, run, undo, done }: Readonly<Record<string, unknown>>): string | undefined {
  const programs = [read, run, undo].filter((one) => one !== undefined);
  if (programs.some(hasNoPath)) return 'begin `run`, `undo` and `read` with the whole path of a program';
  if (programs.some((one) => wordsOf(one).some(hasPlace))) return '`run`, `undo` and `read` take no {to}: their arguments are fixed';
  return (read === undefined) === (done === undefined) ? undefined : '`read` and `done` belong together';
}

function hasNoPath(program: unknown): boolean {
  const [path = ''] = wordsOf(program);
  return !path.startsWith('/') || hasPlace(path);
}

function hasPlace(word: string): boolean {
  return word.includes('{to}');
}

function wordsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : [];
}
