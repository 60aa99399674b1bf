import type { AboutOf, ArgumentsOf, ButtonName } from '../../../commands/index.ts';
import type { Incident } from '../../../domain/incident/incident.ts';
import { type Button, type ButtonInput, button, LIMITS } from './blocks.ts';
import { commandAction } from './ids.ts';

/** What a button asks for when it is pressed. */
export type Asked<Name extends ButtonName> = {
  command: Name;
  /** Tells the button from others of the same command beside it. */
  subject?: string | number;
} & (AboutOf<Name> extends 'incident' ? { incident: Pick<Incident, 'id'> } : { incident?: never }) &
  (Record<never, never> extends ArgumentsOf<Name> ? { args?: ArgumentsOf<Name> } : { args: ArgumentsOf<Name> });

export type Look = Pick<ButtonInput, 'text' | 'label' | 'style' | 'confirm'>;

/**
 * A button that asks for a command. Its value is what the command's own schema reads when it is pressed (`src/bot/actions/read-button.ts`), so that one which the command would not take
 * does not compile. None when Slack would not take the value: then it can still be typed.
 */
export function commandButton<const Name extends ButtonName>(asked: Asked<Name>, look: Look): Button | undefined {
  const { command, subject, incident, args }: { command: string; subject?: string | number; incident?: { id: number }; args?: object } =
    asked;
  const value = { command, ...(incident && { incident: incident.id }), ...(args && { args }) };
  return JSON.stringify(value).length > LIMITS.value ? undefined : button({ ...look, action: commandAction(command, subject), value });
}
