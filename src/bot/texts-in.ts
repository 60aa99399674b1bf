import { type Language, productLanguage } from '../domain/language/bilingual.ts';
import { own } from '../domain/text/own.ts';
import { LANGUAGES, type Texts } from '../languages/index.ts';

/** What the surfaces say in a language; in English where Bongsu does not speak it. */
export function textsIn(language: Language): Texts {
  return LANGUAGES[productLanguage(language)].surfaces;
}

/** The advice on a code, if there is any. */
export function adviceOn(language: Language, code: string): string | undefined {
  return own<string>(textsIn(language).advice, code);
}
