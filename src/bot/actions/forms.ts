import type { App } from '@slack/bolt';
import { languageAtOnce } from '../../commands/run-command.ts';
import type { ChatMessage, ChatView } from '../../domain/chat/message.ts';
import type { Presenter } from '../../views/presenter.ts';
import type { Runtime } from '../../workflows/runtime/runtime.ts';
import { answerInTime } from '../answer-in-time.ts';
import type { Invocation } from '../invocation.ts';
import { type Reply, replyToSent } from '../reply.ts';
import type { FormKind, Wish } from './forms/form-kind.ts';
import { FORMS } from './forms/index.ts';
import { type Submission, submissionOf } from './submission.ts';

/** What a submitted form is answered with; nothing closes it. */
type ViewAnswer = { response_action: 'update'; view: ChatView } | { response_action: 'errors'; errors: Record<string, string> };

/** How a form is answered; what it shows does not matter any more. */
type Answered = Omit<FormKind<never>, 'draw' | 'skeleton'>;

/** Submissions of forms, whichever it is. The view's id is the cause: the same form submitted twice acts once. */
export function listenToForms(app: App, runtime: Runtime): void {
  for (const kind of Object.values<Answered>(FORMS)) {
    app.view(kind.callback, async ({ ack, body }) => {
      const form = submissionOf(body);
      const put = (view: ChatView) =>
        runtime.chat
          .updateView({ viewId: form.viewId, view })
          .catch((error) => runtime.log.warn({ err: error }, 'A form was closed before it could say how it ended.'));
      const answer = async (reply: Reply) => {
        const shown = shownOf(kind, { reply, form, present: runtime.present.in(reply.language) });
        await (shown ? ack(shown as never) : ack());
        if ('message' in reply) return reply.after?.();
        const view = await reply.form.view();
        if (view !== reply.form.skeleton) await put(view);
      };
      await answerInTime(runtime, {
        what: kind.callback,
        invocation: form.invocation,
        work: () => replyTo(runtime, kind, form),
        answer,
        slow: kind.slow === true,
        meanwhile: answer,
        late: async (reply) => {
          await put('form' in reply ? await reply.form.view() : noticeOf(kind, runtime.present.in(reply.language), reply.message));
          if ('message' in reply) reply.after?.();
        },
      });
    });
  }
}

/** Does one wish after another, until one is refused. */
async function replyTo(runtime: Runtime, { asks }: Answered, form: Submission): Promise<Reply> {
  const { invocation } = form;
  let last: Reply = { language: languageAtOnce(runtime, invocation), message: { text: '' } };
  let wishes: readonly Wish[];
  try {
    wishes = asks(form);
  } catch (error) {
    return await replyToSent(runtime, invocation, () => {
      throw error;
    });
  }
  for (const wish of wishes) {
    last = await replyToSent(runtime, invocationOf(form, wish), () => wish.sent);
    if ('message' in last && last.refused) return last;
  }
  return last;
}

function invocationOf({ invocation, viewId }: Submission, { part, answerTo }: Wish): Invocation {
  const { cause, place } = invocation;
  return {
    ...invocation,
    cause: part === undefined ? cause : { ...cause, id: `${viewId}:${part}` },
    place: { ...place, ...(answerTo !== undefined && { answerTo }) },
  };
}

function shownOf(kind: Answered, { reply, form, present }: { reply: Reply; form: Submission; present: Presenter }): ViewAnswer | undefined {
  if ('form' in reply) return { response_action: 'update', view: reply.form.skeleton };
  const block = reply.refused ? blockOf(kind, form, reply.argument) : undefined;
  if (block !== undefined) return { response_action: 'errors', errors: { [block]: reply.message.text } };
  if (kind.done === 'closes' && !reply.refused) return undefined;
  return { response_action: 'update', view: noticeOf(kind, present, reply.message) };
}

/** Where a refusal stands, as far as the form has that field. */
function blockOf({ beside, otherwise }: Answered, { blockIds }: Submission, argument = ''): string | undefined {
  const first = otherwise === 'beside' ? Object.values(beside)[0] : undefined;
  const block = Object.hasOwn(beside, argument) ? beside[argument] : first;
  return block !== undefined && blockIds.includes(block) ? block : undefined;
}

function noticeOf({ notice }: Answered, present: Presenter, message: ChatMessage): ChatView {
  return notice ? notice(present, message) : present.openModal({ state: 'notice', message });
}
