import type { Counted, Piece } from '../../domain/doubts.ts';
import type { Language } from '../../domain/playbook/schema.ts';

/** Words for an answer that is less than the whole. Parameters arrive escaped, numbers formatted. */
interface DoubtTexts {
  /** Before the reasons, where a limit is crossed all the same. */
  atLeast: string;
  partial: string;
  says: (words: string) => string;
  some: (of: Piece, came: string, all: string) => string;
  cut: (of: Counted, most: string) => string;
  cutOff: (duration: string | undefined) => string;
  begun: (over: string, of: string) => string;
  stale: (value: string, duration: string) => string;
  /** So many of the signals are measured only in part. */
  unsure: (count: number) => string;
  /** Not one of the signals is measured whole. */
  allUnsure: string;
  /** Whether a mitigation helped, by what was measured only in part. */
  unsureProof: string;
  /** The same for people who do not work on the incident. */
  unsureOutside: (count: number) => string;
}

const PIECES_EN: Record<Piece, string> = {
  brokers: 'brokers',
  partitions: 'partitions',
  groups: 'groups',
  series: 'series',
  nodes: 'nodes',
  replicas: 'replicas',
  sessions: 'sessions',
  files: 'files',
  folders: 'folders',
  classes: 'classes',
};

const PIECES_KO: Record<Piece, string> = {
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
};

const COUNTED_EN: Record<Counted, string> = { lines: 'lines', bytes: 'bytes', commands: 'commands', files: 'files' };
const COUNTED_KO: Record<Counted, string> = { lines: '줄', bytes: '바이트', commands: '명령', files: '파일' };

export const DOUBT_TEXTS: Record<Language, DoubtTexts> = {
  en: {
    atLeast: 'at least',
    partial: 'the source says that a part is missing',
    says: (words) => `the source says: ${words}`,
    some: (of, came, all) => `only ${came} of ${all} ${PIECES_EN[of]}`,
    cut: (of, most) =>
      most === '1' ? `only the newest of the ${COUNTED_EN[of]} was looked at` : `only the newest ${most} ${COUNTED_EN[of]} were looked at`,
    cutOff: (duration) => (duration === undefined ? 'cut off from its primary' : `cut off from its primary for ${duration}`),
    begun: (over, of) => `counted for ${over} of ${of} so far`,
    stale: (value, duration) => `last ${value}, ${duration} ago`,
    unsure: (count) => `${count} measured only in part`,
    allUnsure: 'Every signal is measured only in part: how bad it is cannot be said.',
    unsureProof: '? *Not sure* whether it helped: before or after it ran, the signals were measured only in part',
    unsureOutside: (count) => `${count} can be measured only in part at the moment`,
  },
  ko: {
    atLeast: '최소값',
    partial: '소스가 일부 데이터가 빠졌다고 알림',
    says: (words) => `소스 메시지: ${words}`,
    some: (of, came, all) => `${PIECES_KO[of]} ${all}개 중 ${came}개만 응답`,
    cut: (of, most) => `최근 ${COUNTED_KO[of]} ${most}개까지만 확인`,
    cutOff: (duration) => (duration === undefined ? 'primary와 연결이 끊김' : `primary와 ${duration} 동안 연결이 끊김`),
    begun: (over, of) => `${of} 중 아직 ${over}만 집계`,
    stale: (value, duration) => `마지막 값 ${value}, ${duration} 전`,
    unsure: (count) => `${count}개는 일부만 측정됨`,
    allUnsure: '모든 지표가 일부만 측정되어 얼마나 심각한지 알 수 없습니다.',
    unsureProof: '? 효과를 *확신할 수 없음*: 실행 전이나 후에 지표가 일부만 측정됨',
    unsureOutside: (count) => `${count}개는 지금 일부만 측정됩니다`,
  },
};
