import type { App, BlockAction } from '@slack/bolt';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import { answerInTime } from './answer-in-time.ts';
import { invocationOf, type OnClick } from './click.ts';
import { listenToMitigationClicks } from './mitigation-clicks.ts';
import { ACTIONS } from './presenters/ids.ts';
import { presentAtOnce, type Reply, replyToSent } from './reply.ts';
import {
  analysisValue,
  causeValue,
  escalateValue,
  followUpValue,
  incidentValue,
  listValue,
  momentValue,
  noValue,
  pageValue,
  readSent,
  updateValue,
} from './sent-values.ts';
import { showForm } from './show-form.ts';

/** Buttons do what the commands do, through the same door: what a click names is looked up as what a command names. */
export function listenToClicks(app: App, runtime: Runtime): void {
  const on: OnClick = (pattern, schema, wish, { replace = false, meanwhile } = {}) => {
    app.action(pattern, async ({ body, action, ack }) => {
      await ack();
      const { action_id: actionId, value: sent = '' } = action as { action_id: string; value?: string };
      const invocation = invocationOf(body as BlockAction, { action_id: actionId });
      const present = presentAtOnce(runtime, invocation);
      const say = (reply: Reply) => answer(runtime, body as BlockAction, reply, { replace });
      await answerInTime(runtime, {
        what: actionId,
        invocation,
        work: () => replyToSent(runtime, invocation, () => wish({ actionId, value: readSent(schema, sent) })),
        answer: say,
        meanwhile: (reply) =>
          answer(runtime, body as BlockAction, meanwhile ? { ...reply, message: meanwhile(present) } : reply, { replace: false }),
        late: say,
        ...(meanwhile && { slow: 'A target' }),
      });
    });
  };

  // Drawn only while nobody has it: of two who press, one gets it.
  on(ACTIONS.takeRole, incidentValue, ({ value: { incident } }) => ({
    command: 'assign',
    incident,
    args: { role: 'commander', seen: 'nobody' },
  }));
  on(ACTIONS.openRoles, incidentValue, ({ value: { incident } }) => ({ command: 'assign', incident }));
  on(ACTIONS.openForm, noValue, () => ({ command: 'open' }));
  on(ACTIONS.movePattern, incidentValue, ({ actionId, value: { incident } }) => ({ command: actionId.split('.').at(-1) ?? '', incident }));
  on(ACTIONS.retry, incidentValue, ({ value: { incident } }) => ({ command: 'retry', incident }));
  on(ACTIONS.acknowledge, pageValue, ({ value: { incident, page } }) => ({ command: 'page acknowledge', incident, args: { page } }));
  on(ACTIONS.passOn, pageValue, ({ value: { incident, page } }) => ({ command: 'page pass-on', incident, args: { page } }));
  on(ACTIONS.escalate, escalateValue, ({ value: { incident, step } }) => ({ command: 'escalate', incident, args: { seen: step } }));
  // Drawn only while nobody has named one.
  on(ACTIONS.nameCause, causeValue, ({ value: { incident, cause } }) => ({
    command: 'diagnosis is',
    incident,
    args: { cause, seen: 'nobody' },
  }));
  on(ACTIONS.updateNow, updateValue, ({ value: { incident, seen } }) => ({ command: 'update now', incident, args: { seen } }));
  on(ACTIONS.updateSkip, updateValue, ({ value: { incident, seen } }) => ({ command: 'update skip', incident, args: { seen } }));
  on(ACTIONS.retroAccept, incidentValue, ({ value: { incident } }) => ({ command: 'retro accept', incident }));
  on(ACTIONS.retroPropose, incidentValue, ({ value: { incident } }) => ({ command: 'retro propose', incident }));
  on(ACTIONS.retroMove, momentValue, ({ value: { incident, at, from } }) => ({
    command: 'retro move',
    incident,
    args: { at, seen: from },
  }));
  on(ACTIONS.followUpDonePattern, followUpValue, ({ value: { incident, row } }) => ({
    command: 'followups done',
    incident,
    args: { row },
  }));
  on(ACTIONS.analysisPattern, analysisValue, ({ actionId, value: { incident, item, seen } }) => {
    switch (actionId.split('.')[1]) {
      // A row can be taken by its button only while nobody has it.
      case 'take':
        return { command: 'analysis take', incident, args: { item, seen: 'nobody' } };
      case 'tick':
        return { command: 'analysis done', incident, args: { item, ask: true } };
      case 'run':
        return { command: 'analysis run', incident, args: { item } };
      case 'accept':
        return { command: 'analysis accept', incident, args: { item, seen } };
      default:
        return { command: 'analysis', incident };
    }
  });
  listenToMitigationClicks(on);
  on(ACTIONS.listPattern, listValue, ({ value: { page, scope } }) => ({ command: 'list', args: { page, scope } }), { replace: true });
  // Slack reports clicks on links too and wants them acknowledged.
  app.action(ACTIONS.linkPattern, async ({ ack }) => {
    await ack();
  });
}

async function answer(runtime: Runtime, body: BlockAction, reply: Reply, how: { replace: boolean }): Promise<void> {
  const { chat, log } = runtime;
  if ('form' in reply) {
    const from = { triggerId: body.trigger_id, responseUrl: body.response_url, present: runtime.present.in(reply.language) };
    return await showForm(runtime, from, reply.form);
  }
  if (body.response_url) {
    await chat
      .respond({ responseUrl: body.response_url, message: reply.message, replace: how.replace })
      .catch((error) => log.warn({ err: error }, 'A click could not be answered privately; what it did stands in the channel.'));
  }
  reply.after?.();
}
