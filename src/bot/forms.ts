import type { App, SlackViewAction } from '@slack/bolt';
import type { Reply } from '../commands/command.ts';
import type { OpenFormMetadata } from '../commands/open.ts';
import { answered, runForIncident } from '../commands/run-command.ts';
import { isSeverity, ROLES } from '../domain/incident.ts';
import type { ChatView } from '../domain/message.ts';
import { requirePermission } from '../domain/permissions.ts';
import { declareIncident } from '../workflows/declare-incident.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import { actorOf } from './actor-of.ts';
import { answerInTime } from './answer-in-time.ts';
import {
  type AnalysisValue,
  CALLBACKS,
  FIELD_ACTION,
  type IncidentValue,
  NOTE_FIELDS,
  OPEN_FIELDS,
  PRIVATE_OPTION,
  RETRO_FIELDS,
  ROLE_FIELD_PREFIX,
} from './presenters/ids.ts';

type Field = {
  value?: string | null;
  selected_option?: { value: string } | null;
  selected_options?: { value: string }[];
  selected_user?: string | null;
  /** Seconds since 1970. */
  selected_date_time?: number | null;
};

/** What a submitted form is answered with; nothing closes it. */
type ViewAnswer = { response_action: 'update'; view: ChatView } | { response_action: 'errors'; errors: Record<string, string> };

/** What comes back from forms. The view's id is the cause: the same form submitted twice acts once. */
export function listenToForms(app: App, runtime: Runtime): void {
  const on = (callbackId: string, work: (body: SlackViewAction) => Promise<Reply>, show: (reply: Reply) => ViewAnswer | undefined) => {
    app.view(callbackId, async ({ ack, body }) => {
      const answer = async (reply: Reply) => {
        const shown = show(reply);
        await (shown ? ack(shown as never) : ack());
        if ('message' in reply) reply.after?.();
      };
      await answerInTime(runtime, {
        what: callbackId,
        work: () => answered(runtime, () => work(body)),
        answer,
        meanwhile: answer,
        late: async (reply) => {
          await runtime.chat
            .updateView({ viewId: body.view.id, view: notice(runtime, reply) })
            .catch((error) => runtime.log.warn({ err: error }, 'A form was closed before it could say how it ended.'));
          if ('message' in reply) reply.after?.();
        },
      });
    });
  };
  const inPlace = (reply: Reply): ViewAnswer => ({ response_action: 'update', view: notice(runtime, reply) });
  const isRefused = (reply: Reply) => 'message' in reply && reply.refused === true;

  // Said beside the field, so that something else can be put there at once.
  const besideField =
    (block: string) =>
    (reply: Reply): ViewAnswer | undefined =>
      'message' in reply && reply.refused ? { response_action: 'errors', errors: { [block]: reply.message.text } } : undefined;

  // The same window says what happened; there is no other place to say it, since a form belongs to no channel.
  on(CALLBACKS.open, (body) => declareFromForm(runtime, body), inPlace);
  on(
    CALLBACKS.assign,
    (body) => assignFromForm(runtime, body),
    (reply) => (isRefused(reply) ? inPlace(reply) : undefined),
  );
  on(CALLBACKS.retroPropose, (body) => proposeFromForm(runtime, body), besideField(RETRO_FIELDS.moment));
  on(
    CALLBACKS.analysisNote,
    (body) => tickFromForm(runtime, body),
    (reply) =>
      isRefused(reply) && 'message' in reply
        ? { response_action: 'errors', errors: { [NOTE_FIELDS.note]: reply.message.text } }
        : undefined,
  );
}

async function tickFromForm(runtime: Runtime, body: SlackViewAction): Promise<Reply> {
  const { incident, item } = JSON.parse(body.view.private_metadata) as AnalysisValue;
  const note = field(body, NOTE_FIELDS.note)?.value ?? '';
  const invocation = {
    cause: { source: 'slack-view', id: body.view.id },
    actor: actorOf(body),
    channelId: '',
  };
  return await runForIncident(runtime, invocation, 'analysis', incident, `done ${item} ${note}`);
}

async function proposeFromForm(runtime: Runtime, body: SlackViewAction): Promise<Reply> {
  const { incident } = JSON.parse(body.view.private_metadata) as IncidentValue;
  const seconds = field(body, RETRO_FIELDS.moment)?.selected_date_time ?? 0;
  const invocation = {
    cause: { source: 'slack-view', id: body.view.id },
    actor: actorOf(body),
    channelId: '',
  };
  return await runForIncident(runtime, invocation, 'retro', incident, `propose ${new Date(seconds * 1_000).toISOString()}`);
}

async function declareFromForm(runtime: Runtime, body: SlackViewAction): Promise<Reply> {
  const actor = await runtime.membership.of(actorOf(body));
  const { playbook } = runtime;
  requirePermission(playbook.permissions.open ?? 'everyone', { actor, playbook, evenUnknown: true });
  const severity = field(body, OPEN_FIELDS.severity)?.selected_option?.value ?? '';
  const chosen = field(body, OPEN_FIELDS.visibility)?.selected_options ?? [];
  const { responseUrl, since } = JSON.parse(body.view.private_metadata || '{}') as OpenFormMetadata;
  const declared = await declareIncident(runtime, {
    cause: { source: 'slack-view', id: body.view.id },
    actor,
    via: 'slack',
    title: field(body, OPEN_FIELDS.title)?.value ?? undefined,
    severity: isSeverity(severity) ? severity : undefined,
    isPrivate: chosen.some((option) => option.value === PRIVATE_OPTION),
    responseUrl,
    onsetAt: since === undefined ? undefined : new Date(since),
  });
  return { message: runtime.present.declarerNotice({ incident: declared.incident, problems: [] }), after: declared.begin };
}

async function assignFromForm(runtime: Runtime, body: SlackViewAction): Promise<Reply> {
  const { incident } = JSON.parse(body.view.private_metadata) as IncidentValue;
  let last: Reply = { message: { text: '' } };
  for (const role of ROLES) {
    const user = field(body, `${ROLE_FIELD_PREFIX}${role}`)?.selected_user;
    if (!user) continue;
    const invocation = {
      cause: { source: 'slack-view', id: `${body.view.id}:${role}` },
      actor: actorOf(body),
      channelId: '',
    };
    last = await runForIncident(runtime, invocation, 'assign', incident, `${role} <@${user}>`);
    if ('message' in last && last.refused) return last;
  }
  return last;
}

function field(body: SlackViewAction, blockId: string): Field | undefined {
  return body.view.state.values[blockId]?.[FIELD_ACTION] as Field | undefined;
}

function notice(runtime: Runtime, reply: Reply): ChatView {
  return runtime.present.openModal({ state: 'notice', text: 'message' in reply ? reply.message.text : '' });
}
