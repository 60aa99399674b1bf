import { writeFileSync } from 'node:fs';
import { playbookJsonSchema } from '../src/domain/playbook/json-schema.ts';

/** Writes `playbooks/playbook.schema.json` after a change of the playbook's shape: `npm run playbook-schema`. */
writeFileSync(new URL('../playbooks/playbook.schema.json', import.meta.url), playbookJsonSchema());
