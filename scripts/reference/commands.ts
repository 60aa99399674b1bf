import type { Command } from '../../src/commands/command.ts';
import { table } from './table.ts';

const HEAD = `# Commands

Typed after \`/incident\` (or what \`SLASH_COMMAND\` says). In an incident's channel a command is about that incident; elsewhere its number
goes first: \`note #7 …\`. \`/incident help\` shows this list in the reader's language. Buttons and forms do the same things by the same rules.

*Who*: \`everyone\` is every full member of the workspace; \`responder\` whoever the playbook names, holds a role or declared the incident; \`lead\` the
commander and the playbook's \`team.leads\`, and responders as long as nobody commands. \`permissions\` in the playbook sets another.
`;

/** docs/reference/commands.md. */
export function commandsPage(commands: readonly Command[]): string {
  const rows = commands.map((command) => [`\`${command.usage}\``, command.summary.en, command.summary.ko, who(command)]);
  return `${HEAD}\n${table(['typed', 'what', '한국어', 'who'], rows)}\n`;
}

/** Where it depends on what is asked, the bare word tells who may look. */
function who({ permission, parse }: Command): string {
  return typeof permission === 'function' ? `${permission(parse(''))} to look; depends on what is changed` : permission;
}
