import { wordedEach } from '../../languages/worded.ts';
import type { IncidentState, Role } from '../incident/states.ts';
import type { Bilingual } from './bilingual.ts';

/** States as people read them, for every text that names one. */
export const STATE_WORDS: Record<IncidentState, Bilingual> = wordedEach(({ rules }) => rules.stateWords);

/** States of deadlines and of rows of the analysis. */
export const ROW_STATE_WORDS: Record<'pending' | 'kept' | 'missed' | 'waived', Bilingual> = wordedEach(({ rules }) => rules.rowStateWords);

/** Roles, for every text that names one. */
export const ROLE_WORDS: Record<Role, Bilingual> = wordedEach(({ rules }) => rules.roleWords);
