import { z } from 'zod';
import type { ByButton } from '../../commands/command.ts';
import { commandNamed } from '../../commands/index.ts';
import type { Sent } from '../../commands/run-command.ts';
import { earlierButton, isEarlier } from './earlier-buttons.ts';
import { incidentNumber, parsed } from './sent-values.ts';

const buttonValue = z.strictObject({ command: z.string().max(100), incident: incidentNumber.optional(), args: z.unknown().optional() });

/** What a pressed button asks for, and how it wants to be answered. */
export interface AskedByButton {
  sent: Sent;
  button: ByButton;
}

/**
 * Reads a pressed button. Undefined for what none of ours brings back: a command that no button asks for, an incident that is missing where the command wants one or too
 * much where it wants none, an argument that the command's own schema does not take or does not know.
 */
export function readButton(actionId: string, value: string): AskedByButton | undefined {
  const found = isEarlier(actionId) ? earlierButton(actionId, parsed(value)) : buttonValue.safeParse(parsed(value)).data;
  const { command: name = '', incident, args = {} } = found ?? {};
  const command = commandNamed(name);
  if (!command?.button || (command.about === 'incident') !== (incident !== undefined)) return undefined;
  return command.args.strict().safeParse(args).success ? { sent: { command: name, incident, args }, button: command.button } : undefined;
}
