import type { ProductLanguage } from '../../domain/language/bilingual.ts';
import { fitting } from '../../domain/language/pick.ts';
import { own } from '../../domain/text/own.ts';
import { en, type Texts } from './en/index.ts';
import { ko } from './ko/index.ts';

export type { Texts } from './en/index.ts';

/** Every language that Bongsu speaks; a further one is a folder and a line here. A text that it lacks does not compile. */
export const LANGUAGES: Readonly<Record<ProductLanguage, Texts>> = { en, ko };

/** What is said in a language; in English where Bongsu does not speak it. */
export function textsIn(language: string): Texts {
  const spoken = fitting(Object.keys(LANGUAGES), language);
  return (spoken === undefined ? undefined : own(LANGUAGES, spoken)) ?? en;
}
