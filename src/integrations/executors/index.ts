import { type Executors, TARGET_KINDS, type TargetKind, type TargetSpec } from '../../domain/mitigation/targets.ts';
import type { Random } from '../../domain/ports/random.ts';
import { worded } from '../../languages/worded.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { mitigatedPostgresAccount } from '../postgres/accounts.ts';
import { mitigatedRedisAccount } from '../redis/accounts.ts';
import { commandExecutor } from './command/command.ts';
import { consulExecutor } from './consul/consul.ts';
import type { Executor, ExecutorDeps, ExecutorKind } from './executor-kind.ts';
import { flagdExecutor } from './flagd/flagd.ts';
import { httpExecutor } from './http/http.ts';
import { kafkaExecutor } from './kafka/kafka.ts';
import { kubernetesExecutor } from './kubernetes/kubernetes.ts';
import { createDatabaseSessions } from './postgres/database-sessions.ts';
import { MISSING_POSTGRES, postgresExecutor } from './postgres/postgres.ts';
import { createLockScripts } from './redis/lock-scripts.ts';
import { MISSING_REDIS, redisExecutor } from './redis/redis.ts';
import { unconfiguredDial, unconfiguredScripts, unconfiguredSessions } from './unconfigured.ts';
import { unleashExecutor } from './unleash/unleash.ts';
import { webhookExecutor } from './webhook/webhook.ts';

type AnyExecutorKind = { [Kind in TargetKind]: ExecutorKind<Kind> }[TargetKind];

/** Every way to act on the watched system, one line each. */
export const EXECUTORS: readonly AnyExecutorKind[] = [
  kubernetesExecutor,
  httpExecutor,
  redisExecutor,
  postgresExecutor,
  kafkaExecutor,
  consulExecutor,
  unleashExecutor,
  flagdExecutor,
  webhookExecutor,
  commandExecutor,
];

/** All executors as they are set up; a dial of one that is not says what to do when it is asked. */
export function createExecutors(accounts: Accounts, deps: ExecutorDeps & { random: Random }): Executors {
  const made = new Map<TargetKind, Executor<never>>();
  for (const kind of EXECUTORS) {
    const executor = kind.create(accounts, deps);
    if (executor) made.set(kind.name, executor);
  }
  const unset = (name: TargetKind) =>
    EXECUTORS.find((kind) => kind.name === name)?.missing ?? worded(({ executors }) => executors.thereIsNoExecutorFor(name));
  const [databaseUrl, redisUrl] = [accounts.of(mitigatedPostgresAccount), accounts.of(mitigatedRedisAccount)];
  const sessions = databaseUrl && createDatabaseSessions(databaseUrl, deps);
  const scripts = redisUrl && createLockScripts(redisUrl, deps);
  return {
    dial: (target) => {
      const name = TARGET_KINDS.find((kind) => target[kind] !== undefined);
      if (name === undefined)
        return unconfiguredDial(
          'nothing',
          worded(({ executors }) => executors.playbookNamesNoTarget),
        );
      return made.get(name)?.dial(target[name] as never) ?? unconfiguredDial(wordsOf(target, name), unset(name));
    },
    sessions: sessions ?? unconfiguredSessions(MISSING_POSTGRES),
    scripts: scripts ?? unconfiguredScripts(MISSING_REDIS),
    close: async () => {
      await Promise.allSettled([...made.values(), sessions, scripts].map((one) => one?.close?.()));
    },
  };
}

function wordsOf(target: TargetSpec, name: TargetKind): string {
  return `${name} ${Object.values(target[name] ?? {})
    .filter((value) => typeof value !== 'object' || Array.isArray(value))
    .map(shown)
    .join(' ')}`;
}

/** An address without user, password and query, which may be secrets. */
function shown(value: unknown): string {
  const text = String(value);
  if (!/^https?:/.test(text) || !URL.canParse(text)) return text;
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname}`;
}
