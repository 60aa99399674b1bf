import { randomUUID } from 'node:crypto';
import { systemClock } from '../../../src/domain/clock.ts';
import type { ExecutorDeps, ExecutorSettings } from '../../../src/integrations/executors/executor-kind.ts';
import { silentLog } from '../../support/silent-log.ts';

/** Settings with nothing set up but what is given. */
export function settingsOf({
  kafka,
  ...mitigate
}: { kafka?: ExecutorSettings['kafka'] } & Partial<ExecutorSettings['mitigate']>): ExecutorSettings {
  return { kafka, mitigate: { databaseUrl: undefined, redisUrl: undefined, kubeconfig: undefined, ...mitigate }, webhookSecret: undefined };
}

export function depsOf(): ExecutorDeps {
  return { clock: systemClock, log: silentLog, mask: (text) => text };
}

export const random = { id: () => randomUUID(), fraction: () => Math.random() };
