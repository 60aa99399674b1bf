import type { Playbook } from '../../../src/domain/playbook/schema.ts';
import { type PublicRecord, publicPage } from '../../../src/domain/status-page/public-page.ts';
import { publicStatus, type ShownPublicly } from '../../../src/domain/updates/public-status.ts';
import { lookOf } from '../../../src/web/status/page/look.ts';
import type { StatusPageView } from '../../../src/web/status/page/status-page.ts';
import type { PublicStatusSeen } from '../../../src/workflows/updates/public-status-reader.ts';
import { couponPlaybook } from '../scenario/shipped-playbook.ts';
import { NOW, presenterIn } from './view-examples.ts';

export const DAY_MS = 86_400_000;

export const RECORD: PublicRecord = {
  incidents: [],
  updates: [],
  maintenance: [],
  worked: [],
  since: new Date(NOW.getTime() - 200 * DAY_MS),
  isPosted: false,
  nameOf: (kind, id) => `${kind}-${id}`,
};

/** The shipped playbook with another status page. */
export function playbookWith(statusPage: Partial<Playbook['statusPage']>): Playbook {
  const playbook = couponPlaybook();
  return { ...playbook, statusPage: { ...playbook.statusPage, ...statusPage } };
}

export function seenAs(
  playbook: Playbook,
  { record = {}, shown = { notices: [] }, stale = false }: { record?: Partial<PublicRecord>; shown?: ShownPublicly; stale?: boolean },
): PublicStatusSeen {
  const page = publicPage(playbook, { ...RECORD, ...record }, NOW);
  const told = page.incidents.filter(({ endedAt }) => endedAt === null);
  return { known: { status: publicStatus(shown, playbook.statusPage.automatic, told), page, readAt: NOW }, stale };
}

export function viewOf(playbook: Playbook, more: Partial<StatusPageView>): StatusPageView {
  return {
    service: playbook.service.name,
    look: lookOf(playbook),
    seen: undefined,
    languages: ['en', 'ko'],
    words: (language) => presenterIn(language).statusWords(),
    zone: 'Asia/Seoul',
    pastDays: 7,
    query: {},
    offersMail: false,
    ...more,
  };
}

export function incident(more: Partial<PublicRecord['incidents'][number]> & { id: number }): PublicRecord['incidents'][number] {
  const onsetAt = more.onsetAt ?? new Date(NOW.getTime() - 3_600_000);
  return { scenario: null, severity: 'sev1', state: 'open', onsetAt, detectedAt: onsetAt, endedAt: null, told: true, ...more };
}

export function update(more: Partial<PublicRecord['updates'][number]> & { incidentId: number }): PublicRecord['updates'][number] {
  const texts = { en: 'We are on it.', ko: '조치하고 있습니다.' };
  return { id: '1', stage: 'identified', texts, writtenAt: new Date(NOW.getTime() - 1_800_000), correctedAt: null, ...more };
}
