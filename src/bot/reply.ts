import type { Answer, Refusal, Result, Shows } from '../commands/result.ts';
import { languageAtOnce, runSent, type Sent } from '../commands/run-command.ts';
import type { ChatMessage, ChatView } from '../domain/chat/message.ts';
import type { Language } from '../domain/language/bilingual.ts';
import { pick } from '../domain/language/pick.ts';
import type { Presenter } from '../views/presenter.ts';
import type { Runtime, WholeRuntime } from '../workflows/runtime/runtime.ts';
import type { FormKind } from './actions/forms/form-kind.ts';
import { FORMS } from './actions/forms/index.ts';
import type { Invocation } from './invocation.ts';

/** A form to open: the view that goes out at once, and the one that replaces it. */
export interface Form {
  skeleton: ChatView;
  view: () => Promise<ChatView>;
}

/**
 * What the person gets back: a private message, or a form, and the language in which it speaks. `after` is work that begins once the answer is out.
 */
export type Reply = { language: Language } & (
  | {
      message: ChatMessage;
      after?: () => void;
      /** Nothing was done; the message says why. */
      refused?: boolean;
      /** What the refusal is about, of the arguments of the command. */
      argument?: string;
    }
  | { form: Form }
);

/** Does what a button or form asks for, and says how that went. `read` throws a UserError for what none of ours sends. */
export async function replyToSent(runtime: WholeRuntime, invocation: Invocation, read: () => Sent): Promise<Reply> {
  return replyOf(runtime, await runSent(runtime, { ...invocation, read }), invocation);
}

/** An answer in Block Kit, in the language of whoever asked. Never throws: what was done stays done where it cannot be shown. */
export function replyOf(whole: Pick<WholeRuntime, 'services' | 'log' | 'random'>, answer: Answer, invocation: Invocation): Reply {
  const runtime = whole.services.newest(answer.service);
  try {
    return inBlocks(runtime, answer, invocation);
  } catch (error) {
    const reference = runtime.random.id().slice(0, 8);
    runtime.log.error({ err: error, reference }, 'The answer to a command could not be shown.');
    const { language } = answer;
    const after = 'result' in answer && 'after' in answer.result ? answer.result.after : undefined;
    return { language, refused: true, message: runtime.present.in(language).unexpectedError(reference), ...(after && { after }) };
  }
}

function inBlocks(runtime: Pick<Runtime, 'present'>, answer: Answer, { place }: Invocation): Reply {
  const { language } = answer;
  const present = runtime.present.in(language);
  if ('refusal' in answer) return { language, refused: true, ...refused(present, answer.refusal) };
  const { result } = answer;
  if ('ask' in result) return { language, form: formOf(present, result, place.answerTo) };
  return { language, message: shown(present, result), ...(result.after && { after: result.after }) };
}

/** For what must be said without the database, which alone knows whose channel it is. */
export function presentAtOnce(runtime: Pick<Runtime, 'present' | 'playbook'>, asking: Pick<Invocation, 'actor' | 'place'>): Presenter {
  return runtime.present.in(languageAtOnce(runtime, asking));
}

/** Every surface is a method of the presenter of the same name; a sentence has none. */
type Surfaces = { [Surface in Exclude<keyof Shows, 'said'>]: (view: Shows[Surface]) => ChatMessage };

function shown(present: Presenter & Surfaces, result: Exclude<Result, { ask: unknown }>): ChatMessage {
  if (result.show === 'said') return present.confirmation(pick(result.view.said, present.language));
  const { show, view } = result;
  return (present[show] as (view: unknown) => ChatMessage)(view);
}

function refused(present: Presenter, refusal: Refusal): { message: ChatMessage; argument?: string } {
  switch (refusal.why) {
    case 'said':
      return { message: present.userError(refusal), ...(refusal.argument !== undefined && { argument: refusal.argument }) };
    case 'undecided':
      return { message: present.databaseUnsure({ toldOnceKnown: false }) };
    case 'database':
      return { message: present.databaseDown(refusal.trouble) };
    case 'broken':
      return { message: present.unexpectedError(refusal.reference) };
  }
}

function formOf(present: Presenter, { ask, view, whole }: Extract<Result, { ask: unknown }>, answerTo: string | undefined): Form {
  const kind = FORMS[ask] as FormKind<unknown>;
  const draw = (what: unknown) => kind.draw(present, what, answerTo);
  if (kind.skeleton) return { skeleton: kind.skeleton(present), view: async () => draw(whole ? await whole() : view) };
  const skeleton = draw(view);
  return { skeleton, view: async () => (whole ? draw(await whole()) : skeleton) };
}
