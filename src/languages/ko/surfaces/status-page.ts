import type { StatusWords } from '../../en/surfaces/status-page.ts';

export const statusPage: StatusWords = {
  language: 'ko',
  locale: 'ko-KR',
  state: {
    ok: () => '알려진 문제가 없습니다',
    unstated: () => '현재 공지가 없습니다',
    investigating: (service) => `${service} 관련 문제를 확인하고 있습니다`,
    delayed: () => '지연되고 있습니다',
    waiting: () => '요청이 몰려 대기 중입니다',
  },
  calm: {
    ok: () => '현재 공지가 없습니다.',
    unstated: () => '몇 분 뒤에 다시 확인해 주세요.',
    investigating: (since) => `${since}에 확인했습니다. 안내할 내용은 이곳에 올립니다.`,
  },
  kind: { 'waiting-screen': '대기 안내', notice: '공지', spread: '잠시 뒤에 다시 시도해 주세요' },
  since: (time) => `${time}부터`,
  asOf: (time, zone) => `${time} 기준(${zone}). 새로 고치면 최신 상태를 볼 수 있습니다.`,
  stale: '지금은 최신 상태를 확인하지 못해 몇 분 전의 내용일 수 있습니다.',
  unknown: '지금은 상태를 표시할 수 없습니다',
  unknownMore: '1분 뒤에 새로 고쳐 주세요.',
};
