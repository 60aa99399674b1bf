import type { Counted, DoubtTexts, Piece } from '../../en/surfaces/doubts.ts';

const PIECES: Record<Piece, string> = {
  brokers: '브로커',
  partitions: '파티션',
  groups: '그룹',
  series: 'series',
  nodes: '노드',
  replicas: '레플리카',
  sessions: '세션',
  files: '파일',
  folders: '폴더',
  classes: '클래스',
  queues: '큐',
};

const COUNTED: Record<Counted, string> = { lines: '줄', bytes: '바이트', commands: '명령', files: '파일' };

export const doubts: DoubtTexts = {
  atLeast: '최소값',
  partial: '소스가 일부 데이터가 빠졌다고 알림',
  says: (words) => `소스 메시지: ${words}`,
  some: (of, came, all) => `${PIECES[of]} ${all}개 중 ${came}개만 응답`,
  cut: (of, most) => `최근 ${COUNTED[of]} ${most}개까지만 확인`,
  cutOff: (duration) => (duration === undefined ? 'primary와 연결이 끊김' : `primary와 ${duration} 동안 연결이 끊김`),
  begun: (over, of) => `${of} 중 아직 ${over}만 집계`,
  stale: (value, duration) => `마지막 값 ${value}, ${duration} 전`,
  unsure: (count) => `${count}개는 일부만 측정됨`,
  allUnsure: '모든 지표가 일부만 측정되어 얼마나 심각한지 알 수 없습니다.',
  unsureProof: '? 효과를 *확신할 수 없음*: 실행 전이나 후에 지표가 일부만 측정됨',
  unsureOutside: (count) => `${count}개는 지금 일부만 측정됩니다`,
};
