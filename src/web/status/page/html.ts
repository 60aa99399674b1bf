import { wellFormed } from '../../../domain/text/well-formed.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const NOT_IN_XML = /(?![\n\t\r])\p{Cc}|[\ufffe\uffff]/gu;

/** A text as it stands in HTML, XML or SVG, between tags and within quotes. What XML cannot hold at all is left out. */
export function escaped(text: string): string {
  return wellFormed(text)
    .replace(NOT_IN_XML, '')
    .replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);
}

/** A moment for people and for programs. */
export function timeTag(at: Date, said: string): string {
  return `<time datetime="${at.toISOString()}">${escaped(said)}</time>`;
}
