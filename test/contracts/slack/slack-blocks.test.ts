import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { validateBlocks, validateView } from '../../../sandbox/slack/block-kit/validate.ts';
import { type Contract, contract } from './slack-client.ts';

/** https://docs.slack.dev/reference/block-kit: the largest that Slack takes, and one more. */

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const x = (length: number) => 'x'.repeat(length);
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const button = (fields: object = {}) => ({ type: 'button', text: plain('Go'), ...fields });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const option = (fields: object = {}) => ({ text: plain('One'), value: '1', ...fields });
const select = (fields: object = {}) => ({ type: 'static_select', options: [option()], ...fields });
const input = (element: object, fields: object = {}) => ({ type: 'input', label: plain('Title'), element, ...fields });
const confirm = (fields: object = {}) => ({
  title: plain('Sure?'),
  text: plain('It restarts'),
  confirm: plain('Yes'),
  deny: plain('No'),
  ...fields,
});

const LIMITS: [what: string, max: number, make: (length: number) => object[]][] = [
  ['blocks of a message', 50, (n) => many(n, () => ({ type: 'divider' }))],
  ['section text', 3_000, (n) => [{ type: 'section', text: mrkdwn(x(n)) }]],
  ['section fields', 10, (n) => [{ type: 'section', fields: many(n, () => mrkdwn('x')) }]],
  ['section field text', 2_000, (n) => [{ type: 'section', fields: [mrkdwn(x(n))] }]],
  ['header text', 150, (n) => [{ type: 'header', text: plain(x(n)) }]],
  ['context elements', 10, (n) => [{ type: 'context', elements: many(n, () => mrkdwn('x')) }]],
  ['actions elements', 25, (n) => [actions(...many(n, (i) => button({ action_id: `a${i}` })))]],
  ['button text', 75, (n) => [actions(button({ text: plain(x(n)) }))]],
  ['button value', 2_000, (n) => [actions(button({ value: x(n) }))]],
  ['button url', 3_000, (n) => [actions(button({ url: x(n) }))]],
  ['button accessibility_label', 75, (n) => [actions(button({ accessibility_label: x(n) }))]],
  ['action_id', 255, (n) => [actions(button({ action_id: x(n) }))]],
  ['block_id', 255, (n) => [{ type: 'divider', block_id: x(n) }]],
  ['image alt_text', 2_000, (n) => [{ type: 'image', image_url: 'https://x.example/a.png', alt_text: x(n) }]],
  ['image url', 3_000, (n) => [{ type: 'image', image_url: x(n), alt_text: 'x' }]],
  ['select options', 100, (n) => [actions(select({ options: many(n, (i) => option({ value: `${i}` })) }))]],
  ['option text', 75, (n) => [actions(select({ options: [option({ text: plain(x(n)) })] }))]],
  ['option value', 150, (n) => [actions(select({ options: [option({ value: x(n) })] }))]],
  ['option description', 75, (n) => [actions(select({ options: [option({ description: plain(x(n)) })] }))]],
  ['placeholder', 150, (n) => [actions(select({ placeholder: plain(x(n)) }))]],
  ['overflow options', 5, (n) => [actions({ type: 'overflow', options: many(n, (i) => option({ value: `${i}` })) })]],
  ['checkbox options', 10, (n) => [actions({ type: 'checkboxes', options: many(n, (i) => option({ value: `${i}` })) })]],
  ['radio options', 10, (n) => [actions({ type: 'radio_buttons', options: many(n, (i) => option({ value: `${i}` })) })]],
  ['confirm title', 100, (n) => [actions(button({ confirm: confirm({ title: plain(x(n)) }) }))]],
  ['confirm text', 300, (n) => [actions(button({ confirm: confirm({ text: mrkdwn(x(n)) }) }))]],
  ['confirm button', 30, (n) => [actions(button({ confirm: confirm({ confirm: plain(x(n)) }) }))]],
  ['input label', 2_000, (n) => [input({ type: 'plain_text_input' }, { label: plain(x(n)) })]],
  ['input max_length', 3_000, (n) => [input({ type: 'plain_text_input', max_length: n })]],
  ['markdown', 12_000, (n) => [{ type: 'markdown', text: x(n) }]],
];

const WRONG: [what: string, block: object][] = [
  ['an unknown block', { type: 'carousel' }],
  ['an unknown element', actions({ type: 'slider' })],
  ['an unknown property', { type: 'divider', colour: 'red' }],
  ['an empty text', { type: 'section', text: mrkdwn('') }],
  ['a section without text and fields', { type: 'section' }],
  ['a mrkdwn header', { type: 'header', text: mrkdwn('x') }],
  ['a mrkdwn button', actions(button({ text: mrkdwn('x') }))],
  ['emoji on mrkdwn', { type: 'section', text: { ...mrkdwn('x'), emoji: true } }],
  ['a button style there is not', actions(button({ style: 'warning' }))],
  ['actions without elements', actions()],
  ['an image without alt text', { type: 'image', image_url: 'https://x.example/a.png' }],
  ['an image without a source', { type: 'image', alt_text: 'x' }],
  ['a text input among the actions', actions({ type: 'plain_text_input' })],
  ['a button as input', input(button())],
  ['a select without options', actions({ type: 'static_select' })],
  ['the same action_id twice', actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
  ['a number input without is_decimal_allowed', input({ type: 'number_input' })],
];

describe('blocks of a message', () => {
  it.each(LIMITS)('%s: at most %i', (_what, max, make) => {
    expect(validateBlocks(make(max))).toEqual([]);
    expect(validateBlocks(make(max + 1))).not.toEqual([]);
  });

  it.each(WRONG)('refuses %s', (_what, block) => {
    expect(validateBlocks([block])).not.toEqual([]);
  });

  it('refuses the same block_id twice, and says where', () => {
    const twice = [
      { type: 'divider', block_id: 'b' },
      { type: 'divider', block_id: 'b' },
    ];
    expect(validateBlocks(twice)).toEqual([expect.stringContaining('json-pointer:/blocks/1/block_id')]);
  });
});

describe('views', () => {
  const modal = (fields: object = {}) => ({ type: 'modal', title: plain('Open'), blocks: [], ...fields });
  const VIEW_LIMITS: [what: string, max: number, make: (length: number) => object][] = [
    ['blocks of a modal', 100, (n) => modal({ blocks: many(n, () => ({ type: 'divider' })) })],
    ['title', 24, (n) => modal({ title: plain(x(n)) })],
    ['submit', 24, (n) => modal({ submit: plain(x(n)) })],
    ['close', 24, (n) => modal({ close: plain(x(n)) })],
    ['private_metadata', 3_000, (n) => modal({ private_metadata: x(n) })],
    ['callback_id', 255, (n) => modal({ callback_id: x(n) })],
    ['blocks of an App Home', 100, (n) => ({ type: 'home', blocks: many(n, () => ({ type: 'divider' })) })],
  ];
  it.each(VIEW_LIMITS)('%s: at most %i', (_what, max, make) => {
    expect(validateView(make(max))).toEqual([]);
    expect(validateView(make(max + 1))).not.toEqual([]);
  });

  it('want a submit button as soon as there is an input, and a title', () => {
    const blocks = [input({ type: 'plain_text_input' })];
    expect(validateView(modal({ blocks }))).toEqual([expect.stringContaining('/view/submit')]);
    expect(validateView(modal({ blocks, submit: plain('Open') }))).toEqual([]);
    expect(validateView({ type: 'modal', blocks: [] })).toEqual([expect.stringContaining('/view/title')]);
    expect(validateView(modal({ blocks: [{ type: 'markdown', text: 'x' }] }))).not.toEqual([]);
  });
});

describe('through the API', () => {
  let given: Contract;
  beforeAll(async () => {
    given = await contract();
  });
  afterAll(() => given.slack.close());

  it('the error is invalid_blocks, with every place', async () => {
    const blocks = [{ type: 'section', text: mrkdwn(x(3_001)) }, { type: 'carousel' }];
    const answer = await given.call('chat.postMessage', { channel: given.slack.channelIds.incidents, text: 'x', blocks });
    expect(answer).toMatchObject({
      ok: false,
      error: 'invalid_blocks',
      response_metadata: { messages: [expect.stringContaining('/blocks/0/text/text'), expect.stringContaining('/blocks/1/type')] },
    });
    expect(given.slack.messages(String(given.slack.channelIds.incidents))).toEqual([]);
    expect(await given.call('chat.postMessage', { channel: given.slack.channelIds.incidents, text: 'x', blocks: '{' })).toMatchObject({
      error: 'invalid_blocks_format',
    });
  });

  it('what has no ids gets some', async () => {
    await given.must('chat.postMessage', { channel: given.slack.channelIds.incidents, text: 'x', blocks: [actions(button())] });
    const [block] = given.slack.messages(String(given.slack.channelIds.incidents)).at(-1)?.blocks ?? [];
    expect(block).toMatchObject({ block_id: expect.any(String), elements: [{ action_id: expect.any(String) }] });
  });
});
