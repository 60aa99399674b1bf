import { PermanentError } from '../../domain/errors.ts';
import type { Inspector, Inspectors } from '../../domain/ports/inspectors.ts';
import type { Log } from '../../domain/ports/log.ts';
import { worded } from '../../languages/worded.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { InspectorKind } from './inspector-kind.ts';
import { kafkaInspector } from './kafka.ts';
import { mysqlInspector } from './mysql.ts';
import { postgresInspector } from './postgres.ts';
import { rabbitmqInspector } from './rabbitmq.ts';
import { redisInspector } from './redis.ts';

export type { InspectorKind } from './inspector-kind.ts';

/** Every kind of inspector, one line each. */
export const INSPECTORS: readonly InspectorKind[] = [kafkaInspector, postgresInspector, redisInspector, mysqlInspector, rabbitmqInspector];

/** All inspectors as they are set up; one that is not says what to do when it is asked. */
export function createInspectors(accounts: Accounts, options: { log: Log }, kinds: readonly InspectorKind[] = INSPECTORS): Inspectors {
  const made = new Map(kinds.map((kind) => [kind.name, kind.create(accounts, options) ?? unconfigured(kind)]));
  return {
    inspector: (name) => made.get(name) ?? unconfigured({ name }),
    close: async () => {
      await Promise.allSettled([...made.values()].map((inspector) => inspector.close?.()));
    },
  };
}

function unconfigured(kind: InspectorKind | { name: string }): Inspector {
  const { name } = kind;
  return {
    name,
    inspect: async () => {
      if (!('variable' in kind))
        throw new PermanentError(
          'not_configured',
          worded(({ evidence }) => evidence.thereIsNoInspectorCalled(name)),
        );
      throw new PermanentError(
        'not_configured',
        worded(({ evidence }) => evidence.isNotSetUpSet(kind.title, kind.variable)),
      );
    },
  };
}
