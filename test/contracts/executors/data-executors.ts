import { randomUUID } from 'node:crypto';
import { systemClock } from '../../../src/domain/time/clock.ts';
import type { Accounts } from '../../../src/integrations/accounts/accounts.ts';
import type { Secret } from '../../../src/integrations/accounts/secret.ts';
import type { ExecutorDeps } from '../../../src/integrations/executors/executor-kind.ts';
import { kafkaAccount } from '../../../src/integrations/kafka/account.ts';
import type { KafkaSettings } from '../../../src/integrations/kafka/kafka-settings.ts';
import { mitigatedPostgresAccount } from '../../../src/integrations/postgres/accounts.ts';
import { mitigatedRedisAccount } from '../../../src/integrations/redis/accounts.ts';
import { accountsWith, given } from '../../support/scenario/accounts-with.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';

interface Set {
  kafka?: KafkaSettings;
  databaseUrl?: Secret;
  redisUrl?: Secret;
}

/** Accounts with nothing set up but what is given. */
export function settingsOf({ kafka, databaseUrl, redisUrl }: Set): Accounts {
  return accountsWith(given(kafkaAccount, kafka), given(mitigatedPostgresAccount, databaseUrl), given(mitigatedRedisAccount, redisUrl));
}

export function depsOf(): ExecutorDeps {
  return { clock: systemClock, log: silentLog, mask: (text) => text };
}

export const random = { id: () => randomUUID(), fraction: () => Math.random() };
