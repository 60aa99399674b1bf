import type { Incident } from '../../domain/incident/incident.ts';
import { happened } from '../../events/happened.ts';
import type { SocialNoticeRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { showNotice } from './show-notice.ts';
import { decideAgainBy, wakeForDecision } from './undecided-notice.ts';

/** Why an approval does not count any more. */
export type WhyAgain = 'left' | 'not-allowed' | 'changed';

/**
 * A notice that was approved, or waits, must be read and decided about once more; where a later one was drafted meanwhile, that one says how things stand. `words`: what it says by now, where that is something else.
 */
export async function openAgain(
  runtime: Runtime,
  stores: Stores,
  incident: Incident,
  notice: SocialNoticeRow,
  { why, words }: { why: WhyAgain; words?: Partial<Pick<SocialNoticeRow, 'texts' | 'textVersion' | 'authors'>> },
): Promise<SocialNoticeRow> {
  const isOvertaken = (await stores.socialNotices.of(incident.id)).some(({ number }) => number > notice.number);
  const undecided = { decidedBy: null, decidedAt: null, decideBy: decideAgainBy(runtime, incident, notice) };
  const state = isOvertaken ? 'superseded' : 'open';
  const changed = await stores.socialNotices.change(notice, { ...words, ...undecided, state }, { reads: words !== undefined });
  if (!isOvertaken) await wakeForDecision(runtime, stores, changed);
  if (notice.state === 'approved') {
    const data = { notice: notice.number, why };
    await happened(runtime, stores, { incidentId: incident.id, at: runtime.clock.now(), kind: 'social.reopened', actor: 'bongsu', data });
  }
  await showNotice(runtime, stores, changed);
  return changed;
}
