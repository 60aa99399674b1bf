import type { ArgumentsOf, CommandName } from '../../../commands/index.ts';
import type { Sent } from '../../../commands/run-command.ts';
import type { ChatMessage, ChatView } from '../../../domain/chat/message.ts';
import type { Presenter } from '../../../views/presenter.ts';
import type { Submission } from '../submission.ts';

/** What one command is asked for by a form. */
export interface Wish {
  sent: Sent;
  /** Tells it from the others of the same form, which are done once each however often it is sent. */
  part?: string;
  /** Where whoever sent it is answered later. */
  answerTo?: string | undefined;
}

/** One form, from what it shows to how whoever sent it is answered. */
export interface FormKind<View> {
  /** `callback_id` of its view. */
  callback: string;
  draw: (present: Presenter, view: View, answerTo: string | undefined) => ChatView;
  /** What opens before it can be drawn; otherwise it is drawn at once. */
  skeleton?: (present: Presenter) => ChatView;
  /** What is asked for, in this order, until one is refused. Throws UserError for what no form of this kind keeps. */
  asks: (form: Submission) => readonly Wish[];
  /** When it is done: the window closes, because the channel tells it, or says so itself, because nothing else does. */
  done: 'closes' | 'says';
  /** The id of the block beside which a mistake in an argument is said, so that something else can be put there at once. */
  beside: Readonly<Record<string, string>>;
  /** A refusal that is about none of these: beside the first of them, so that what was typed stays, or instead of the form. */
  otherwise: 'beside' | 'instead';
  /** How a message looks that takes its place; like a sentence otherwise. */
  notice?: (present: Presenter, message: ChatMessage) => ChatView;
  /** A target is asked, which may well take long. */
  slow?: true;
}

/** A command as a form asks for it, checked against what the command takes. */
export function asksFor<Name extends CommandName>(command: Name, args: ArgumentsOf<Name>, incident?: number): Sent {
  return { command, args, incident };
}
