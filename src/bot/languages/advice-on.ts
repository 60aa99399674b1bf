import type { Language } from '../../domain/language/bilingual.ts';
import { textsIn } from './index.ts';

/** The advice on a code, if there is any. */
export function adviceOn(language: Language, code: string): string | undefined {
  const texts = textsIn(language).advice;
  return Object.hasOwn(texts, code) ? texts[code as keyof typeof texts] : undefined;
}
