import type { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { about, key, number, seen } from '../arguments.ts';
import type { WordReader } from '../words/readers.ts';

/** An external status page, as the playbook calls it. */
export function page(): z.ZodString {
  return about(key(), {
    what: worded(({ commands }) => commands.updatePage),
    examples: ['statuspage'],
    expects: worded(({ commands }) => commands.updatePageExpects),
  });
}

/** Which change of it was shown. */
export const seenDrift = () => seen(number());

const pagesOf = ({ playbook }: Parameters<NonNullable<WordReader['known']>>[0]) =>
  playbook.statusPage.external.map(({ page: name }) => name);

/** Any word: of a page that is not there nothing is changed, and that is what is said. */
export const pageWord: WordReader = {
  kind: 'word',
  known: pagesOf,
  read: (text) => (/^[a-z][a-z0-9-]*$/i.test(text) ? { value: text.toLowerCase() } : undefined),
};
