import type { App } from '@slack/bolt';
import { runWords } from '../commands/run-command.ts';
import type { ChatMessage } from '../domain/chat/message.ts';
import { takenIn } from '../domain/chat/typed-text.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import { showForm } from './actions/show-form.ts';
import { answerInTime } from './answer-in-time.ts';
import type { Invocation } from './invocation.ts';
import { type Reply, replyOf } from './reply.ts';

/** The slash command: what was asked is written down, then acknowledged, then worked on; Slack does not send it a second time. */
export function listenToCommand(app: App, runtime: Runtime, name: string): void {
  app.command(name, async ({ command, ack }) => {
    const { trigger_id: triggerId, response_url: responseUrl, text: escaped = '' } = command;
    const invocation: Invocation = {
      cause: { source: 'slack', id: triggerId },
      actor: { kind: 'person' as const, workspace: command.team_id, id: command.user_id, standing: 'unknown' as const },
      place: { channel: command.channel_id, answerTo: responseUrl },
    };
    const say = async (message: ChatMessage) => {
      await ack({ response_type: 'ephemeral', text: message.text, ...(message.blocks && { blocks: message.blocks as never }) });
    };
    const show = (reply: Extract<Reply, { form: unknown }>) =>
      showForm(runtime, { triggerId, responseUrl, present: runtime.present.in(reply.language) }, reply.form);
    await answerInTime(runtime, {
      invocation,
      what: `${name} ${/^\s*\S*/.exec(escaped)?.[0].trim()}`,
      // The only place where Slack escapes what we read: fields of forms come as they were typed.
      work: async () => {
        const words = takenIn(escaped, await runtime.names.namesIn(escaped));
        return replyOf(runtime, await runWords(runtime, { ...invocation, words }), invocation);
      },
      answer: async (reply) => {
        if ('form' in reply) {
          await ack();
          return await show(reply);
        }
        await say(reply.message);
        reply.after?.();
      },
      meanwhile: ({ message }) => say(message),
      late: async (reply) => {
        if ('form' in reply) return await show(reply);
        await runtime.chat
          .respond({ responseUrl, message: reply.message })
          .catch((error) => runtime.log.warn({ err: error }, 'Whoever typed a command could not be told how it ended.'));
        reply.after?.();
      },
    });
  });
}
