import type { App, BlockAction } from '@slack/bolt';
import type { Reply } from '../commands/command.ts';
import { presentAtOnce, presentTo } from '../commands/present-to.ts';
import { answered, runCommand, runForIncident, spoken } from '../commands/run-command.ts';
import type { Presenter } from '../domain/views.ts';
import { acknowledgePage } from '../workflows/acknowledge-page.ts';
import { noSuchIncident } from '../workflows/no-such-incident.ts';
import { passOnPage } from '../workflows/pass-on-page.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import { answerInTime } from './answer-in-time.ts';
import { type Click, clickOf, type OnClick } from './click.ts';
import { listenToMitigationClicks } from './mitigation-clicks.ts';
import {
  ACTIONS,
  type AnalysisValue,
  type CauseValue,
  type EscalateValue,
  type FollowUpValue,
  type IncidentValue,
  type ListValue,
  type MomentValue,
  type PageValue,
} from './presenters/ids.ts';
import { showForm } from './show-form.ts';

/** Buttons do what the subcommands do, through the same door. */
export function listenToClicks(app: App, runtime: Runtime): void {
  const on: OnClick = (pattern, handle, { replace = false, meanwhile } = {}) => {
    app.action(pattern, async ({ body, action, ack }) => {
      await ack();
      const click = clickOf(body as BlockAction, action as { action_id: string; value?: string });
      const { invocation } = click;
      const present = presentAtOnce(runtime, invocation);
      const to = { body: body as BlockAction, present };
      const say = (reply: Reply) => answer(runtime, to, reply, { replace });
      await answerInTime(runtime, {
        what: click.actionId,
        invocation,
        work: () => answered(runtime, invocation, () => handle(click)),
        answer: say,
        meanwhile: (reply) => answer(runtime, to, meanwhile ? { message: meanwhile(present) } : reply, { replace: false }),
        late: say,
        ...(meanwhile && { slow: 'A target' }),
      });
    });
  };
  const incidentOf = (click: Click) => (JSON.parse(click.value) as IncidentValue).incident;

  on(ACTIONS.takeRole, (click) => runForIncident(runtime, click.invocation, 'assign', incidentOf(click), 'commander'));
  on(ACTIONS.openRoles, (click) => runForIncident(runtime, click.invocation, 'assign', incidentOf(click)));
  on(ACTIONS.openForm, (click) => runCommand(runtime, click.invocation, 'open'));
  on(ACTIONS.movePattern, (click) => {
    const move = click.actionId.split('.').at(-1) ?? '';
    return runForIncident(runtime, click.invocation, move, incidentOf(click));
  });
  on(ACTIONS.acknowledge, (click) => acknowledge(runtime, click));
  on(ACTIONS.passOn, (click) => passOn(runtime, click));
  on(ACTIONS.escalate, (click) => {
    const { incident, step } = JSON.parse(click.value) as EscalateValue;
    return runForIncident(runtime, click.invocation, 'escalate', incident, `step=${step}`);
  });
  on(ACTIONS.nameCause, (click) => {
    const { incident, cause } = JSON.parse(click.value) as CauseValue;
    return runForIncident(runtime, click.invocation, 'diagnosis', incident, `is ${cause}`);
  });
  on(ACTIONS.updateNow, (click) => runForIncident(runtime, click.invocation, 'update', incidentOf(click), 'now'));
  on(ACTIONS.updateSkip, (click) => runForIncident(runtime, click.invocation, 'update', incidentOf(click), 'skip'));
  on(ACTIONS.retroAccept, (click) => runForIncident(runtime, click.invocation, 'retro', incidentOf(click), 'accept'));
  on(ACTIONS.retroPropose, (click) => runForIncident(runtime, click.invocation, 'retro', incidentOf(click), 'propose'));
  on(ACTIONS.retroMove, (click) => {
    const { incident, at } = JSON.parse(click.value) as MomentValue;
    return runForIncident(runtime, click.invocation, 'retro', incident, `move ${at}`);
  });
  on(ACTIONS.followUpDonePattern, (click) => {
    const { incident, row } = JSON.parse(click.value) as FollowUpValue;
    return runForIncident(runtime, click.invocation, 'followups', incident, `done ${row}`);
  });
  on(ACTIONS.analysisPattern, (click) => {
    const { incident, item } = JSON.parse(click.value) as AnalysisValue;
    const verb = { take: 'take', tick: 'form', run: 'run' }[click.actionId.split('.')[1] ?? ''] ?? '';
    return runForIncident(runtime, click.invocation, 'analysis', incident, `${verb} ${item}`);
  });
  listenToMitigationClicks(on, runtime);
  on(
    ACTIONS.listPattern,
    (click) => {
      const { page, scope } = JSON.parse(click.value) as ListValue;
      return runCommand(runtime, click.invocation, `list ${scope === 'all' ? 'all ' : ''}${page}`);
    },
    { replace: true },
  );
  // Slack reports clicks on links too and wants them acknowledged.
  app.action(ACTIONS.linkPattern, async ({ ack }) => {
    await ack();
  });
}

async function acknowledge(runtime: Runtime, click: Click): Promise<Reply> {
  const { page, incident: incidentId } = JSON.parse(click.value) as PageValue;
  const { cause, actor } = click.invocation;
  const taken = await acknowledgePage(runtime, { cause, actor, pageId: Number(page) });
  const incident = await runtime.storage.incidents.find(incidentId);
  if (!incident) throw noSuchIncident(incidentId);
  return {
    message: (await presentTo(runtime, click.invocation)).done({ done: 'acknowledged', incident, ...(!taken.first && { by: taken.by }) }),
  };
}

async function passOn(runtime: Runtime, click: Click): Promise<Reply> {
  const { page } = JSON.parse(click.value) as PageValue;
  const { cause, actor } = click.invocation;
  const { incidentId, to } = await passOnPage(runtime, { cause, actor, pageId: Number(page) });
  const incident = await runtime.storage.incidents.find(incidentId);
  if (!incident) throw noSuchIncident(incidentId);
  return { message: (await presentTo(runtime, click.invocation)).done({ done: 'passed-on', incident, ...(to !== null && { to }) }) };
}

async function answer(
  runtime: Runtime,
  { body, present }: { body: BlockAction; present: Presenter },
  reply: Reply,
  how: { replace: boolean },
): Promise<void> {
  const { chat, log } = runtime;
  if ('form' in reply) {
    const from = { triggerId: body.trigger_id, responseUrl: body.response_url, present: spoken(present, reply) };
    return await showForm(runtime, from, reply.form);
  }
  if (body.response_url) {
    await chat
      .respond({ responseUrl: body.response_url, message: reply.message, replace: how.replace })
      .catch((error) => log.warn({ err: error }, 'A click could not be answered privately; what it did stands in the channel.'));
  }
  reply.after?.();
}
