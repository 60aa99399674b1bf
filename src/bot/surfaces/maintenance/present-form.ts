import type { ChatBlock, ChatView } from '../../../domain/chat/message.ts';
import { languageName } from '../../../languages/language-name.ts';
import type { MaintenanceFormView } from '../../../views/maintenance.ts';
import {
  MAINTENANCE_CALLBACK,
  MAINTENANCE_FIELDS,
  MAINTENANCE_TEXT_PREFIX,
  type MaintenanceKept,
} from '../../actions/forms/maintenance.ts';
import { LIMITS, plainText, section } from '../building-blocks/blocks.ts';
import { cut } from '../building-blocks/escape.ts';
import { FIELD_ACTION } from '../building-blocks/ids.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** What users read of it, in one language. */
const TEXT_MAX = 300;
/** More than this no checkboxes hold; a list does. */
const CHECKBOXES_MAX = 10;
const OPTIONS_MAX = 100;

/** The form that plans maintenance: when, how long, what users read in each language, and what it concerns. */
export function maintenanceForm(voice: Voice, view: MaintenanceFormView): ChatView {
  const t = voice.texts.statusPage.planning.form;
  const { service, serviceName, languages, startsAt, lasting, text } = view;
  const seconds = Math.round(startsAt.getTime() / 1_000);
  const initial = seconds >= 1_000_000_000 && seconds <= 9_999_999_999 ? { initial_date_time: seconds } : {};
  return {
    type: 'modal',
    callback_id: MAINTENANCE_CALLBACK,
    title: plainText(t.title, LIMITS.viewTitle),
    submit: plainText(t.submit, LIMITS.viewTitle),
    close: plainText(voice.t.modal.close, LIMITS.viewTitle),
    private_metadata: JSON.stringify({ service } satisfies MaintenanceKept),
    blocks: [
      section(t.means(voice.say(serviceName, 80))),
      {
        type: 'input',
        block_id: MAINTENANCE_FIELDS.moment,
        label: plainText(t.moment, LIMITS.label),
        element: { type: 'datetimepicker', action_id: FIELD_ACTION, ...initial },
      },
      {
        type: 'input',
        block_id: MAINTENANCE_FIELDS.lasting,
        label: plainText(t.lasting, LIMITS.label),
        hint: plainText(t.lastingHint, LIMITS.label),
        element: { type: 'plain_text_input', action_id: FIELD_ACTION, max_length: 20, initial_value: cut(lasting, 20) || '1h' },
      },
      ...languages.map((language, index) => textField(voice, language, { isFirst: index === 0, text: index === 0 ? (text ?? '') : '' })),
      ...componentsField(voice, view),
    ],
  };
}

function textField(voice: Voice, language: string, { isFirst, text }: { isFirst: boolean; text: string }): ChatBlock {
  const initial = cut(text, TEXT_MAX);
  return {
    type: 'input',
    block_id: `${MAINTENANCE_TEXT_PREFIX}${language}`,
    optional: !isFirst,
    label: plainText(voice.texts.statusPage.planning.form.text(languageName(voice.texts.statusPage.locale, language)), LIMITS.label),
    element: {
      type: 'plain_text_input',
      action_id: FIELD_ACTION,
      max_length: TEXT_MAX,
      ...(initial && { initial_value: initial }),
    },
  };
}

function componentsField(voice: Voice, { components }: MaintenanceFormView): ChatBlock[] {
  const t = voice.texts.statusPage.planning.form;
  if (components.length < 2) return [];
  const options = components
    .slice(0, OPTIONS_MAX)
    .map(({ key, name }) => ({ text: plainText(voice.say(name, LIMITS.optionText) || key, LIMITS.optionText), value: key }));
  const type = options.length <= CHECKBOXES_MAX ? 'checkboxes' : 'multi_static_select';
  return [
    {
      type: 'input',
      block_id: MAINTENANCE_FIELDS.components,
      optional: true,
      label: plainText(t.components, LIMITS.label),
      hint: plainText(t.componentsHint, LIMITS.label),
      element: { type, action_id: FIELD_ACTION, options },
    },
  ];
}
