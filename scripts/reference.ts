import { writeFileSync } from 'node:fs';
import { readCommandLine } from '../src/command-line.ts';

readCommandLine({ usage: 'npm run reference    writes docs/reference' });
// All of the bot, which help and a typo need not wait for.
const { referencePages } = await import('./reference/pages.ts');

/** Writes docs/reference after a change of commands, configuration or the playbook's shape: `npm run reference`. */
for (const [name, text] of Object.entries(referencePages())) writeFileSync(new URL(`../docs/reference/${name}`, import.meta.url), text);
