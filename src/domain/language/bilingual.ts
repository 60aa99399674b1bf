import { z } from 'zod';

/** What Bongsu says itself, in every language that it speaks; this file and those beside it know nothing of what is said. */
export const bilingual = z.strictObject({ en: z.string().min(1), ko: z.string().min(1) });
export type Bilingual = z.output<typeof bilingual>;

/** A language that Bongsu speaks itself. */
export type ProductLanguage = keyof Bilingual;
export const PRODUCT_LANGUAGES: readonly ProductLanguage[] = ['en', 'ko'];

/** The tag of any language that somebody reads, such as `en`, `ja` or `pt-BR` (BCP 47): the playbook may be written in it, whether or not Bongsu speaks it. */
export type Language = string;

/** In which Bongsu itself speaks to somebody who reads this one: English, where it does not speak theirs. */
export function productLanguage(language: Language): ProductLanguage {
  const [base] = language.split('-');
  return PRODUCT_LANGUAGES.find((known) => known === base) ?? 'en';
}
