import { h } from '../dom.js';
import { words } from '../words/words.js';
import { choiceOf, optionsOf } from './choices.js';
import { decode, mrkdwn } from './mrkdwn.js';

/**
 * Block Kit (https://docs.slack.dev/reference/block-kit/blocks) as nodes. `context` holds `names` (see mrkdwn), `people` and `channels` to
 * choose from, and `click({ block, element, selected })`.
 */
export function blocks(list, context) {
  return list.map((block) => drawBlock(block, context)).filter(Boolean);
}

/** A text object, of either kind. */
export function textNodes(text, context) {
  if (!text) return [];
  return text.type === 'mrkdwn' ? mrkdwn(text.text, context.names) : [decode(text.text)];
}

function drawBlock(block, context) {
  switch (block.type) {
    case 'header':
      return h('h3', { class: 'b-header' }, textNodes(block.text, context));
    case 'section':
      return h(
        'div',
        { class: 'b-section' },
        h(
          'div',
          { class: 'b-text' },
          block.text && h('div', {}, textNodes(block.text, context)),
          block.fields &&
            h(
              'div',
              { class: 'b-fields' },
              block.fields.map((field) => h('div', {}, textNodes(field, context))),
            ),
        ),
        block.accessory && element(block.accessory, block, context),
      );
    case 'context':
      return h(
        'div',
        { class: 'b-context' },
        block.elements.map((it) => (it.type === 'image' ? picture(it, 'b-icon') : h('span', {}, textNodes(it, context)))),
      );
    case 'actions':
      return h(
        'div',
        { class: 'b-actions' },
        block.elements.map((it) => element(it, block, context)),
      );
    case 'divider':
      return h('hr', { class: 'b-divider' });
    case 'image':
      return h('figure', { class: 'b-image' }, block.title && h('figcaption', {}, textNodes(block.title, context)), enlarged(block));
    case 'input':
      return context.field?.(block);
    default:
      return h('div', { class: 'b-context' }, words.chat.noBlock(block.type));
  }
}

/** A picture that opens alone, to be looked at closely. */
function enlarged(block) {
  const shown = picture(block, '');
  return h('a', { href: shown.getAttribute('src'), target: '_blank', rel: 'noopener', 'data-focus': `image ${block.block_id}` }, shown);
}

function picture(it, className) {
  return h('img', {
    class: className,
    src: it.slack_file ? `/api/files/${it.slack_file.id}` : it.image_url,
    alt: decode(it.alt_text ?? ''),
  });
}

/** What is read out: the app's words, behind those that can be seen and spoken to press it. */
function accessibleName({ text, accessibility_label: label }) {
  if (!label) return undefined;
  const [seen, said] = [decode(text.text), decode(label)];
  return said.toLowerCase().includes(seen.toLowerCase()) ? said : `${seen}: ${said}`;
}

/** Something to press or choose, in a message or a form. */
function element(it, block, context) {
  const focus = `${block.block_id} ${it.action_id} ${it.value ?? ''}`;
  switch (it.type) {
    case 'image':
      return picture(it, 'b-thumb');
    case 'button':
      return it.url ? linkButton(it, block, context, focus) : button(it, block, context, focus);
    case 'static_select':
    case 'external_select':
    case 'users_select':
    case 'channels_select':
    case 'conversations_select':
    case 'overflow':
      return select(it, block, context, focus);
    default:
      return h('span', { class: 'quiet' }, words.chat.noElement(it.type));
  }
}

function button(it, block, context, focus) {
  const node = h(
    'button',
    {
      type: 'button',
      class: `button ${it.style ?? ''}`,
      'data-focus': focus,
      'data-action': it.action_id,
      'aria-label': accessibleName(it),
      onclick: () => busyWhile(node, context.click({ block, element: it })),
    },
    decode(it.text.text),
  );
  return node;
}

/** Opens its address; Slack tells the app of the click all the same. */
function linkButton(it, block, context, focus) {
  return h(
    'a',
    {
      class: `button ${it.style ?? ''}`,
      href: it.url,
      target: '_blank',
      rel: 'noopener noreferrer',
      'data-focus': focus,
      'aria-label': accessibleName(it),
      onclick: () => void context.click({ block, element: it }),
    },
    `${decode(it.text.text)} `,
    h('span', { 'aria-hidden': 'true' }, '↗'),
  );
}

function select(it, block, context, focus) {
  const chosen = choiceOf(it);
  const label = it.type === 'overflow' ? '⋯' : decode(it.placeholder?.text ?? words.chat.choose);
  const node = h(
    'select',
    {
      class: 'b-select',
      'data-focus': focus,
      'aria-label': it.type === 'overflow' ? words.chat.more : label,
      onchange: () => node.value && busyWhile(node, context.click({ block, element: it, selected: node.value })),
    },
    h('option', { value: '', selected: chosen === undefined }, label),
    optionsOf(it, context).map(({ value, label: text }) => h('option', { value, selected: value === chosen }, text)),
  );
  return node;
}

/** Nobody presses twice because nothing seemed to happen. */
async function busyWhile(node, work) {
  node.setAttribute('aria-busy', 'true');
  try {
    await work;
  } finally {
    node.removeAttribute('aria-busy');
  }
}
