import { COMMANDS } from '../../src/commands/index.ts';
import { playbookJsonSchema } from '../../src/domain/playbook/json-schema.ts';
import { KNOWN_NAMES } from '../../src/known-names.ts';
import { commandsPage } from './commands.ts';
import { configurationPage } from './configuration.ts';
import { eventsPage } from './events.ts';
import { type JsonSchema, playbookPage } from './playbook.ts';
import { sourcesPage } from './sources.ts';

/** Every page that is made from the code, by its file in docs/reference. */
export function referencePages(): Record<string, string> {
  return {
    'commands.md': commandsPage(COMMANDS),
    'configuration.md': configurationPage('en'),
    'configuration.ko.md': configurationPage('ko'),
    'events.md': eventsPage(),
    'sources.md': sourcesPage(),
    'playbook.md': playbookPage(JSON.parse(playbookJsonSchema(KNOWN_NAMES)) as JsonSchema),
  };
}
