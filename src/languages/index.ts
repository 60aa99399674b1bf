import { en, type Speech } from './en/index.ts';
import { ko } from './ko/index.ts';

export type { Speech } from './en/index.ts';
export type { Texts } from './en/surfaces/index.ts';

/** Every language that Bongsu speaks; a further one is a folder and a line here. A text that it lacks does not compile. */
export const LANGUAGES = { en, ko } satisfies Record<string, Speech>;

/** A language that Bongsu speaks itself. */
export type ProductLanguage = keyof typeof LANGUAGES;
export const PRODUCT_LANGUAGES: readonly ProductLanguage[] = Object.keys(LANGUAGES) as ProductLanguage[];
