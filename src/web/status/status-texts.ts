import type { Language } from '../../domain/playbook/schema.ts';
import type { PublicNoticeKind, PublicState } from '../../domain/public-status.ts';

/** Words of the status page, for people who know nothing of incidents. */
interface StatusTexts {
  state: Record<PublicState, string>;
  calm: string;
  kind: Record<PublicNoticeKind, string>;
  since: (time: string) => string;
  asOf: (time: string, zone: string) => string;
  stale: string;
  unknown: string;
  unknownMore: string;
}

export const STATUS_TEXTS: Record<Language, StatusTexts> = {
  en: {
    state: { ok: 'No known problems', delayed: 'There are delays', waiting: 'Very busy: please wait in line' },
    calm: 'Nothing has been announced.',
    kind: { 'waiting-screen': 'Waiting in line', notice: 'Notice', spread: 'Please come back later' },
    since: (time) => `since ${time}`,
    asOf: (time, zone) => `As of ${time} (${zone}). Reload the page to see the latest.`,
    stale: 'This could not be checked again just now and may be a few minutes old.',
    unknown: 'The status cannot be shown right now',
    unknownMore: 'Please reload the page in a minute.',
  },
  ko: {
    state: { ok: '알려진 문제가 없습니다', delayed: '지연되고 있습니다', waiting: '요청이 몰려 대기 중입니다' },
    calm: '현재 공지가 없습니다.',
    kind: { 'waiting-screen': '대기 안내', notice: '공지', spread: '잠시 뒤에 다시 시도해 주세요' },
    since: (time) => `${time}부터`,
    asOf: (time, zone) => `${time} 기준(${zone}). 새로 고치면 최신 상태를 볼 수 있습니다.`,
    stale: '지금은 최신 상태를 확인하지 못해 몇 분 전의 내용일 수 있습니다.',
    unknown: '지금은 상태를 표시할 수 없습니다',
    unknownMore: '1분 뒤에 새로 고쳐 주세요.',
  },
};
