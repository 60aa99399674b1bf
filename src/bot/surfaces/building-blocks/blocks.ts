import type { ChatBlock, ChatMessage } from '../../../domain/chat/message.ts';
import { cut, escapeControls, manyLines } from './escape.ts';

/**
 * Building blocks that cannot leave Slack's limits (https://docs.slack.dev/reference/block-kit/blocks). Texts given to them are escaped
 * already; what is too long is cut with …, what is too many is left out.
 */
export const LIMITS = {
  blocks: 50,
  selectOptions: 100,
  viewBlocks: 100,
  header: 150,
  section: 3_000,
  fields: 10,
  field: 2_000,
  contextElements: 10,
  /** Slack allows 3,000 and more here; a context line longer than this is not read by anybody. */
  contextText: 1_000,
  actions: 25,
  button: 75,
  value: 2_000,
  url: 3_000,
  accessibilityLabel: 75,
  altText: 1_900,
  viewTitle: 24,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  placeholder: 150,
  optionText: 75,
  label: 2_000,
  metadata: 3_000,
  /** The text of a message that has blocks: what notifications and screen readers get. */
  fallback: 2_900,
} as const;

export interface PlainText {
  type: 'plain_text';
  text: string;
  emoji: boolean;
}
export interface Mrkdwn {
  type: 'mrkdwn';
  text: string;
  /** Nothing is linked or mentioned except what we write as a token ourselves. */
  verbatim: true;
}

export function plainText(text: string, max: number): PlainText {
  return { type: 'plain_text', text: cut(text, max), emoji: true };
}
function mrkdwn(text: string, max: number = LIMITS.section): Mrkdwn {
  return { type: 'mrkdwn', text: cut(text, max), verbatim: true };
}

export function header(text: string): ChatBlock {
  return { type: 'header', text: plainText(text, LIMITS.header) };
}
export function section(text: string): ChatBlock {
  return { type: 'section', text: mrkdwn(text) };
}
/** A section with a button at its side, if there is one. */
export function sectionWith(text: string, accessory: Button | undefined): ChatBlock {
  return { ...section(text), ...(accessory && { accessory }) };
}
/** Lines as they are, for copying; none means no block. What is too long is cut inside of the fence. */
export function codeSection(lines: readonly string[]): ChatBlock[] {
  const fence = '```';
  // Nothing formats inside a fence, and only another fence ends it; so what is copied from it is what was meant.
  const code = escapeControls(lines.map(manyLines).filter(Boolean).join('\n').replaceAll(fence, "'''"));
  return code === '' ? [] : [section(`${fence}\n${cut(code, LIMITS.section - 2 * fence.length - 2)}\n${fence}`)];
}
export function divider(): ChatBlock {
  return { type: 'divider' };
}

/** A picture that was uploaded, with its description for those who do not see it. */
export function image({ fileId, altText }: { fileId: string; altText: string }): ChatBlock {
  return { type: 'image', slack_file: { id: fileId }, alt_text: cut(altText, LIMITS.altText) || '–' };
}

/** Two columns; as many sections as the number of fields needs. */
export function fieldSections(fields: readonly string[]): ChatBlock[] {
  const sections: ChatBlock[] = [];
  for (let start = 0; start < fields.length; start += LIMITS.fields) {
    const part = fields.slice(start, start + LIMITS.fields).map((text) => mrkdwn(text, LIMITS.field));
    sections.push({ type: 'section', fields: part });
  }
  return sections;
}

/** Sections that hold `lines` in order, as few as possible, none over the limit; nothing for no lines. */
export function lineSections(lines: readonly string[]): ChatBlock[] {
  const texts: string[] = [];
  let text = '';
  for (const line of lines.map((l) => cut(l, LIMITS.section))) {
    if (text && text.length + 1 + line.length > LIMITS.section) {
      texts.push(text);
      text = line;
    } else {
      text = text ? `${text}\n${line}` : line;
    }
  }
  if (text) texts.push(text);
  return texts.map((t) => section(t));
}

/** Small grey print; empty parts are left out, and no part means no block. */
export function context(parts: readonly (string | undefined)[]): ChatBlock[] {
  const elements = parts.filter((part): part is string => Boolean(part)).map((part) => mrkdwn(part, LIMITS.contextText));
  return elements.length === 0 ? [] : [{ type: 'context', elements: elements.slice(0, LIMITS.contextElements) }];
}

export interface ConfirmInput {
  title: string;
  text: string;
  confirm: string;
  deny: string;
}

export interface ButtonInput {
  action: string;
  text: string;
  /** What a screen reader says; may repeat the text, never less than it. */
  label: string;
  value?: object;
  url?: string;
  style?: 'primary' | 'danger';
  confirm?: ConfirmInput;
}

export interface Button {
  type: 'button';
  [field: string]: unknown;
}

export function button(input: ButtonInput): Button {
  const { confirm } = input;
  return {
    type: 'button',
    action_id: input.action,
    text: plainText(input.text, LIMITS.button),
    accessibility_label: cut(input.label, LIMITS.accessibilityLabel),
    ...(input.value && { value: JSON.stringify(input.value) }),
    ...(input.url && { url: input.url }),
    ...(input.style && { style: input.style }),
    ...(confirm && {
      confirm: {
        title: plainText(confirm.title, LIMITS.confirmTitle),
        text: plainText(confirm.text, LIMITS.confirmText),
        confirm: plainText(confirm.confirm, LIMITS.confirmButton),
        deny: plainText(confirm.deny, LIMITS.confirmButton),
      },
    }),
  };
}

/** A row of buttons; none means no block. */
export function actions(blockId: string, elements: readonly (Button | undefined)[]): ChatBlock[] {
  const present = elements.filter((element) => element !== undefined);
  return present.length === 0 ? [] : [{ type: 'actions', block_id: blockId, elements: present.slice(0, LIMITS.actions) }];
}

/**
 * A message whose blocks never pass the limit: when there are too many, those in the middle give way, so that the last block (the buttons
 * or the footer) is always there. `fallback` lines are joined with spaces into the text for notifications.
 */
export function message(fallback: readonly (string | undefined)[], blocks: readonly ChatBlock[]): ChatMessage {
  const kept = blocks.length > LIMITS.blocks ? [...blocks.slice(0, LIMITS.blocks - 2), ...blocks.slice(-2)] : [...blocks];
  const text = cut(fallback.filter(Boolean).join(' '), LIMITS.fallback);
  return { text: text || '–', blocks: kept };
}
