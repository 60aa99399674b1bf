import type { IncidentState } from './incident.ts';
import type { RunState } from './mitigation/plan.ts';
import type { Bilingual, Language } from './playbook/schema.ts';

/** States as people read them, for every text that names one. */
export const STATE_WORDS: Record<IncidentState, Bilingual> = {
  open: { en: 'open', ko: '진행 중' },
  mitigated: { en: 'mitigated', ko: '완화됨' },
  resolved: { en: 'resolved', ko: '복구 완료' },
  closed: { en: 'closed', ko: '종료' },
  reopened: { en: 'reopened', ko: '다시 발생' },
  cancelled: { en: 'cancelled (false alarm)', ko: '취소(오탐)' },
};

/** States of deadlines and of rows of the analysis. */
export const ROW_STATE_WORDS: Record<'pending' | 'kept' | 'missed' | 'waived', Bilingual> = {
  pending: { en: 'pending', ko: '대기' },
  kept: { en: 'kept', ko: '지킴' },
  missed: { en: 'missed', ko: '놓침' },
  waived: { en: 'does not apply', ko: '해당 없음' },
};

/** States of a run of a mitigation; in English behind its name. */
export const RUN_STATE_WORDS: Record<RunState, Bilingual> = {
  waiting: { en: 'waits for approval', ko: '승인 대기' },
  announced: { en: 'begins by itself soon', ko: '곧 자동 실행' },
  executing: { en: 'is being done', ko: '실행 중' },
  running: { en: 'is done and being watched', ko: '실행함, 효과 확인 중' },
  undoing: { en: 'is being taken back', ko: '되돌리는 중' },
  ended: { en: 'has ended', ko: '종료' },
};

export function wordsIn<State extends string>(language: Language, words: Record<State, Bilingual>): Record<State, string> {
  return Object.fromEntries(Object.entries<Bilingual>(words).map(([state, said]) => [state, said[language]])) as Record<State, string>;
}
