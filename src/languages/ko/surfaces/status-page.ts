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
  headline: {
    identified: (service) => `${service} 관련 문제를 조치하고 있습니다`,
    monitoring: (service) => `${service} 서비스가 회복되고 있습니다`,
    'under-maintenance': () => '예정된 점검을 진행하고 있습니다',
  },
  calm: {
    ok: () => '현재 공지가 없습니다.',
    unstated: () => '몇 분 뒤에 다시 확인해 주세요.',
    investigating: (since) => `${since}에 확인했습니다. 안내할 내용은 이곳에 올립니다.`,
    'under-maintenance': () => '점검이 끝날 때까지 일부 기능이 평소와 다를 수 있습니다.',
  },
  kind: { 'waiting-screen': '대기 안내', notice: '공지', spread: '잠시 뒤에 다시 시도해 주세요' },
  since: (time) => `${time}부터`,
  asOf: (time, zone) => `${time} 기준(${zone}). 새로 고치면 최신 상태를 볼 수 있습니다.`,
  stale: '지금은 최신 상태를 확인하지 못해 몇 분 전의 내용일 수 있습니다.',
  unknown: '지금은 상태를 표시할 수 없습니다',
  unknownMore: '1분 뒤에 새로 고쳐 주세요.',
  components: {
    heading: '구성 요소',
    state: {
      operational: '정상',
      degraded: '성능 저하',
      'partial-outage': '일부 장애',
      'major-outage': '전체 장애',
      'under-maintenance': '점검 중',
      unstated: '공지 없음',
    },
    uptime: (percent) => `가동률 ${percent}`,
    noUptime: '아직 기록이 없습니다',
    bars: ({ days, percent, troubled, without }) =>
      [
        percent === undefined ? `최근 ${days}일: 아직 기록이 없습니다` : `최근 ${days}일: 가동률 ${percent}`,
        percent === undefined ? '' : troubled === 0 ? '장애 없음' : `장애가 있던 날 ${troubled}일`,
        without > 0 && percent !== undefined ? `기록 없는 날 ${without}일` : '',
      ]
        .filter(Boolean)
        .join(', '),
    ago: (days) => `${days}일 전`,
    today: '오늘',
    days: '기록이 있는 날',
    down: (duration) => `${duration} 동안 이용 불가`,
    degraded: (duration) => `${duration} 동안 지연 또는 일부 제한`,
    worked: (duration) => `${duration} 동안 예정된 점검`,
    more: (days) => `그 이전 ${days}일 더 있음`,
    legend: {
      operational: '정상',
      degraded: '성능 저하',
      'partial-outage': '일부 장애',
      'major-outage': '전체 장애',
      'under-maintenance': '점검',
      'no-data': '기록 없음',
    },
  },
  incidents: {
    open: '진행 중인 장애',
    past: '지난 장애',
    none: (days) => `최근 ${days}일 동안 없었습니다.`,
    about: (components) => `${components} 관련 문제`,
    stage: { investigating: '확인 중', identified: '조치 중', monitoring: '회복 확인 중', resolved: '해결됨' },
    corrected: (time) => `${time}에 정정`,
    lasted: (duration) => `${duration} 동안 이어졌습니다.`,
    elsewhere: '더 오래된 내용은 피드에 있습니다.',
  },
  maintenance: {
    heading: '예정된 점검',
    state: { planned: '예정', 'under-way': '진행 중', completed: '완료', cancelled: '취소' },
    times: (from, to) => `${from} ~ ${to}`,
    concerns: (components) => `대상: ${components}`,
  },
  links: { feed: '피드(Atom)', calendar: '점검 일정(iCalendar)', languages: '다른 언어' },
  closed: {
    title: '이 상태 페이지는 공개되어 있지 않습니다',
    more: '전달받은 링크로 열어 주세요. 열리지 않으면 새 링크를 요청해 주세요.',
  },
  duration: (minutes) => {
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    return [hours > 0 ? `${hours}시간` : '', rest > 0 || hours === 0 ? `${rest}분` : ''].filter(Boolean).join(' ');
  },
};
