import { decode } from './mrkdwn.js';

/** What a select, radio group or checkbox group offers: [{ value, label, description }]. */
export function optionsOf(element, { people, channels }) {
  if (element.type.includes('users_select')) return people.map(({ id, realName }) => ({ value: id, label: realName }));
  if (element.type.includes('channels_select') || element.type.includes('conversations_select')) {
    return channels.map(({ id, name }) => ({ value: id, label: `#${name}` }));
  }
  const groups = element.option_groups ?? [];
  return [...(element.options ?? []), ...groups.flatMap((group) => group.options)].map((option) => ({
    value: option.value,
    label: decode(option.text.text),
    description: option.description && decode(option.description.text),
  }));
}

/** The single choice made beforehand, if any. */
export function choiceOf(element) {
  return element.initial_option?.value ?? element.initial_user ?? element.initial_channel ?? element.initial_conversation ?? undefined;
}

/** The several choices made beforehand. */
export function choicesOf(element) {
  return [
    ...(element.initial_options ?? []).map((option) => option.value),
    ...(element.initial_users ?? []),
    ...(element.initial_channels ?? []),
    ...(element.initial_conversations ?? []),
  ];
}
