import type { Language } from '../../domain/playbook/schema.ts';
import type { ReasonView } from '../../domain/reason.ts';

/** Words for why a row is waived, missed or kept; a code without them does not compile. Parameters arrive escaped and shortened. */
interface ReasonTexts {
  /** Codes that say everything. */
  plain: Record<
    Exclude<ReasonView['code'], 'said' | 'scenario' | 'cause' | 'followed' | 'mitigation' | 'named' | 'collected' | 'accepted'>,
    string
  >;
  /** Where the playbook says no more why. */
  scenario: (title: string) => string;
  cause: (title: string) => string;
  followed: (minutes: number) => string;
  collected: (sources: string) => string;
}

const en: ReasonTexts = {
  plain: {
    private: 'The incident is private.',
    recovered: 'Recovered before it was due.',
    mitigated: 'Mitigated before it was due.',
    reopened: 'The incident was reopened.',
    cancelled: 'The incident was cancelled as a false alarm.',
    held: 'Everything measured is well; escalation is held.',
    'no-working-hour': 'There is no working hour before it is due; this is the first working slot.',
    moved: 'The meeting was moved past the time when it is due.',
  },
  scenario: (title) => `It does not apply to the scenario: ${title}.`,
  cause: (title) => `It does not fit the cause: ${title}.`,
  followed: (minutes) => `Followed for ${minutes} min after recovery.`,
  collected: (sources) => `Collected automatically: ${sources}`,
};

const ko: ReasonTexts = {
  plain: {
    private: '비공개 장애입니다.',
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

export const REASON_TEXTS: Record<Language, ReasonTexts> = { en, ko };
