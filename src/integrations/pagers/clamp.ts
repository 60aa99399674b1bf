const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The text, cut to at most `max` UTF-16 units with an ellipsis at the end; never inside a character that people see as one, such as a family of emoji. */
export function clamp(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length > max - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** The same on one line. */
export function clampLine(text: string, max: number): string {
  return clamp(text.replace(/\s+/g, ' ').trim(), max);
}
