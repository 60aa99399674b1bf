import { PermanentError } from '../../domain/errors.ts';
import type { Inspector, Inspectors, Log } from '../../domain/ports.ts';
import type { SourceSettings } from '../metrics/metrics-vendor.ts';
import type { InspectorKind } from './inspector-kind.ts';
import { kafkaInspector } from './kafka.ts';
import { postgresInspector } from './postgres.ts';
import { redisInspector } from './redis.ts';

export type { InspectorKind } from './inspector-kind.ts';

/** Every kind of inspector, one line each. */
export const INSPECTORS: readonly InspectorKind[] = [kafkaInspector, postgresInspector, redisInspector];

/** All inspectors as they are set up; one that is not says what to do when it is asked. */
export function createInspectors(
  settings: SourceSettings,
  options: { log: Log },
  kinds: readonly InspectorKind[] = INSPECTORS,
): Inspectors {
  const made = new Map(kinds.map((kind) => [kind.name, kind.create(settings, options) ?? unconfigured(kind.name, kind.variable)]));
  return {
    inspector: (name) => made.get(name) ?? unconfigured(name, undefined),
    close: async () => {
      await Promise.allSettled([...made.values()].map((inspector) => inspector.close?.()));
    },
  };
}

function unconfigured(name: string, variable: string | undefined): Inspector {
  return {
    name,
    inspect: async () => {
      if (variable === undefined)
        throw new PermanentError('not_configured', {
          en: `There is no inspector called ${name}.`,
          ko: `${name}(이)라는 점검 도구가 없습니다.`,
        });
      throw new PermanentError('not_configured', {
        en: `${name} is not set up: set ${variable}.`,
        ko: `${name} 설정이 없습니다. 설정할 값: ${variable}`,
      });
    },
  };
}
