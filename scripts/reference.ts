import { writeFileSync } from 'node:fs';
import { referencePages } from './reference/pages.ts';

/** Writes docs/reference after a change of commands, configuration or the playbook's shape: `npm run reference`. */
for (const [name, text] of Object.entries(referencePages())) writeFileSync(new URL(`../docs/reference/${name}`, import.meta.url), text);
