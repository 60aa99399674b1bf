import { PermanentError } from '../../domain/errors.ts';
import type { Bridge } from '../../domain/ports/bridge.ts';
import { worded } from '../../languages/worded.ts';

/** Stands in for a bridge when nothing of `variables` is set: every meeting is refused with `not_configured`, so the fallback bridge is shown. */
export function createUnconfiguredBridge({ title, variables }: { title: string; variables: string }): Bridge {
  const refuse = async () => {
    throw new PermanentError(
      'not_configured',
      worded(({ messengers }) => messengers.isNotSetUpSet(title, variables)),
    );
  };
  return { isSetUp: false, create: refuse, find: async () => undefined, move: refuse, remove: refuse };
}
