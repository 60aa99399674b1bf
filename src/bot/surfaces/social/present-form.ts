import type { ChatView } from '../../../domain/chat/message.ts';
import type { SocialFormView } from '../../../views/social.ts';
import { SOCIAL_CALLBACK, SOCIAL_TEXT_PREFIX, type SocialKept } from '../../actions/forms/social.ts';
import { LIMITS, plainText, section } from '../building-blocks/blocks.ts';
import { cut, safePlain } from '../building-blocks/escape.ts';
import { FIELD_ACTION } from '../building-blocks/ids.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** What Slack takes in a field. */
const FIELD_MAX = 3_000;
const FIELDS_MAX = 20;

/** The form in which a notice is changed: a field for each network, which may be left empty. */
export function socialForm(voice: Voice, { incident, seen, fields }: SocialFormView): ChatView {
  const t = voice.texts.social;
  const shown = fields.slice(0, FIELDS_MAX);
  const kept: SocialKept = { incident: incident.id, seen, networks: shown.map(({ network }) => network) };
  return {
    type: 'modal',
    callback_id: SOCIAL_CALLBACK,
    title: plainText(t.formTitle, LIMITS.viewTitle),
    close: plainText(voice.t.modal.close, LIMITS.viewTitle),
    submit: plainText(t.formSave, LIMITS.viewTitle),
    private_metadata: JSON.stringify(kept),
    blocks: [
      section(t.formHint),
      ...shown.map(({ title, text, length, most }, index) => {
        const initial = cut(text, FIELD_MAX);
        return {
          type: 'input',
          block_id: `${SOCIAL_TEXT_PREFIX}${index}`,
          optional: true,
          label: plainText(t.field(safePlain(title, 60), length, most), LIMITS.label),
          element: {
            type: 'plain_text_input',
            action_id: FIELD_ACTION,
            multiline: true,
            max_length: FIELD_MAX,
            ...(initial && { initial_value: initial }),
          },
        };
      }),
    ],
  };
}
