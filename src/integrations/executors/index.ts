import { PermanentError } from '../../domain/errors.ts';
import type { DatabaseSessions, Dial, Executors, LockScripts, TargetKind, TargetSpec } from '../../domain/mitigation/targets.ts';
import { TARGET_KINDS } from '../../domain/mitigation/targets.ts';
import { commandExecutor } from './command.ts';
import type { Executor, ExecutorDeps, ExecutorKind, ExecutorSettings } from './executor-kind.ts';
import { httpExecutor } from './http.ts';

export type { ExecutorSettings } from './executor-kind.ts';

/** Every way to act on the watched system, one line each. */
export const EXECUTORS = [httpExecutor, commandExecutor] as const satisfies readonly ExecutorKind[];

/** All executors as they are set up; a dial of one that is not says what to do when it is asked. */
export function createExecutors(settings: ExecutorSettings, deps: ExecutorDeps): Executors {
  const kinds: readonly ExecutorKind[] = EXECUTORS;
  const made = new Map<TargetKind, Executor<TargetKind>>();
  for (const kind of kinds) {
    const executor = kind.create(settings, deps);
    if (executor) made.set(kind.name, executor);
  }
  const unset = (name: TargetKind) => kinds.find((kind) => kind.name === name)?.missing ?? `there is no executor for ${name}`;
  return {
    dial: (target) => {
      const name = TARGET_KINDS.find((kind) => target[kind] !== undefined);
      if (name === undefined) return unconfigured('nothing', 'the playbook names no target');
      return made.get(name)?.dial(target[name] as NonNullable<TargetSpec[TargetKind]>) ?? unconfigured(wordsOf(target, name), unset(name));
    },
    sessions: undefined as unknown as DatabaseSessions,
    scripts: undefined as unknown as LockScripts,
    close: async () => {
      await Promise.allSettled([...made.values()].map((executor) => executor.close?.()));
    },
  };
}

function wordsOf(target: TargetSpec, name: TargetKind): string {
  return `${name} ${Object.values(target[name] ?? {}).join(' ')}`;
}

function unconfigured(where: string, missing: string): Dial {
  const refuse = async () => {
    throw new PermanentError('not_configured', `${where} cannot be changed: ${missing}.`);
  };
  return { where, read: refuse, rehearse: refuse, write: refuse, byHand: (to) => `${where} = ${String(to)}` };
}
