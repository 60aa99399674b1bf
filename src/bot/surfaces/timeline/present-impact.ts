import type { ChatBlock, ChatView } from '../../../domain/chat/message.ts';
import type { ImpactView } from '../../../views/timeline.ts';
import { IMPACT_CALLBACK, IMPACT_FIELDS, type ImpactKept } from '../../actions/forms/impact.ts';
import { LIMITS, plainText } from '../building-blocks/blocks.ts';
import { manyLines } from '../building-blocks/escape.ts';
import { FIELD_ACTION } from '../building-blocks/ids.ts';
import type { Voice } from '../building-blocks/voice.ts';

const TEXT_MAX = 1_000;

/** The form that asks what an incident did to users, and what ended it. */
export function impactForm(voice: Voice, view: ImpactView): ChatView {
  const t = voice.texts.timeline.impact;
  const minutes = Number.isFinite(view.lastedMs) ? Math.max(0, Math.round(view.lastedMs / 60_000)) : 0;
  const first: Record<keyof typeof IMPACT_FIELDS, string> = {
    cause: view.cause ?? '',
    who: view.who ?? '',
    howMany: view.howMany === undefined ? '' : String(view.howMany),
    lasted: minutes > 0 ? `${minutes}m` : '',
    money: view.money ?? '',
    fixedBy: view.fixedBy ?? '',
  };
  const fields = Object.keys(IMPACT_FIELDS) as (keyof typeof IMPACT_FIELDS)[];
  return {
    type: 'modal',
    callback_id: IMPACT_CALLBACK,
    title: plainText(t.title, LIMITS.viewTitle),
    submit: plainText(t.submit, LIMITS.viewTitle),
    close: plainText(voice.t.modal.close, LIMITS.viewTitle),
    private_metadata: JSON.stringify({ incident: view.incident.id } satisfies ImpactKept),
    blocks: fields.map((field): ChatBlock => {
      const initial = manyLines(first[field]).slice(0, TEXT_MAX);
      return {
        type: 'input',
        block_id: IMPACT_FIELDS[field],
        optional: true,
        label: plainText(t.label[field], LIMITS.label),
        ...(field === 'money' && { hint: plainText(t.inside, LIMITS.label) }),
        element: {
          type: 'plain_text_input',
          action_id: FIELD_ACTION,
          max_length: TEXT_MAX,
          multiline: field === 'cause' || field === 'fixedBy',
          ...(initial !== '' && { initial_value: initial }),
        },
      };
    }),
  };
}
