import type { ChatBlock, ChatMessage, ChatView } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import { languageName } from '../../../languages/language-name.ts';
import type { UpdateDraftView, UpdateFormView } from '../../../views/updates.ts';
import { UPDATE_CALLBACK, UPDATE_NOW, UPDATE_TEXT_PREFIX, type UpdateKept } from '../../actions/forms/update.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { actions, context, LIMITS, lineSections, message, plainText, section } from '../building-blocks/blocks.ts';
import { cut, person, safeLines, safePlain } from '../building-blocks/escape.ts';
import { FIELD_ACTION } from '../building-blocks/ids.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { UPDATE_TEXT_MAX } from '../public/present-update-text.ts';

/** The draft of an update with what can be done about it: approve, change, skip. One that waits says where, and whom it asks. */
export function updateDraft(voice: Voice, view: UpdateDraftView): ChatMessage {
  const t = voice.texts.updates;
  const r = voice.texts.response;
  const { incident, nextAt, seen, held = [], asks = [], now } = view;
  const ref = incidentRef(incident);
  const quote = `>${safeLines(view.text, UPDATE_TEXT_MAX).replaceAll('\n', '\n>')}`;
  if (view.over) {
    const { how, by } = view.over;
    const said = t.draftOver[how](ref, by === undefined ? '' : person(by));
    return message([said], lineSections([said, quote]));
  }
  const waits = held.length > 0;
  const surfaces = held.map((surface) => t.surface[surface]).join(', ');
  const head = waits || !nextAt ? t.heldHead(ref, surfaces) : t.draftHead(ref, voice.format.time(nextAt, now));
  const plainHead = waits || !nextAt ? head : t.draftHead(ref, voice.format.plainTime(nextAt, now));
  const asked = asks.length > 0 ? [t.asks(asks.map(person).join(' '))] : [];
  const approve = commandButton(
    { command: 'update approve', incident, args: { seen } },
    { text: t.approve, label: t.approveLabel(ref), style: 'primary' },
  );
  const edit = commandButton({ command: 'update', incident, args: {} }, { text: t.edit, label: t.editLabel(ref) });
  const skip = waits
    ? undefined
    : commandButton({ command: 'update skip', incident, args: { seen } }, { text: r.skipOnce, label: r.skipOnceLabel(ref) });
  return message(
    [plainHead, ...asked, safePlain(view.text, 500)],
    [
      ...lineSections([head, ...asked, quote]),
      ...(waits ? [] : context([t.draftSent])),
      ...actions(`draft.${incident.id}`, [approve, edit, skip]),
    ],
  );
}

/** The form in which the text is written, a field for each language; or the skeleton while it is drafted. */
export function updateForm(voice: Voice, view: UpdateFormView): ChatView {
  const t = voice.texts.updates;
  const { incident, fields, nextAt, seen, corrects, now } = view;
  const title = plainText(corrects ? t.correctTitle : t.modalTitle, LIMITS.viewTitle);
  const close = plainText(voice.t.modal.close, LIMITS.viewTitle);
  if (!fields) return { type: 'modal', title, close, blocks: [section(t.loading)] };
  const hint = corrects ? t.correctHint : nextAt ? t.modalHint(voice.format.plainTime(nextAt, now)) : undefined;
  const kept: UpdateKept = { incident: incident.id, ...(seen !== undefined && { seen }), ...(corrects && { corrects }) };
  return {
    type: 'modal',
    callback_id: UPDATE_CALLBACK,
    title,
    close,
    submit: plainText(corrects ? t.correctSave : t.modalSave, LIMITS.viewTitle),
    private_metadata: JSON.stringify(kept),
    blocks: [
      ...(hint === undefined ? [] : [section(hint)]),
      ...fields.map(({ language, text }) => textField(voice, language, text)),
      ...(corrects || !nextAt ? [] : [nowField(voice)]),
    ],
  };
}

function textField(voice: Voice, language: string, text: string): ChatBlock {
  const initial = cut(text, UPDATE_TEXT_MAX);
  return {
    type: 'input',
    block_id: `${UPDATE_TEXT_PREFIX}${language}`,
    label: plainText(voice.texts.updates.field(languageName(voice.texts.statusPage.locale, language)), LIMITS.label),
    element: {
      type: 'plain_text_input',
      action_id: FIELD_ACTION,
      multiline: true,
      max_length: UPDATE_TEXT_MAX,
      ...(initial && { initial_value: initial }),
    },
  };
}

function nowField({ texts }: Voice): ChatBlock {
  const t = texts.updates;
  const option = {
    text: plainText(t.modalNow, LIMITS.optionText),
    description: plainText(t.modalNowHint, LIMITS.optionText),
    value: UPDATE_NOW,
  };
  return {
    type: 'input',
    block_id: UPDATE_NOW,
    optional: true,
    label: plainText(t.modalNow, LIMITS.label),
    element: { type: 'checkboxes', action_id: FIELD_ACTION, options: [option] },
  };
}
