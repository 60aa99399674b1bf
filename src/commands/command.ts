import type { z } from 'zod';
import type { Actor } from '../domain/incident/actor.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Permission } from '../domain/incident/permissions.ts';
import type { Role } from '../domain/incident/states.ts';
import type { Bilingual, Language } from '../domain/language/bilingual.ts';
import type { Cause } from '../workflows/runtime/once.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import type { Result } from './result.ts';
import type { Words } from './words/readers.ts';

/** What a door has for its commands besides the words: every part may be missing, and no command depends on one. */
export interface Place {
  /** Where it was asked, as the chat names it. An incident may live there. */
  channel?: string;
  /** Takes an answer that comes later than the first one. */
  answerTo?: string;
  /** A form that stays in front of whoever sent it, and may show what becomes of it. */
  form?: string;
}

/** Whoever asks, why, and from where: the same for every command. */
export interface Asking {
  actor: Actor;
  cause: Cause;
  place?: Place;
}

export interface CommandInput<Args> extends Required<Asking> {
  runtime: Runtime;
  /** In which whoever asked is answered. */
  language: Language;
  args: Args;
}

export interface IncidentCommandInput<Args> extends CommandInput<Args> {
  incident: Incident;
  roles: Partial<Record<Role, string>>;
}

/** How a button in a chat asks for a command. */
export interface ByButton {
  /** The answer takes the place of the message that was pressed, as the next page of a list does. */
  replace?: true;
  /** What is asked of a target takes its time: whoever waits is told so meanwhile. */
  slow?: true;
}

interface Described<Schema extends z.ZodObject> {
  /** One word, or two: `mitigate approve`. */
  name: string;
  summary: Bilingual;
  /** Made with `src/commands/arguments.ts`, which says what each argument is and gives an example. */
  args: Schema;
  /** How the arguments are typed, in this order. What is not named here cannot be typed; without any of it, neither can the command. */
  words?: Words<z.input<Schema>>;
  /** What to type instead, said behind every mistake in the words; where it cannot be typed, what to do instead. */
  hint?: Bilingual;
  /** That a button may ask for it, with any of its arguments. A click that names another command is refused. */
  button?: ByButton;
  /** Who may use it; the playbook may say otherwise. */
  permission: Permission;
  /** Whether it changes anything, or only shows something to whoever asks. */
  changes: boolean;
  /**
   * Done even while Slack does not say who asks: what only shows something to whoever asks, what stops, and declaring, since a false
   * alarm is cheaper than an incident that nobody could open while Slack was slow.
   */
  evenUnknown?: true;
  /** The use case itself finds out where the person stands, because some of those who ask need not be looked up. */
  standing?: 'by-use-case';
}

/** A command that stands by itself. */
export interface GeneralCommand<Schema extends z.ZodObject> extends Described<Schema> {
  about: 'nothing';
  run: (input: CommandInput<z.output<Schema>>) => Promise<Result>;
}

/** A command about one incident: the one that the door names, or the one that lives where it was asked. */
export interface IncidentCommand<Schema extends z.ZodObject> extends Described<Schema> {
  about: 'incident';
  run: (input: IncidentCommandInput<z.output<Schema>>) => Promise<Result>;
}

/** Any command, the type of its arguments forgotten: only what its own schema has read is ever given to it. */
export type Command = GeneralCommand<z.ZodObject> | IncidentCommand<z.ZodObject>;

/** The input of a command's arguments, remembered in its type alone: what draws a button is checked against it. */
declare const INPUT: unique symbol;

/** A command as its own file writes it: to whoever lists and runs it any command, to whoever names it this one. */
export type Written<Name extends string, About, Input, Button> = Command & {
  readonly name: Name;
  readonly about: About;
  readonly [INPUT]?: Input;
} & (Button extends ByButton ? { readonly button: ByButton } : unknown);

/** The arguments of a command, as a program sends them. */
export type InputOf<One> = One extends { readonly [INPUT]?: infer Input } ? NonNullable<Input> : never;
type As<Kind, Name, Button> = Omit<Kind, 'about' | 'name' | 'button'> & { name: Name; button?: Button };

export function generalCommand<
  const Name extends string,
  Schema extends z.ZodObject,
  const Button extends ByButton | undefined = undefined,
>(command: As<GeneralCommand<Schema>, Name, Button>): Written<Name, 'nothing', z.input<Schema>, Button> {
  return { ...command, about: 'nothing' } as never;
}

export function incidentCommand<
  const Name extends string,
  Schema extends z.ZodObject,
  const Button extends ByButton | undefined = undefined,
>(command: As<IncidentCommand<Schema>, Name, Button>): Written<Name, 'incident', z.input<Schema>, Button> {
  return { ...command, about: 'incident' } as never;
}

/** The part of a name that several commands share: `mitigate` of `mitigate approve`. */
export function familyOf({ name }: Pick<Command, 'name'>): string {
  return name.split(' ')[0] ?? name;
}
