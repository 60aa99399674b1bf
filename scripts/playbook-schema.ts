import { writeFileSync } from 'node:fs';
import { readCommandLine } from '../src/command-line.ts';

readCommandLine({ usage: 'npm run playbook-schema    writes playbooks/playbook.schema.json' });
// Help and a typo need not wait for these.
const { playbookJsonSchema } = await import('../src/domain/playbook/json-schema.ts');
const { KNOWN_NAMES } = await import('../src/known-names.ts');

/** Writes `playbooks/playbook.schema.json` after a change of the playbook's shape: `npm run playbook-schema`. */
writeFileSync(new URL('../playbooks/playbook.schema.json', import.meta.url), playbookJsonSchema(KNOWN_NAMES));
