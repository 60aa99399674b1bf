import { z } from 'zod';
import { about, prose } from '../arguments.ts';

export const TEXT_MAX = 2_000;

/** What is told, in each language. */
export function texts() {
  return about(z.record(z.string().max(35), prose(TEXT_MAX)), {
    what: { en: 'text by language', ko: '언어별 글' },
    examples: [{ en: 'We are adding capacity.' }],
    expects: { en: 'Write what everybody is told', ko: '모두에게 안내할 글을 적어 주세요' },
  });
}
