import type { Bilingual } from '../language/bilingual.ts';
import type { MitigationRunState } from './plan.ts';

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
