/** What a language is called in another one: `languageName('en', 'ko')` is `Korean`. Its tag where nobody knows. */
export function languageName(inLanguage: string, language: string): string {
  return new Intl.DisplayNames([inLanguage], { type: 'language' }).of(language) ?? language;
}
