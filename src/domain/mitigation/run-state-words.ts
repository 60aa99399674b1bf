import { wordedEach } from '../../languages/worded.ts';
import type { Bilingual } from '../language/bilingual.ts';
import type { MitigationRunState } from './plan.ts';

/** States of a run of a mitigation; in English behind its name. */
export const MITIGATION_RUN_STATE_WORDS: Record<MitigationRunState, Bilingual> = wordedEach(({ rules }) => rules.mitigationRunStateWords);
