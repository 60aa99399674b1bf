import type { App } from '@slack/bolt';
import type { Reply } from '../commands/command.ts';
import type { OpenFormMetadata } from '../commands/open.ts';
import { presentAtOnce, presentTo } from '../commands/present-to.ts';
import { answered, runForIncident, spoken } from '../commands/run-command.ts';
import { isSeverity, ROLES } from '../domain/incident.ts';
import type { ChatMessage, ChatView } from '../domain/message.ts';
import { requirePermission } from '../domain/permissions.ts';
import type { Presenter } from '../domain/views.ts';
import { declareIncident } from '../workflows/declare-incident.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import { answerInTime } from './answer-in-time.ts';
import { runMitigationForm } from './mitigation-form.ts';
import {
  type AnalysisValue,
  CALLBACKS,
  type IncidentValue,
  MITIGATION_FIELDS,
  NOTE_FIELDS,
  OPEN_FIELDS,
  PRIVATE_OPTION,
  RETRO_FIELDS,
  ROLE_FIELD_PREFIX,
} from './presenters/ids.ts';
import { type Submission, submissionOf } from './submission.ts';
import { MITIGATION_TEXTS } from './texts/mitigations.ts';

/** What a submitted form is answered with; nothing closes it. */
type ViewAnswer = { response_action: 'update'; view: ChatView } | { response_action: 'errors'; errors: Record<string, string> };

interface FormOptions {
  work: (form: Submission) => Promise<Reply>;
  show: (reply: Reply, present: Presenter) => ViewAnswer | undefined;
  /** How a message looks that takes the form's place. */
  notice?: (message: ChatMessage, present: Presenter) => ChatView;
  /** Said when it takes long for a known reason; otherwise it is the database that does not answer. */
  meanwhile?: (present: Presenter) => ChatMessage;
}

/** What comes back from forms. The view's id is the cause: the same form submitted twice acts once. */
export function listenToForms(app: App, runtime: Runtime): void {
  const on = (callbackId: string, { work, show, notice = noticeOf, meanwhile }: FormOptions) => {
    app.view(callbackId, async ({ ack, body }) => {
      const form = submissionOf(body);
      const { invocation } = form;
      const present = presentAtOnce(runtime, invocation);
      const answer = async (reply: Reply) => {
        const shown = show(reply, spoken(present, reply));
        await (shown ? ack(shown as never) : ack());
        if ('message' in reply) return reply.after?.();
        const view = await reply.form.view();
        if (view !== reply.form.skeleton) await put(view);
      };
      const put = (view: ChatView) =>
        runtime.chat
          .updateView({ viewId: form.viewId, view })
          .catch((error) => runtime.log.warn({ err: error }, 'A form was closed before it could say how it ended.'));
      await answerInTime(runtime, {
        what: callbackId,
        invocation,
        work: () => answered(runtime, invocation, () => work(form)),
        answer,
        meanwhile: (reply) => answer(meanwhile ? { message: meanwhile(present) } : reply),
        late: async (reply) => {
          await put('form' in reply ? await reply.form.view() : notice(reply.message, spoken(present, reply)));
          if ('message' in reply) reply.after?.();
        },
        ...(meanwhile && { slow: 'A target' }),
      });
    });
  };
  const inPlace =
    (notice: NonNullable<FormOptions['notice']> = noticeOf) =>
    (reply: Reply, present: Presenter): ViewAnswer => ({
      response_action: 'update',
      view: 'form' in reply ? reply.form.skeleton : notice(reply.message, present),
    });

  // Said beside the field, so that something else can be put there at once.
  const besideField =
    (block: string) =>
    (reply: Reply): ViewAnswer | undefined =>
      'message' in reply && reply.refused ? { response_action: 'errors', errors: { [block]: reply.message.text } } : undefined;

  // The same window says what happened; there is no other place to say it, since a form belongs to no channel.
  on(CALLBACKS.open, { work: (form) => declareFromForm(runtime, form), show: inPlace() });
  on(CALLBACKS.assign, {
    work: (form) => assignFromForm(runtime, form),
    show: (reply, present) => ('message' in reply && reply.refused ? inPlace()(reply, present) : undefined),
  });
  on(CALLBACKS.retroPropose, { work: (form) => proposeFromForm(runtime, form), show: besideField(RETRO_FIELDS.moment) });
  on(CALLBACKS.analysisNote, { work: (form) => tickFromForm(runtime, form), show: besideField(NOTE_FIELDS.note) });
  on(CALLBACKS.mitigationRun, {
    work: (form) => runMitigationForm(runtime, form),
    show: (reply, present) =>
      'message' in reply && reply.code === 'not_typed'
        ? besideField(MITIGATION_FIELDS.typed)(reply)
        : inPlace(mitigationNotice)(reply, present),
    notice: mitigationNotice,
    meanwhile: (present) => present.confirmation(MITIGATION_TEXTS[present.language].form.stillReading),
  });
}

async function tickFromForm(runtime: Runtime, form: Submission): Promise<Reply> {
  const { incident, item } = JSON.parse(form.metadata) as AnalysisValue;
  const note = form.field(NOTE_FIELDS.note)?.value ?? '';
  return await runForIncident(runtime, form.invocation, 'analysis', incident, `done ${item} ${note}`);
}

async function proposeFromForm(runtime: Runtime, form: Submission): Promise<Reply> {
  const { incident } = JSON.parse(form.metadata) as IncidentValue;
  const seconds = form.field(RETRO_FIELDS.moment)?.selected_date_time ?? 0;
  return await runForIncident(runtime, form.invocation, 'retro', incident, `propose ${new Date(seconds * 1_000).toISOString()}`);
}

async function declareFromForm(runtime: Runtime, form: Submission): Promise<Reply> {
  const { cause } = form.invocation;
  const actor = await runtime.membership.of(form.invocation.actor);
  const { playbook } = runtime;
  requirePermission(playbook.permissions.open ?? 'everyone', { actor, playbook, evenUnknown: true });
  const severity = form.field(OPEN_FIELDS.severity)?.selected_option?.value ?? '';
  const chosen = form.field(OPEN_FIELDS.visibility)?.selected_options ?? [];
  const present = await presentTo(runtime, form.invocation);
  const { responseUrl, since } = JSON.parse(form.metadata || '{}') as OpenFormMetadata;
  const declared = await declareIncident(runtime, {
    cause,
    actor,
    via: 'slack',
    title: form.field(OPEN_FIELDS.title)?.value ?? undefined,
    severity: isSeverity(severity) ? severity : undefined,
    isPrivate: chosen.some((option) => option.value === PRIVATE_OPTION),
    responseUrl,
    answerIn: present.language,
    onsetAt: since === undefined ? undefined : new Date(since),
  });
  return {
    message: present.declarerNotice({ incident: declared.incident, problems: [] }),
    after: declared.begin,
  };
}

async function assignFromForm(runtime: Runtime, form: Submission): Promise<Reply> {
  const { incident } = JSON.parse(form.metadata) as IncidentValue;
  let last: Reply = { message: { text: '' } };
  for (const role of ROLES) {
    const user = form.field(`${ROLE_FIELD_PREFIX}${role}`)?.selected_user;
    if (!user) continue;
    const invocation = { ...form.invocation, cause: { source: 'slack-view', id: `${form.viewId}:${role}` } };
    last = await runForIncident(runtime, invocation, 'assign', incident, `${role} <@${user}>`);
    if ('message' in last && last.refused) return last;
  }
  return last;
}

function noticeOf(message: ChatMessage, present: Presenter): ChatView {
  return present.openModal({ state: 'notice', message });
}

function mitigationNotice(message: ChatMessage, present: Presenter): ChatView {
  return present.mitigationNotice(message);
}
