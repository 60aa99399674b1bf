import { z } from 'zod';
import {
  actionId,
  altText,
  confirm,
  conversationFilter,
  dispatchActionConfig,
  optionGroup,
  overflowOption,
  plainOption,
  plainText,
  richOption,
  slackFile,
  url,
} from './objects.ts';

/** Block elements (https://docs.slack.dev/reference/block-kit/block-elements), grouped by the blocks that may hold them. */

const common = { action_id: actionId, confirm, focus_on_load: z.boolean().optional() };
const placeholder = plainText(150).optional();
const maxSelected = z.number().int().min(1).optional();
const ids = z.array(z.string()).optional();

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: actionId,
  url: url.optional(),
  value: z.string().max(2_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm,
  accessibility_label: z.string().max(75).optional(),
});

export const image = z
  .strictObject({ type: z.literal('image'), image_url: url.optional(), slack_file: slackFile.optional(), alt_text: altText })
  .refine((it) => (it.image_url === undefined) !== (it.slack_file === undefined), 'needs either image_url or slack_file');

const choices = {
  options: z.array(plainOption).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};
const eitherOptions = (it: { options?: unknown; option_groups?: unknown }) =>
  (it.options === undefined) !== (it.option_groups === undefined);
const eitherMessage = 'needs either options or option_groups';

const selects = [
  z
    .strictObject({ type: z.literal('static_select'), ...common, placeholder, ...choices, initial_option: plainOption.optional() })
    .refine(eitherOptions, eitherMessage),
  z
    .strictObject({
      type: z.literal('multi_static_select'),
      ...common,
      placeholder,
      ...choices,
      initial_options: z.array(plainOption).min(1).optional(),
      max_selected_items: maxSelected,
    })
    .refine(eitherOptions, eitherMessage),
  z.strictObject({
    type: z.literal('external_select'),
    ...common,
    placeholder,
    min_query_length: z.number().int().optional(),
    initial_option: plainOption.optional(),
  }),
  z.strictObject({ type: z.literal('users_select'), ...common, placeholder, initial_user: z.string().optional() }),
  z.strictObject({ type: z.literal('multi_users_select'), ...common, placeholder, initial_users: ids, max_selected_items: maxSelected }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...common,
    placeholder,
    initial_conversation: z.string().optional(),
    default_to_current_conversation: z.boolean().optional(),
    response_url_enabled: z.boolean().optional(),
    filter: conversationFilter,
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    ...common,
    placeholder,
    initial_conversations: ids,
    default_to_current_conversation: z.boolean().optional(),
    max_selected_items: maxSelected,
    filter: conversationFilter,
  }),
  z.strictObject({
    type: z.literal('channels_select'),
    ...common,
    placeholder,
    initial_channel: z.string().optional(),
    response_url_enabled: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('multi_channels_select'),
    ...common,
    placeholder,
    initial_channels: ids,
    max_selected_items: maxSelected,
  }),
] as const;

const pickers = [
  z.strictObject({ type: z.literal('datepicker'), ...common, placeholder, initial_date: z.iso.date().optional() }),
  z.strictObject({
    type: z.literal('timepicker'),
    ...common,
    placeholder,
    initial_time: z
      .string()
      .regex(/^\d\d:\d\d$/)
      .optional(),
    timezone: z.string().optional(),
  }),
] as const;

const dateTime = z.strictObject({ type: z.literal('datetimepicker'), ...common, initial_date_time: z.number().int().optional() });

const boxes = [
  z.strictObject({
    type: z.literal('checkboxes'),
    ...common,
    options: z.array(richOption).min(1).max(10),
    initial_options: z.array(richOption).min(1).optional(),
  }),
  z.strictObject({
    type: z.literal('radio_buttons'),
    ...common,
    options: z.array(richOption).min(1).max(10),
    initial_option: richOption.optional(),
  }),
] as const;

const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: actionId,
  confirm,
  options: z.array(overflowOption).min(1).max(5),
});

const typed = { action_id: actionId, focus_on_load: z.boolean().optional(), placeholder, dispatch_action_config: dispatchActionConfig };
const typing = [
  z.strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().optional(),
    multiline: z.boolean().optional(),
    min_length: z.number().int().min(0).max(3_000).optional(),
    max_length: z.number().int().min(1).max(3_000).optional(),
  }),
  z.strictObject({ type: z.literal('email_text_input'), ...typed, initial_value: z.string().optional() }),
  z.strictObject({ type: z.literal('url_text_input'), ...typed, initial_value: z.string().optional() }),
  z.strictObject({
    type: z.literal('number_input'),
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: z.string().optional(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
  }),
] as const;

/** What a section's `accessory` may be. */
export const accessory = z.discriminatedUnion('type', [button, image, overflow, ...selects, ...pickers, ...boxes]);

/** What an actions block may hold. */
export const actionsElement = z.discriminatedUnion('type', [button, overflow, dateTime, ...selects, ...pickers, ...boxes]);

/** What an input block may hold. */
export const inputElement = z.discriminatedUnion('type', [dateTime, ...selects, ...pickers, ...boxes, ...typing]);
