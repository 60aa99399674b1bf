import { VARIABLES, type Variable, variableOf } from '../../src/config.ts';
import { table } from './table.ts';

const HEAD = `# Configuration: every variable

How they are read is said in [configuration.md](../configuration.md). ● is a secret, which may also be given as \`NAME_FILE\`.
`;

/** docs/reference/configuration.md. */
export function configurationPage(): string {
  const rows = VARIABLES.map(variableOf).map((variable) => [
    `\`${variable.name}\`${variable.secret ? ' ●' : ''}`,
    defaultOf(variable),
    variable.description,
  ]);
  return `${HEAD}\n${table(['variable', 'default', 'what it is'], rows)}\n`;
}

function defaultOf({ required, default: usual }: Variable): string {
  if (required) return 'required';
  return usual === undefined ? 'none' : `\`${usual}\``;
}
