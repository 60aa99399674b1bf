import { PermanentError } from '../../domain/errors.ts';
import type { Bridge } from '../../domain/ports.ts';

/** What stands in for Zoom when its variables are not set: every meeting is refused with `not_configured`, so the fallback bridge is shown. */
export function createUnconfiguredBridge(): Bridge {
  const refuse = async () => {
    throw new PermanentError('not_configured', {
      en: 'Zoom is not set up: set ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET to get a meeting for each incident.',
      ko: 'Zoom 설정이 없습니다. 장애마다 회의를 열려면 ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET을 설정해 주세요.',
    });
  };
  return { create: refuse, find: async () => undefined, move: refuse, remove: refuse };
}
