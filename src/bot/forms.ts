import type { App } from '@slack/bolt';
import { languageAtOnce, type Sent } from '../commands/run-command.ts';
import { isSeverity, ROLES, type Role } from '../domain/incident.ts';
import type { ChatMessage, ChatView } from '../domain/message.ts';
import type { Presenter } from '../domain/views.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import { answerInTime } from './answer-in-time.ts';
import { mitigationFromForm } from './mitigation-form.ts';
import {
  CALLBACKS,
  MITIGATION_FIELDS,
  NOTE_FIELDS,
  OPEN_FIELDS,
  PRIVATE_OPTION,
  RETRO_FIELDS,
  ROLE_FIELD_PREFIX,
} from './presenters/ids.ts';
import { presentAtOnce, type Reply, replyToSent } from './reply.ts';
import { analysisValue, assignForm, incidentValue, openForm, readSent } from './sent-values.ts';
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

/** Submissions of forms. The view's id is the cause: the same form submitted twice acts once. */
export function listenToForms(app: App, runtime: Runtime): void {
  const on = (callbackId: string, { work, show, notice = noticeOf, meanwhile }: FormOptions) => {
    app.view(callbackId, async ({ ack, body }) => {
      const form = submissionOf(body);
      const { invocation } = form;
      const present = presentAtOnce(runtime, invocation);
      const answer = async (reply: Reply) => {
        const shown = show(reply, runtime.present.in(reply.language));
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
        work: () => work(form),
        answer,
        meanwhile: (reply) => answer(meanwhile ? { ...reply, message: meanwhile(present) } : reply),
        late: async (reply) => {
          await put('form' in reply ? await reply.form.view() : notice(reply.message, runtime.present.in(reply.language)));
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

  const sent = (read: (form: Submission) => Sent) => (form: Submission) => replyToSent(runtime, form.invocation, () => read(form));

  // The same window says what happened; there is no other place to say it, since a form belongs to no channel.
  on(CALLBACKS.open, { work: (form) => declareFromForm(runtime, form), show: inPlace() });
  on(CALLBACKS.assign, {
    work: (form) => assignFromForm(runtime, form),
    show: (reply, present) => ('message' in reply && reply.refused ? inPlace()(reply, present) : undefined),
  });
  on(CALLBACKS.retroPropose, { work: sent(proposeFromForm), show: besideField(RETRO_FIELDS.moment) });
  on(CALLBACKS.analysisNote, { work: sent(tickFromForm), show: besideField(NOTE_FIELDS.note) });
  on(CALLBACKS.mitigationRun, {
    work: sent(mitigationFromForm),
    show: (reply, present) =>
      'message' in reply && reply.code === 'not_typed'
        ? besideField(MITIGATION_FIELDS.typed)(reply)
        : inPlace(mitigationNotice)(reply, present),
    notice: mitigationNotice,
    meanwhile: (present) => present.confirmation(MITIGATION_TEXTS[present.language].form.stillReading),
  });
}

function tickFromForm(form: Submission): Sent {
  const { incident, item } = readSent(analysisValue, form.metadata);
  return { command: 'analysis done', incident, args: { item, note: form.field(NOTE_FIELDS.note)?.value ?? undefined } };
}

function proposeFromForm(form: Submission): Sent {
  const { incident } = readSent(incidentValue, form.metadata);
  const seconds = form.field(RETRO_FIELDS.moment)?.selected_date_time ?? 0;
  return { command: 'retro propose', incident, args: { at: new Date(seconds * 1_000).toISOString() } };
}

async function declareFromForm(runtime: Runtime, form: Submission): Promise<Reply> {
  const { responseUrl, since } = readSent(openForm, form.metadata);
  const severity = form.field(OPEN_FIELDS.severity)?.selected_option?.value ?? '';
  const chosen = form.field(OPEN_FIELDS.visibility)?.selected_options ?? [];
  const args = {
    title: form.field(OPEN_FIELDS.title)?.value ?? '',
    severity: isSeverity(severity) ? severity : undefined,
    private: chosen.some((option) => option.value === PRIVATE_OPTION),
    since,
  };
  const place = { ...form.invocation.place, ...(responseUrl !== undefined && { answerTo: responseUrl }) };
  return await replyToSent(runtime, { ...form.invocation, place }, () => ({ command: 'open', args }));
}

/** One command for each role that somebody chose, until one is refused. */
async function assignFromForm(runtime: Runtime, form: Submission): Promise<Reply> {
  const { invocation } = form;
  let last: Reply = { language: languageAtOnce(runtime, invocation), message: { text: '' } };
  for (const role of ROLES) {
    const person = form.field(`${ROLE_FIELD_PREFIX}${role}`)?.selected_user;
    // What was left as it was shown is nobody's wish: it may have changed since.
    if (!person || person === shownRoles(form)[role]) continue;
    const cause = { source: 'slack-view', id: `${form.viewId}:${role}` };
    last = await replyToSent(runtime, { ...invocation, cause }, () => {
      const { incident, roles = {} } = readSent(assignForm, form.metadata);
      return { command: 'assign', incident, args: { role, person, seen: roles[role] ?? 'nobody' } };
    });
    if ('message' in last && last.refused) return last;
  }
  return last;
}

/** Who held which role when the form was shown; what cannot be read is refused where it is used. */
function shownRoles(form: Submission): Partial<Record<Role, string>> {
  try {
    return readSent(assignForm, form.metadata).roles ?? {};
  } catch {
    return {};
  }
}

function noticeOf(message: ChatMessage, present: Presenter): ChatView {
  return present.openModal({ state: 'notice', message });
}

function mitigationNotice(message: ChatMessage, present: Presenter): ChatView {
  return present.mitigationNotice(message);
}
