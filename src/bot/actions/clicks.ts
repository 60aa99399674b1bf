import type { App, BlockAction } from '@slack/bolt';
import type { Runtime } from '../../workflows/runtime/runtime.ts';
import { actorOf } from '../actor-of.ts';
import { answerInTime } from '../answer-in-time.ts';
import type { Invocation } from '../invocation.ts';
import { type Reply, replyToSent } from '../reply.ts';
import { LINKS } from '../surfaces/building-blocks/ids.ts';
import { readButton } from './read-button.ts';
import { unreadable } from './sent-values.ts';
import { showForm } from './show-form.ts';

/** Buttons do what the commands do, through the same door: each says which one it asks for, and with what. No command is known here by its name. */
export function listenToClicks(app: App, runtime: Runtime): void {
  app.action(LINKS, async ({ ack }) => {
    await ack();
  });
  app.action(/^(?!link\.)/, async ({ body, action, ack }) => {
    await ack();
    const { action_id: actionId, value = '' } = action as { action_id: string; value?: string };
    const asked = readButton(actionId, value);
    const { replace = false, slow = false } = asked?.button ?? {};
    const invocation = invocationOf(body as BlockAction, actionId);
    const say = (reply: Reply) => answer(runtime, body as BlockAction, reply, { replace });
    await answerInTime(runtime, {
      what: actionId,
      invocation,
      work: () =>
        replyToSent(runtime, invocation, () => {
          if (asked) return asked.sent;
          throw unreadable();
        }),
      answer: say,
      slow,
      meanwhile: (reply) => answer(runtime, body as BlockAction, reply, { replace: false }),
      late: say,
    });
  });
}

function invocationOf(body: BlockAction, actionId: string): Invocation {
  const channel = body.channel?.id ?? body.container?.channel_id;
  return {
    cause: { source: 'slack', id: `${body.trigger_id}:${actionId}` },
    actor: actorOf(body),
    place: {
      ...(channel !== undefined && { channel }),
      ...(body.response_url !== undefined && { answerTo: body.response_url }),
    },
  };
}

async function answer(runtime: Runtime, body: BlockAction, reply: Reply, { replace }: { replace: boolean }): Promise<void> {
  const { chat, log } = runtime;
  if ('form' in reply) {
    const from = { triggerId: body.trigger_id, responseUrl: body.response_url, present: runtime.present.in(reply.language) };
    return await showForm(runtime, from, reply.form);
  }
  if (body.response_url) {
    await chat
      .respond({ responseUrl: body.response_url, message: reply.message, replace: replace && reply.refused !== true })
      .catch((error) => log.warn({ err: error }, 'A click could not be answered privately; what it did stands in the channel.'));
  }
  reply.after?.();
}
