import { type Bilingual, inEveryLanguage } from './bilingual.ts';

/** What a person or a vendor wrote: the same in every language. */
export function verbatim(text: string): Bilingual {
  return inEveryLanguage(() => text);
}
