import { PermanentError } from '../../domain/errors.ts';
import type { Bridge } from '../../domain/ports/bridge.ts';

/** Stands in for a bridge when nothing of `variables` is set: every meeting is refused with `not_configured`, so the fallback bridge is shown. */
export function createUnconfiguredBridge({ title, variables }: { title: string; variables: string }): Bridge {
  const refuse = async () => {
    throw new PermanentError('not_configured', {
      en: `${title} is not set up: set ${variables} to get a meeting for each incident.`,
      ko: `${title} 설정이 없습니다. 장애마다 회의를 여는 데 설정할 값: ${variables}`,
    });
  };
  return { isSetUp: false, create: refuse, find: async () => undefined, move: refuse, remove: refuse };
}
