import type { ReasonTexts } from '../../en/surfaces/reasons.ts';

export const reasons: ReasonTexts = {
  plain: {
    private: '비공개 장애입니다.',
    'no-surface': '안내할 곳이 설정되어 있지 않습니다(`team.channels.support`, `updates.helpDesks`).',
    'no-network': '공지할 SNS가 플레이북에 지정되어 있지 않습니다(`updates.social`).',
    recovered: '기한 전에 복구되었습니다.',
    mitigated: '기한 전에 완화되었습니다.',
    reopened: '장애가 다시 열렸습니다.',
    cancelled: '오탐으로 취소된 장애입니다.',
    held: '측정값이 모두 정상이라 에스컬레이션을 보류했습니다.',
    'no-working-hour': '기한 안에 근무 시간이 없어 첫 근무 시간으로 잡았습니다.',
    moved: '회의를 기한 이후로 옮겼습니다.',
  },
  scenario: (title) => `이 시나리오에는 해당하지 않습니다: ${title}`,
  cause: (title) => `원인과 맞지 않습니다: ${title}`,
  followed: (minutes) => `복구 후 ${minutes}분 동안 확인했습니다.`,
  collected: (sources) => `자동 수집: ${sources}`,
};
