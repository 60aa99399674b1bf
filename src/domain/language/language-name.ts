import type { Language } from './bilingual.ts';

/** What a language is called in another one: `languageName('en', 'ko')` is `Korean`. Its tag where nobody knows. */
export function languageName(inLanguage: Language, language: Language): string {
  return new Intl.DisplayNames([inLanguage], { type: 'language' }).of(language) ?? language;
}
