import type { ChatBlock, ChatView } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import { isPersonId } from '../../../domain/incident/person-id.ts';
import { ROLES, type Role, SEVERITIES, type Severity } from '../../../domain/incident/states.ts';
import type { AssignModalView, OpenDraft, OpenModalView } from '../../../views/forms.ts';
import { ASSIGN_CALLBACK, type AssignKept, roleField } from '../../actions/forms/assign.ts';
import { OPEN_CALLBACK, OPEN_FIELDS, PRIVATE_OPTION } from '../../actions/forms/open.ts';
import { LIMITS, plainText, section } from '../building-blocks/blocks.ts';
import { cut, oneLine } from '../building-blocks/escape.ts';
import { FIELD_ACTION } from '../building-blocks/ids.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** Longest title the form takes. */
const TITLE_MAX = 150;

/** Over how a form ended, whichever it was: our name. */
const NOTICE_TITLE = 'Bongsu';

/** The form that declares an incident: first a skeleton, because the trigger lives three seconds, then the fields. */
export function openModal(voice: Voice, view: OpenModalView): ChatView {
  const { t } = voice;
  if (view.state === 'loading') return modal(voice, t.modal.openTitle, [section(t.modal.loading)]);
  if (view.state === 'notice') return modal(voice, NOTICE_TITLE, view.message.blocks ?? [section(view.message.text)]);
  return {
    ...modal(voice, t.modal.openTitle, openFields(voice, view.draft ?? {})),
    callback_id: OPEN_CALLBACK,
    submit: plainText(t.modal.submit, LIMITS.viewTitle),
    close: plainText(t.modal.close, LIMITS.viewTitle),
    ...(view.metadata !== undefined && { private_metadata: metadata(view.metadata) }),
  };
}

/** Who does what; empty fields leave the role as it is. */
export function assignModal(voice: Voice, view: AssignModalView): ChatView {
  const { t } = voice;
  const { incident, roles } = view;
  // Only whom a field can show.
  const shown = Object.fromEntries(Object.entries(roles).filter(([, user]) => user !== undefined && isPersonId(user)));
  return {
    ...modal(
      voice,
      `${t.modal.assignTitle} ${incidentRef(incident)}`,
      ROLES.map((role) => roleInput(voice, role, roles[role])),
    ),
    callback_id: ASSIGN_CALLBACK,
    submit: plainText(t.modal.assign, LIMITS.viewTitle),
    close: plainText(t.modal.close, LIMITS.viewTitle),
    private_metadata: JSON.stringify({ incident: incident.id, roles: shown } satisfies AssignKept),
  };
}

function modal(voice: Voice, title: string, blocks: readonly ChatBlock[]): ChatView {
  return {
    type: 'modal',
    title: plainText(title, LIMITS.viewTitle),
    close: plainText(voice.t.modal.done, LIMITS.viewTitle),
    blocks: blocks.slice(0, LIMITS.viewBlocks),
  };
}

function openFields(voice: Voice, draft: OpenDraft): ChatBlock[] {
  const { t } = voice;
  // Not escaped: what stands in an input field comes back as it is, and nothing in it is ever interpreted.
  const initial = cut(oneLine(draft.title ?? ''), TITLE_MAX);
  const options = SEVERITIES.map((severity) => severityOption(voice, severity));
  const chosen = options[SEVERITIES.indexOf(draft.severity ?? 'sev2')];
  const secret = {
    text: plainText(t.modal.private, LIMITS.optionText),
    description: plainText(t.modal.privateHint, LIMITS.optionText),
    value: PRIVATE_OPTION,
  };
  return [
    ...serviceInput(voice, draft),
    input(
      OPEN_FIELDS.title,
      t.modal.title,
      {
        type: 'plain_text_input',
        max_length: TITLE_MAX,
        focus_on_load: true,
        ...(initial && { initial_value: initial }),
      },
      { hint: t.modal.titleHint },
    ),
    input(
      OPEN_FIELDS.severity,
      t.modal.severity,
      { type: 'radio_buttons', options, initial_option: chosen },
      { hint: t.modal.severityHint },
    ),
    input(
      OPEN_FIELDS.visibility,
      t.modal.visibility,
      { type: 'checkboxes', options: [secret], ...(draft.private && { initial_options: [secret] }) },
      { optional: true },
    ),
  ];
}

/** Which service it is about, where there are several; the first hundred of them, which is all that Slack shows. */
function serviceInput(voice: Voice, { service, services = [] }: OpenDraft): ChatBlock[] {
  const { t } = voice;
  if (services.length < 2) return [];
  const options = services.slice(0, LIMITS.selectOptions).map(({ key, name }) => ({
    text: plainText(oneLine(name[voice.language]) || key, LIMITS.optionText),
    value: key,
  }));
  const chosen = options.find(({ value }) => value === service);
  return [input(OPEN_FIELDS.service, t.modal.service, { type: 'static_select', options, ...(chosen && { initial_option: chosen }) })];
}

function severityOption(voice: Voice, severity: Severity): object {
  const { t } = voice;
  return {
    text: plainText(t.severity[severity], LIMITS.optionText),
    description: plainText(t.modal.severityOption[severity], LIMITS.optionText),
    value: severity,
  };
}

function roleInput(voice: Voice, role: Role, user: string | undefined): ChatBlock {
  const { t } = voice;
  const known = user !== undefined && isPersonId(user) ? { initial_user: user } : {};
  return input(
    roleField(role),
    t.role[role],
    { type: 'users_select', placeholder: plainText(t.modal.choose, LIMITS.placeholder), ...known },
    { hint: t.roleDuty[role], optional: true },
  );
}

function input(blockId: string, label: string, element: object, extra: { hint?: string; optional?: boolean } = {}): ChatBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plainText(label, LIMITS.label),
    element: { ...element, action_id: FIELD_ACTION },
    ...(extra.hint !== undefined && { hint: plainText(extra.hint, LIMITS.label) }),
    ...(extra.optional && { optional: true }),
  };
}

/** Cutting metadata would break what is in it, so too much is a bug of the caller. */
function metadata(text: string): string {
  if (text.length > LIMITS.metadata)
    throw new RangeError(`private_metadata is ${text.length} characters long; Slack takes ${LIMITS.metadata}`);
  return text;
}
