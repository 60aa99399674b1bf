import type { Block, FormValues } from './contract.ts';

/** An element of Block Kit that a person can act on. */
export interface Element {
  type: string;
  action_id: string;
  [field: string]: unknown;
}

type ElementState = Record<string, unknown>;

/** The elements a person can act on, with their blocks. */
export function elementsOf(blocks: readonly Block[]): { block: Block; element: Element }[] {
  return blocks.flatMap((block) => {
    const inside = [
      ...(block.type === 'actions' ? (block.elements as Element[]) : []),
      block.accessory,
      block.type === 'input' ? block.element : undefined,
    ];
    return inside
      .filter((it): it is Element => typeof (it as Element | undefined)?.action_id === 'string')
      .map((element) => ({ block, element }));
  });
}

/**
 * What the person filled in, in the shape of `view.state.values`, beginning with the initial values. Throws what the Slack client refuses to
 * send: a required input left empty, a text too short or too long, an option that is not offered.
 */
export function formState(blocks: readonly Block[], values: FormValues): Record<string, Record<string, ElementState>> {
  const state: Record<string, Record<string, ElementState>> = {};
  const known = new Set<string>();
  for (const { block, element } of elementsOf(blocks)) {
    if (element.type === 'button' || element.type === 'overflow') continue;
    const blockId = String(block.block_id);
    known.add(blockId).add(element.action_id);
    const given = values[blockId] ?? values[element.action_id];
    const chosen = given === undefined ? initialState(element) : chosenState(element, given);
    if (block.type === 'input' && block.optional !== true && isEmpty(chosen))
      throw new Error(`the form wants ${blockId} / ${element.action_id} filled in`);
    state[blockId] = { ...state[blockId], [element.action_id]: chosen };
  }
  for (const key of Object.keys(values))
    if (!known.has(key)) throw new Error(`the form has no field ${key}; it has ${[...known].join(', ')}`);
  return state;
}

/** The fields an action carries when somebody chose `given` in this element. Throws when it is not offered. */
export function chosenState(element: Element, given: string | string[]): ElementState {
  const many = Array.isArray(given) ? given : [given];
  const one = many[0] ?? '';
  const { type } = element;
  switch (type) {
    case 'plain_text_input':
      checkLength(element, one);
      return { type, value: one === '' ? null : one };
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: one === '' ? null : one };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
    case 'overflow':
      return { type, selected_option: option(element, one) };
    case 'checkboxes':
    case 'multi_static_select':
      return { type, selected_options: many.map((value) => option(element, value)) };
    default:
      return { type, [selectedField(type)]: type.startsWith('multi_') ? many : type === 'datetimepicker' ? Number(one) : one };
  }
}

function initialState(element: Element): ElementState {
  const { type } = element;
  switch (type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: element.initial_value ?? null };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null };
    case 'checkboxes':
    case 'multi_static_select':
      return { type, selected_options: element.initial_options ?? [] };
    default: {
      const field = selectedField(type);
      return { type, [field]: element[field.replace('selected', 'initial')] ?? (type.startsWith('multi_') ? [] : null) };
    }
  }
}

/** The name under which Slack sends the choice of a select or picker. */
function selectedField(type: string): string {
  const fields: Record<string, string> = {
    users_select: 'selected_user',
    multi_users_select: 'selected_users',
    conversations_select: 'selected_conversation',
    multi_conversations_select: 'selected_conversations',
    channels_select: 'selected_channel',
    multi_channels_select: 'selected_channels',
    datepicker: 'selected_date',
    timepicker: 'selected_time',
    datetimepicker: 'selected_date_time',
  };
  const field = fields[type];
  if (!field) throw new Error(`the sandbox cannot act on an element of type ${type}`);
  return field;
}

function option(element: Element, value: string): unknown {
  const groups = (element.option_groups as { options: { value?: string }[] }[] | undefined) ?? [];
  const options = [...((element.options as { value?: string }[] | undefined) ?? []), ...groups.flatMap((group) => group.options)];
  const found = options.find((it) => it.value === value);
  if (!found) throw new Error(`${element.action_id} offers ${options.map((it) => it.value).join(', ')}, not ${value}`);
  return found;
}

function checkLength(element: Element, value: string): void {
  const { min_length: min = 0, max_length: max = 3_000 } = element as { min_length?: number; max_length?: number };
  if (value !== '' && value.length < min) throw new Error(`${element.action_id} wants at least ${min} characters`);
  if (value.length > max) throw new Error(`${element.action_id} takes at most ${max} characters`);
}

function isEmpty(state: ElementState): boolean {
  return Object.entries(state).every(
    ([field, value]) => field === 'type' || value === null || value === '' || (Array.isArray(value) && value.length === 0),
  );
}
