import { writeFileSync } from 'node:fs';
import { readCommandLine } from '../src/command-line.ts';
import { playbookJsonSchema } from '../src/domain/playbook/json-schema.ts';
import { KNOWN_NAMES } from '../src/known-names.ts';

readCommandLine({ usage: 'npm run playbook-schema    writes playbooks/playbook.schema.json' });

/** Writes `playbooks/playbook.schema.json` after a change of the playbook's shape: `npm run playbook-schema`. */
writeFileSync(new URL('../playbooks/playbook.schema.json', import.meta.url), playbookJsonSchema(KNOWN_NAMES));
