import { aboutOf } from '../../src/commands/arguments.ts';
import type { Command } from '../../src/commands/command.ts';
import { exampleLine, typedArguments, usageOf } from '../../src/commands/words/usage.ts';
import { table } from './table.ts';

const HEAD = `# Commands

Typed after \`/incident\` (or what \`SLASH_COMMAND\` says). In an incident's channel a command is about that incident; elsewhere its number
goes behind the first word: \`note #7 …\`, \`analysis #7 take R3\`. \`/incident help\` shows this list in the reader's language, \`help mitigate\` what begins with that word.
Buttons and forms do the same things by the same rules.

*Who*: \`everyone\` is every full member of the workspace; \`responder\` whoever the playbook names, holds a role or declared the incident; \`lead\` the
commander and the playbook's \`team.leads\`, and responders as long as nobody commands. \`permissions\` in the playbook sets another: for one command
(\`"retro move": responder\`), or for all that begin with a word (\`retro: responder\`).
`;

const ARGUMENTS = `## Arguments

What goes between the words. \`[…]\` may be left out.
`;

/** docs/reference/commands.md. */
export function commandsPage(commands: readonly Command[]): string {
  const typed = commands.filter(({ words }) => words !== undefined);
  const rows = typed.map((command) => [`\`${usageOf(command)}\``, command.summary.en, command.summary.ko, command.permission]);
  const described = typed.flatMap((command) =>
    typedArguments(command).map(({ key, schema }) => {
      const { what } = aboutOf(schema);
      return [`\`${command.name}\``, what.en, what.ko, `\`${exampleLine(command, 'en', key)}\``];
    }),
  );
  const pressed = commands
    .filter(({ words }) => words === undefined)
    .map((command) => [`\`${command.name}\``, command.summary.en, command.summary.ko, command.permission]);
  return `${HEAD}
${table(['typed', 'what', '한국어', 'who'], rows)}

## From buttons and forms alone

${table(['command', 'what', '한국어', 'who'], pressed)}

${ARGUMENTS}
${table(['command', 'argument', '한국어', 'for example'], described)}
`;
}
