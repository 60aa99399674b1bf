import { PRODUCT_LANGUAGES, type ProductLanguage } from '../../languages/index.ts';
import { fitting } from './pick.ts';

export { inEveryLanguage } from '../../languages/worded.ts';
export { PRODUCT_LANGUAGES, type ProductLanguage };

/**
 * A text in the languages that Bongsu speaks. English and Korean are always there; a further language may be missing in what was stored before Bongsu spoke it, so that a text is
 * read by `pick`. What Bongsu says itself is complete (`src/languages`).
 */
export type Bilingual = InLanguages<string>;

export type InLanguages<Said> = Readonly<Record<'en' | 'ko', Said> & Partial<Record<ProductLanguage, Said>>>;

/** The tag of any language that somebody reads, such as `en`, `ja` or `pt-BR` (BCP 47): the playbook may be written in it, whether or not Bongsu speaks it. */
export type Language = string;

/** In which Bongsu itself speaks to somebody who reads this one: English, where it does not speak theirs. */
export function productLanguage(language: Language): ProductLanguage {
  return (fitting(PRODUCT_LANGUAGES, language) as ProductLanguage | undefined) ?? 'en';
}
