import type { IncidentState, Role } from '../incident/incident.ts';
import type { MitigationRunState } from '../mitigation/plan.ts';
import type { Bilingual, Language } from '../playbook/schema.ts';

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
  kept: { en: 'kept', ko: '이행' },
  missed: { en: 'missed', ko: '미이행' },
  waived: { en: 'does not apply', ko: '해당 없음' },
};

/** States of a run of a mitigation; in English behind its name. */
export const MITIGATION_RUN_STATE_WORDS: Record<MitigationRunState, Bilingual> = {
  waiting: { en: 'is waiting for approval', ko: '승인 대기' },
  announced: { en: 'starts automatically soon', ko: '곧 자동 실행' },
  executing: { en: 'is being done', ko: '실행 중' },
  running: { en: 'is done and being watched', ko: '실행함, 효과 확인 중' },
  undoing: { en: 'is being undone', ko: '되돌리는 중' },
  held: { en: 'is held half-way', ko: '중간에 멈춤' },
  ended: { en: 'has ended', ko: '종료' },
};

/** Roles, for every text that names one. */
export const ROLE_WORDS: Record<Role, Bilingual> = {
  commander: { en: 'Commander', ko: '총괄' },
  communications: { en: 'Communications', ko: '커뮤니케이션' },
  operations: { en: 'Operations', ko: '운영' },
  scribe: { en: 'Scribe', ko: '기록' },
};

export function wordsIn<State extends string>(language: Language, words: Record<State, Bilingual>): Record<State, string> {
  return Object.fromEntries(Object.entries<Bilingual>(words).map(([state, said]) => [state, said[language]])) as Record<State, string>;
}
