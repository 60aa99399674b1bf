const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The text, cut to at most `max` UTF-16 units with an ellipsis at the end; never inside a character that people see as one, such as a family of emoji. */
export function clamp(text: string, max: number): string {
  if (text.length <= max) return text;
  const cutAt = graphemes.segment(text).containing(max - 1)?.index ?? 0;
  return `${text.slice(0, cutAt).trimEnd()}…`;
}

/** The same on one line. */
export function clampLine(text: string, max: number): string {
  return clamp(text.replace(/\s+/g, ' ').trim(), max);
}
