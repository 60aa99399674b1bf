import type { Incident, Role } from '../domain/incident.ts';
import type { ChatMessage, ChatView } from '../domain/message.ts';
import type { Actor, Permission } from '../domain/permissions.ts';
import type { Bilingual, Language } from '../domain/playbook/schema.ts';
import type { Presenter } from '../domain/views.ts';
import type { Cause } from '../workflows/runtime/once.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';

/** How a command reached us. */
export interface Invocation {
  cause: Cause;
  actor: Actor;
  /** Where it was typed or clicked. */
  channelId: string;
  /** The incident of the form that was submitted, which belongs to no channel. */
  about?: number;
  /** Answers privately, later than the acknowledgement. */
  responseUrl?: string;
}

/**
 * What the person gets back: a private message, or a form, and the language in which it speaks. `after` is work that begins once the answer is out.
 */
export type Reply =
  | {
      message: ChatMessage;
      after?: () => void;
      /** Nothing was done; the message says why. */
      refused?: boolean;
      /** Of the UserError that refused it. */
      code?: string;
      language?: Language;
    }
  | { form: Form; language?: Language };

/** A form to open: the view that goes out at once, and the one that replaces it. */
export interface Form {
  skeleton: ChatView;
  view: () => Promise<ChatView>;
}

export interface CommandInput<Args> {
  runtime: Runtime;
  /** In the language of whoever asked, for the answer; what others read too is `presentInIncident`'s to say. */
  present: Presenter;
  invocation: Invocation;
  args: Args;
}

export interface IncidentCommandInput<Args> extends CommandInput<Args> {
  incident: Incident;
  roles: Partial<Record<Role, string>>;
}

interface CommandBase<Args> {
  /** The word after the slash command. */
  name: string;
  /** As typed after the slash command. */
  usage: string;
  summary: Bilingual;
  /** Who may use it, where that depends on what is asked for; the playbook may say otherwise. */
  permission: Permission | ((args: Args) => Permission);
  /**
   * Whether it (with these arguments) is done even while Slack does not say who asks: what only shows something to whoever asks, and declaring, since a false
   * alarm is cheaper than an incident that nobody could open while Slack was slow.
   */
  evenUnknown?: true | ((args: Args) => boolean);
  /** Reads what follows the name (and the incident's number). Throws UserError that says what is expected. */
  parse: (words: string) => Args;
}

/** A slash subcommand that stands by itself. */
export interface GeneralCommand<Args> extends CommandBase<Args> {
  about: 'nothing';
  run: (input: CommandInput<Args>) => Promise<Reply>;
}

/** A slash subcommand about one incident: the one named by `#7` in front, or the one whose channel it is typed in. */
export interface IncidentCommand<Args> extends CommandBase<Args> {
  about: 'incident';
  run: (input: IncidentCommandInput<Args>) => Promise<Reply>;
}

/** Any command, its argument type forgotten: `parse` and `run` of one command belong together. */
export type Command = GeneralCommand<unknown> | IncidentCommand<unknown>;

export function generalCommand<Args>(command: Omit<GeneralCommand<Args>, 'about'>): Command {
  return { ...command, about: 'nothing' } as Command;
}

export function incidentCommand<Args>(command: Omit<IncidentCommand<Args>, 'about'>): Command {
  return { ...command, about: 'incident' } as Command;
}

/** For commands that take free text or nothing. */
export function restOfLine(words: string): string | undefined {
  const text = words.trim();
  return text === '' ? undefined : text;
}
