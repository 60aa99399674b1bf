import type { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { about, key } from '../arguments.ts';
import type { WordReader } from '../words/readers.ts';

/** A notice in the words that were read, as its message names it: `1.2`. */
export function readNotice(): z.ZodOptional<z.ZodString> {
  return about(key().optional(), {
    what: worded(({ commands }) => commands.socialRead),
    examples: ['1.2'],
    expects: worded(({ commands }) => commands.socialReadExpects),
    without: worded(({ commands }) => commands.socialReadWithout),
  });
}

export const noticeWord: WordReader = { kind: 'word', read: (text) => (/^\d{1,9}\.\d{1,9}$/.test(text) ? { value: text } : undefined) };
