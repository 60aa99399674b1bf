import type { z } from 'zod';
import { commandTarget } from './command.ts';
import { consulTarget } from './consul.ts';
import { flagdTarget } from './flagd.ts';
import { httpTarget } from './http.ts';
import { kafkaTarget } from './kafka.ts';
import { kubernetesTarget } from './kubernetes.ts';
import { postgresTarget } from './postgres.ts';
import { redisTarget } from './redis.ts';
import { unleashTarget } from './unleash.ts';
import { webhookTarget } from './webhook.ts';

/** Everything that `on` may name, one line each; how it is reached stands in the list of executors. */
export const TARGETS = {
  kubernetes: kubernetesTarget,
  http: httpTarget,
  redis: redisTarget,
  postgres: postgresTarget,
  kafka: kafkaTarget,
  consul: consulTarget,
  unleash: unleashTarget,
  flagd: flagdTarget,
  webhook: webhookTarget,
  command: commandTarget,
};

export type TargetKind = keyof typeof TARGETS;
export const TARGET_KINDS = Object.keys(TARGETS) as TargetKind[];

type Shapes = { [Kind in TargetKind]: z.ZodOptional<(typeof TARGETS)[Kind]['schema']> };

/** Each under its name, none of them needed. */
export const targetShapes = Object.fromEntries(
  Object.entries(TARGETS).map(([kind, { schema, said }]) => [kind, schema.optional().describe(said)]),
) as Shapes;
