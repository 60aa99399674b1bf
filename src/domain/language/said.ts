import type { Bilingual, Language } from './bilingual.ts';

/** Words for people: in every language where they are ours, as they came where they are somebody else's. */
export type Said = string | Bilingual;

export function saidIn(said: Said, language: Language): string {
  return typeof said === 'string' ? said : said[language];
}

/** The same with something done to it in each language, such as hiding secrets. */
export function eachSaid(said: Said, change: (text: string) => string): Said {
  return typeof said === 'string' ? change(said) : { en: change(said.en), ko: change(said.ko) };
}
