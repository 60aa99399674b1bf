import type { ChatMessage } from '../../../src/domain/chat/message.ts';

interface Element {
  type: string;
  text?: string | { text: string };
  elements?: Element[];
  fields?: { text: string }[];
  url?: string;
}

/** A message roughly as people see it, for reading in a terminal and for expecting sentences in tests: tokens become their fallbacks. */
export function renderText(message: ChatMessage): string {
  return (message.blocks ?? []).map((block) => renderBlock(block as unknown as Element)).join('\n');
}

function renderBlock(block: Element): string {
  if (block.type === 'header') return `## ${words(block)}`;
  if (block.type === 'divider') return '---';
  if (block.type === 'actions') return (block.elements ?? []).map((element) => `[ ${words(element)} ]`).join(' ');
  if (block.type === 'context') return (block.elements ?? []).map((element) => `(${words(element)})`).join(' ');
  return [words(block), ...(block.fields ?? []).map((field) => `  ${plain(field.text).replaceAll('\n', '\n  ')}`)]
    .filter(Boolean)
    .join('\n');
}

function words(element: Element): string {
  return plain(typeof element.text === 'string' ? element.text : (element.text?.text ?? ''));
}

function plain(text: string): string {
  return text
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<(https?:[^|>]*)\|([^>]*)>/g, '$2')
    .replace(/<@([A-Z0-9]+)>/g, '@$1')
    .replace(/<#([A-Z0-9]+)>/g, '#$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
