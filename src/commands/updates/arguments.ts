import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { about, prose } from '../arguments.ts';

export const TEXT_MAX = 2_000;

/** What is told, in each language. */
export function texts() {
  return about(z.record(z.string().max(35), prose(TEXT_MAX)), {
    what: worded(({ commands }) => commands.textByLanguage),
    examples: [{ en: 'We are adding capacity.' }],
    expects: worded(({ commands }) => commands.writeWhatEverybodyIsTold),
  });
}
