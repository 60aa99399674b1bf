import { z } from 'zod';
import { accessory, actionsElement, image, inputElement } from './elements.ts';
import { altText, anyText, blockId, mrkdwn, plainText, slackFile, url } from './objects.ts';

/**
 * What Slack's servers check of Block Kit (https://docs.slack.dev/reference/block-kit/blocks). Types that this project has no use for
 * (video, file, call …) are left out, so they are refused.
 */

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id: blockId,
    text: anyText(3_000).optional(),
    fields: z.array(anyText(2_000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((it) => it.text !== undefined || it.fields !== undefined, 'needs text or fields');

const header = z.strictObject({ type: z.literal('header'), block_id: blockId, text: plainText(150) });
const divider = z.strictObject({ type: z.literal('divider'), block_id: blockId });
const context = z.strictObject({
  type: z.literal('context'),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion('type', [plainText(3_000), mrkdwn(3_000), image]))
    .min(1)
    .max(10),
});
const actions = z.strictObject({ type: z.literal('actions'), block_id: blockId, elements: z.array(actionsElement).min(1).max(25) });
const imageBlock = z
  .strictObject({
    type: z.literal('image'),
    block_id: blockId,
    image_url: url.optional(),
    slack_file: slackFile.optional(),
    alt_text: altText,
    title: plainText(2_000).optional(),
  })
  .refine((it) => (it.image_url === undefined) !== (it.slack_file === undefined), 'needs either image_url or slack_file');
const input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: plainText(2_000),
  element: inputElement,
  hint: plainText(2_000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
});
const richText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: blockId,
  elements: z.array(z.looseObject({ type: z.string() })),
});
const markdown = z.strictObject({ type: z.literal('markdown'), block_id: blockId, text: z.string().min(1).max(12_000) });

const onEverySurface = [section, header, divider, context, actions, imageBlock, input, richText] as const;
const inMessage = z.array(z.discriminatedUnion('type', [...onEverySurface, markdown])).max(50);
const inView = z.array(z.discriminatedUnion('type', onEverySurface)).max(100);

const viewCommon = {
  private_metadata: z.string().max(3_000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
  blocks: inView,
};
const modal = z
  .strictObject({
    type: z.literal('modal'),
    ...viewCommon,
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
  })
  .refine((view) => view.submit !== undefined || !view.blocks.some((block) => block.type === 'input'), {
    path: ['submit'],
    message: 'missing required field: submit, because the view has an input block',
  });
const home = z.strictObject({ type: z.literal('home'), ...viewCommon });
const view = z.discriminatedUnion('type', [modal, home]);

/** What is wrong with the blocks of a message, each with the JSON pointer of the place; empty when Slack would take them. */
export function validateBlocks(blocks: unknown): string[] {
  return [...problems(inMessage, blocks, '/blocks'), ...duplicates(blocks, '/blocks')];
}

/** What is wrong with a modal or App Home, each with the JSON pointer of the place. */
export function validateView(candidate: unknown): string[] {
  const blocks = (candidate as { blocks?: unknown } | null)?.blocks;
  return [...problems(view, candidate, '/view'), ...duplicates(blocks, '/view/blocks')];
}

function problems(schema: z.ZodType, value: unknown, root: string): string[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.map((issue) => `[ERROR] ${issue.message} [json-pointer:${[root, ...issue.path.map(String)].join('/')}]`);
}

/** Ids that appear twice: `block_id` in the whole, `action_id` in one block. */
function duplicates(blocks: unknown, root: string): string[] {
  if (!Array.isArray(blocks)) return [];
  const found: string[] = [];
  const blockIds = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    const { block_id: id, elements } = (block ?? {}) as { block_id?: unknown; elements?: unknown };
    if (typeof id === 'string' && blockIds.has(id))
      found.push(`[ERROR] \`block_id\` "${id}" already exists [json-pointer:${root}/${index}/block_id]`);
    if (typeof id === 'string') blockIds.add(id);
    const actionIds = new Set<string>();
    for (const element of Array.isArray(elements) ? elements : []) {
      const action = (element as { action_id?: unknown } | null)?.action_id;
      if (typeof action !== 'string') continue;
      if (actionIds.has(action)) found.push(`[ERROR] \`action_id\` "${action}" already exists [json-pointer:${root}/${index}/elements]`);
      actionIds.add(action);
    }
  }
  return found;
}
