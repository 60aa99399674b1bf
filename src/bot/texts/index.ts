import type { Language } from '../../domain/playbook/schema.ts';
import { en, type Texts } from './en.ts';
import { ko } from './ko.ts';

export type { Texts } from './en.ts';

/** Every language Bongsu speaks; a new one is one file and one line here. */
export const TEXTS: Record<Language, Texts> = { en, ko };
