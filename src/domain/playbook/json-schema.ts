import { z } from 'zod';
import type { KnownNames } from './cross-check.ts';
import { withNames } from './names-of.ts';
import { playbookSchema } from './schema.ts';

/** The JSON Schema (draft 2020-12) that editors use while a playbook is written, as the text of `playbooks/playbook.schema.json`; `known` are the names that only the program knows. */
export function playbookJsonSchema({ mitigations, ...known }: KnownNames = {}): string {
  const names = { ...known, ...(mitigations && { mitigations: mitigations.map(({ name }) => name) }) };
  const schema = withNames(z.toJSONSchema(playbookSchema, { io: 'input' }), names) as object;
  return `${JSON.stringify({ title: 'Bongsu playbook', ...schema }, null, 2)}\n`;
}
