import { plainWords, type Words } from '../../languages/words.ts';
import { type Bilingual, type InLanguages, inEveryLanguage } from './bilingual.ts';
import { pick } from './pick.ts';

export { type Mention, mention, plainWords, says, type Words } from '../../languages/words.ts';

/** The same in every language. */
export type Told = InLanguages<Words>;

export function plainTold(told: Told): Bilingual {
  return inEveryLanguage((language) => plainWords(pick(told, language)));
}
