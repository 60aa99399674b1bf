import { z } from 'zod';
import type { Incident } from '../../domain/incident/incident.ts';
import { nextUpdateAt } from '../../domain/updates/next-update-at.ts';
import { happened } from '../../events/happened.ts';
import type { SocialNoticeRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { happens, timer } from '../runtime/timer.ts';
import { saySocial } from './say-social.ts';
import { showNotice } from './show-notice.ts';

const undecided = timer('social.undecided', z.object({ number: z.number() }));

/** When a notice that is to be decided once more must be: at its time, or before the next update where that has passed. */
export function decideAgainBy(
  { playbook, clock }: Pick<Runtime, 'playbook' | 'clock'>,
  incident: Incident,
  { decideBy }: SocialNoticeRow,
): Date {
  const now = clock.now();
  return decideBy > now ? decideBy : nextUpdateAt(incident.detectedAt, playbook.updates.every[incident.severity], now);
}

/** Has a notice that nobody decides about be missed at its time. */
export async function wakeForDecision({ waker }: Pick<Runtime, 'waker'>, stores: Stores, notice: SocialNoticeRow): Promise<void> {
  const { incidentId, number, decideBy: dueAt } = notice;
  await stores.timers.set(undecided.row({ key: `${incidentId}:${number}`, incidentId, data: { number }, dueAt }));
  waker.wake('timers', dueAt);
}

/** Timer `social.undecided`: nobody decided in time. The next update has a notice of its own. */
export const undecidedNotice = happens(undecided, (runtime) => async (stores, { incident, data: { number } }) => {
  const notice = incident && (await stores.socialNotices.lock({ incidentId: incident.id, number }));
  if (!incident || notice?.state !== 'open') return undefined;
  const missed = await stores.socialNotices.change(notice, { state: 'missed' });
  const at = runtime.clock.now();
  await happened(runtime, stores, { incidentId: incident.id, at, kind: 'social.missed', actor: 'bongsu', data: { notice: number } });
  await showNotice(runtime, stores, missed);
  await saySocial(runtime, stores, { incident, number, said: 'missed' });
  return undefined;
});
