import type { IncidentState, Role } from '../incident/states.ts';
import type { Bilingual, ProductLanguage } from './bilingual.ts';

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

/** Roles, for every text that names one. */
export const ROLE_WORDS: Record<Role, Bilingual> = {
  commander: { en: 'Commander', ko: '총괄' },
  communications: { en: 'Communications', ko: '커뮤니케이션' },
  operations: { en: 'Operations', ko: '운영' },
  scribe: { en: 'Scribe', ko: '기록' },
};

export function wordsIn<State extends string>(language: ProductLanguage, words: Record<State, Bilingual>): Record<State, string> {
  return Object.fromEntries(Object.entries<Bilingual>(words).map(([state, said]) => [state, said[language]])) as Record<State, string>;
}
