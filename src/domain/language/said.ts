import type { Bilingual, Language } from './bilingual.ts';
import { pick } from './pick.ts';

/** Words for people: in every language where they are ours or the playbook's, as they came where they are somebody else's. */
export type Said = string | Bilingual;

export function saidIn(said: Said, language: Language): string {
  return typeof said === 'string' ? said : pick(said, language);
}

/** The same with something done to it in each language, such as hiding secrets. */
export function eachSaid(said: Said, change: (text: string) => string): Said {
  if (typeof said === 'string') return change(said);
  return Object.fromEntries(Object.entries(said).map(([language, text]) => [language, change(text)])) as Bilingual;
}
