import { COMMANDS } from '../../src/commands/index.ts';
import { playbookJsonSchema } from '../../src/domain/playbook/json-schema.ts';
import { commandsPage } from './commands.ts';
import { configurationPage } from './configuration.ts';
import { type JsonSchema, playbookPage } from './playbook.ts';

/** Every page that is made from the code, by its file in docs/reference. */
export function referencePages(): Record<string, string> {
  return {
    'commands.md': commandsPage(COMMANDS),
    'configuration.md': configurationPage(),
    'playbook.md': playbookPage(JSON.parse(playbookJsonSchema()) as JsonSchema),
  };
}
