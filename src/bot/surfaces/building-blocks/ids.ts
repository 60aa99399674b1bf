/** The names by which clicks and forms come back, as far as they belong to no form (`src/bot/actions/forms`) of their own. */

/** Longest part of an id that tells buttons apart; Slack takes 255 characters in all. */
const SUBJECT_MAX = 150;

/** `action_id` of the button that asks for a command. `subject` tells it from others of the same command beside it. Nothing is read from it: what is asked stands in the value. */
export function commandAction(command: string, subject?: string | number): string {
  const of = subject === undefined ? '' : `.${String(subject).slice(0, SUBJECT_MAX)}`;
  return `command.${command.replaceAll(' ', '-')}${of}`;
}

/** Buttons that only open an address. Slack reports the click all the same and wants it acknowledged: answer with nothing. */
export function linkAction(what: string): string {
  return `link.${what}`;
}
export const LINKS = /^link\./;

/** `action_id` of every input of a form; the block's id says which one it is. */
export const FIELD_ACTION = 'value';
