import { baseOf } from '../../src/domain/language/pick.ts';

/** What the page of the demo speaks itself (`public/words`). */
export type PageLanguage = 'en' | 'ko';

/** Korean to whoever reads Korean, English to everybody else. */
export function pageLanguage(language: string): PageLanguage {
  return baseOf(language) === 'ko' ? 'ko' : 'en';
}
