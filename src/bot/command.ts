import type { App } from '@slack/bolt';
import { runCommand } from '../commands/run-command.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import { showForm } from './show-form.ts';

/** The slash command: what was asked is written down, then acknowledged, then worked on; Slack does not send it a second time. */
export function listenToCommand(app: App, runtime: Runtime, name: string): void {
  app.command(name, async ({ command, ack }) => {
    const invocation = {
      cause: { source: 'slack', id: command.trigger_id },
      actor: { id: command.user_id, external: false },
      channelId: command.channel_id,
      responseUrl: command.response_url,
    };
    const reply = await runCommand(runtime, invocation, command.text ?? '');
    if ('form' in reply) {
      await ack();
      await showForm(runtime, { triggerId: command.trigger_id, responseUrl: command.response_url }, reply.form);
      return;
    }
    await ack({
      response_type: 'ephemeral',
      text: reply.message.text,
      ...(reply.message.blocks && { blocks: reply.message.blocks as never }),
    });
    reply.after?.();
  });
}
