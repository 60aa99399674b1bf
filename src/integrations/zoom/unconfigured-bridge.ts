import { PermanentError } from '../../domain/errors.ts';
import type { Bridge } from '../../domain/ports.ts';

/** What stands in for Zoom when its variables are not set: every meeting is refused with `not_configured`, so the fallback bridge is shown. */
export function createUnconfiguredBridge(): Bridge {
  const refuse = async () => {
    throw new PermanentError(
      'not_configured',
      'Zoom is not set up: set ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET to get a meeting for each incident.',
    );
  };
  return { create: refuse, find: async () => undefined, move: refuse, remove: refuse };
}
