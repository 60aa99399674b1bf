import { z } from 'zod';
import { playbookSchema } from './schema.ts';

/** The JSON Schema (draft 2020-12) that editors use while a playbook is written, as the text of `playbooks/playbook.schema.json`. */
export function playbookJsonSchema(): string {
  const schema = z.toJSONSchema(playbookSchema, { io: 'input' });
  return `${JSON.stringify({ title: 'Bongsu playbook', ...schema }, null, 2)}\n`;
}
